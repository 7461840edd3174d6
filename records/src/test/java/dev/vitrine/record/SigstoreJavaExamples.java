package dev.vitrine.record;

import static dev.vitrine.record.ExampleLog.artifact;

import dev.vitrine.v1.ArtifactSize;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.BuildDefinition;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.RebuiltFile;
import dev.vitrine.v1.Source;
import dev.vitrine.v1.Subject;

/**
 * Two releases of sigstore-java on Maven Central, with what their Sigstore certificates say of
 * source and run, and with what Reproducible Central found when it rebuilt them.
 */
final class SigstoreJavaExamples {
  private static final String REPOSITORY = "https://github.com/sigstore/sigstore-java";
  private static final String BUNDLE = "sigstore-java-2.0.0.jar.sigstore.json";
  private static final String JAR_1_0_0 =
      "5be26f1777a351a2f770e91dbceae0aaa3f6e26e8ad218c6ac16caa783a5aa0d";
  private static final String JAR_1_0_0_REBUILT =
      "1d3759f2661424116fa91e4f8ce16c2b837035c677c9fefa512180279bd300f6";
  private static final String JAR_2_0_0 =
      "f338c08740cdb2e663737abaf372fc3c442210ab7291c991e180797bd886cd61";

  private final ExampleLog examples;

  SigstoreJavaExamples(ExampleLog examples) {
    this.examples = examples;
  }

  void write() {
    Evidence bundle = examples.document(BUNDLE, "application/vnd.dev.sigstore.bundle.v0.3+json");
    long first =
        build(
            "build-sigstore-java-1.0.0",
            release("1.0.0", "d2603344a9357cb73142cb65caf5f39ddb428395", "10602446914", 1_169_124),
            JAR_1_0_0);
    long second =
        build(
            "build",
            release("2.0.0", "411721f4879abebd95bd9ab6ed3724366b13cdce", "19550486194", 1_466_287)
                .setProvenance(bundle),
            JAR_2_0_0);
    rebuild("rebuild", second, "2.0.0", Rebuild.Verdict.GOOD, 6, 6, JAR_2_0_0);
    rebuild("rebuild-bad", first, "1.0.0", Rebuild.Verdict.BAD, 5, 8, JAR_1_0_0_REBUILT);
    countersign(second, bundle);
  }

  private Build.Builder release(String version, String commit, String run, long size) {
    return examples
        .records
        .build("dev.sigstore:sigstore-java", version)
        .setPlatform("jvm")
        .setArch("any")
        .setSource(Source.newBuilder().setRepository(REPOSITORY).setCommit(commit))
        .setBuildDefinition(
            BuildDefinition.newBuilder()
                .setBuildType("https://actions.github.io/buildtypes/workflow/v1")
                .setBuilderId(
                    REPOSITORY
                        + "/.github/workflows/release-sigstore-java-from-tag.yaml@refs/tags/v"
                        + version)
                .setInvocationId(REPOSITORY + "/actions/runs/" + run + "/attempts/1"))
        .addArtifacts(ArtifactSize.newBuilder().setName(jar(version)).setSize(size));
  }

  private long build(String name, Build.Builder build, String sha256) {
    return examples.add(
        name,
        Kind.BUILD,
        build.build(),
        subject(build.getVersion(), sha256),
        examples.log.key(Role.PIPELINE),
        examples.log.key(Role.RELEASE_MANAGER));
  }

  private void rebuild(
      String name,
      long target,
      String version,
      Rebuild.Verdict verdict,
      int matched,
      int total,
      String sha256) {
    Rebuild rebuild =
        Rebuild.newBuilder()
            .setCommon(examples.log.common(Kind.REBUILD, examples.log.key(Role.REBUILDER)))
            .setTarget(examples.log.ref(target))
            .setRebuilder("Reproducible Central")
            .setIndependence(Rebuild.Independence.THIRD_PARTY)
            .setVerdict(verdict)
            .setMatched(matched)
            .setTotal(total)
            .addFiles(RebuiltFile.newBuilder().setName(jar(version)).setSha256(sha256))
            .setDifference(
                examples.document("sigstore-java-" + version + ".rebuild.txt", "text/plain"))
            .build();
    examples.add(
        name, Kind.REBUILD, rebuild, subject(version, sha256), examples.log.key(Role.REBUILDER));
  }

  private void countersign(long target, Evidence bundle) {
    Countersign.Builder countersign =
        examples
            .records
            .countersign()
            .addTargets(examples.log.ref(target))
            .setStatement(Countersign.Statement.REGISTERED_AND_SEEN)
            .setMethod(
                "entry read; the release is also entry 711312233 of Rekor, integrated"
                    + " 2025-11-20T20:45:23Z, by the inclusion proof and checkpoint of its bundle");
    countersign.getCommonBuilder().addEvidence(bundle);
    examples.add(
        "countersign",
        Kind.COUNTERSIGN,
        countersign.build(),
        subject("2.0.0", JAR_2_0_0),
        examples.log.key(Role.SUPERVISOR));
  }

  private static Subject subject(String version, String sha256) {
    return artifact(jar(version), "pkg:maven/dev.sigstore/sigstore-java@" + version, sha256);
  }

  private static String jar(String version) {
    return "sigstore-java-" + version + ".jar";
  }
}
