package dev.vitrine.record;

import static dev.vitrine.record.ExampleLog.artifact;

import dev.vitrine.v1.ArtifactSize;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Source;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.Withdrawal;

/**
 * requests 2.32.0, which its maintainers yanked from PyPI, and 2.32.2, which they released instead.
 * Digests and sizes are those of the wheels that PyPI serves.
 */
final class RequestsExamples {
  private static final String YANKED =
      "f2c3881dddb70d056c5bd7600a4fae312b2a300e39be6a118d30b90bd27262b5";
  private static final String INSTEAD =
      "fc06670dd0ed212426dfeb94fc1b983d917c4f9847c863f313c9dfaaffb7c23c";

  private final ExampleLog examples;

  RequestsExamples(ExampleLog examples) {
    this.examples = examples;
  }

  void write() {
    long yanked = build("2.32.0", "d6ebc4a2f1f68b7e355fb7e4dd5ffc0845547f9f", 63_695, YANKED);
    long instead = build("2.32.2", "88dce9d854797c05d0ff296b70e0430535ef8aaf", 63_902, INSTEAD);
    Withdrawal withdrawal =
        Withdrawal.newBuilder()
            .setCommon(examples.log.common(Kind.WITHDRAWAL, examples.log.key(Role.RELEASE_MANAGER)))
            .setTarget(examples.log.ref(yanked))
            .setReason(Withdrawal.Reason.FAULTY)
            .setDescription(
                "Yanked due to conflicts with CVE-2024-35195 mitigation"
                    + " (https://pypi.org/project/requests/2.32.0/, GHSA-9wx4-h78v-vm56)")
            .setSeverity(Withdrawal.Severity.MEDIUM)
            .setReplacement(examples.log.ref(instead))
            .setAction(Withdrawal.Action.WARN)
            .build();
    examples.add(
        "withdrawal",
        Kind.WITHDRAWAL,
        withdrawal,
        wheel("2.32.0", YANKED),
        examples.log.key(Role.RELEASE_MANAGER));
  }

  private long build(String version, String commit, long size, String sha256) {
    Build build =
        examples
            .records
            .build("requests", version)
            .setPlatform("any")
            .setArch("any")
            .setSource(
                Source.newBuilder()
                    .setRepository("https://github.com/psf/requests")
                    .setCommit(commit))
            .addArtifacts(
                ArtifactSize.newBuilder().setName(wheel(version, sha256).getName()).setSize(size))
            .build();
    return examples.add(
        "build-requests-" + version,
        Kind.BUILD,
        build,
        wheel(version, sha256),
        examples.log.key(Role.PIPELINE),
        examples.log.key(Role.RELEASE_MANAGER));
  }

  private static Subject wheel(String version, String sha256) {
    return artifact(
        "requests-" + version + "-py3-none-any.whl", "pkg:pypi/requests@" + version, sha256);
  }
}
