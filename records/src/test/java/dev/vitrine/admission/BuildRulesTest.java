package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.build;
import static dev.vitrine.admission.Bent.codeSignature;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.BuildDefinition;
import dev.vitrine.v1.CodeSignature;
import dev.vitrine.v1.CodeSignature.Verification;
import dev.vitrine.v1.Dependency;
import dev.vitrine.v1.Reproducible;
import java.time.Instant;
import java.util.List;

/** Builds: what keeps and what breaks each rule. */
class BuildRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    versions(table);
    required(table);
    audiences(table);
    definitions(table);
    signatures(table);
    rest(table);
  }

  private static void versions(Rules table) {
    table.accept(Reason.VERSION_DIGEST, "same version, same digest", after("a", b -> b));
    table.refuse(Reason.VERSION_DIGEST, "same version, other digest", after("b", b -> b));
    table.accept(
        Reason.VERSION_DIGEST,
        "same version, other digest, respin",
        after("b", b -> b.setRespin(true).setRespinReason("new signature")));
    table.accept(
        Reason.VERSION_DIGEST,
        "same version for another architecture",
        after("b", b -> b.setArch("arm64")));
    table.refuse(
        Reason.VERSION_DIGEST,
        "same version for one customer, other digest",
        after("b", b -> b.setAudience("customer:" + sha256("salt"))));
    table.refuse(
        Reason.FIELD_REQUIRED, "respin without reason", build((l, b) -> b.setRespin(true)));
  }

  /** A second build, after one of the same version and artefact a. */
  private static Rules.Last after(
      String artifact, java.util.function.UnaryOperator<Build.Builder> bend) {
    return (l, r) -> {
      r.built("a");
      return r.signed(bend.apply(r.build("p", "1")), artifact);
    };
  }

  private static void required(Rules table) {
    table.accept(List.of(Reason.FIELD_REQUIRED, Reason.ROLE_MISSING), "build", build((l, b) -> {}));
    table.refuse(Reason.FIELD_REQUIRED, "build without product", build((l, b) -> b.clearProduct()));
    table.refuse(Reason.FIELD_REQUIRED, "build without version", build((l, b) -> b.clearVersion()));
    table.refuse(Reason.FIELD_REQUIRED, "build without channel", build((l, b) -> b.clearChannel()));
    table.refuse(
        Reason.FIELD_REQUIRED, "build without platform", build((l, b) -> b.clearPlatform()));
    table.refuse(
        Reason.FIELD_REQUIRED, "build without architecture", build((l, b) -> b.clearArch()));
  }

  private static void audiences(Rules table) {
    table.refuse(
        Reason.FIELD_FORMAT,
        "audience of one customer by name",
        build((l, b) -> b.setAudience("customer:ACME")));
    table.accept(
        Reason.FIELD_FORMAT,
        "audience of one customer by commitment",
        build((l, b) -> b.setAudience("customer:" + sha256("salt"))));
    table.refuse(
        Reason.FIELD_FORMAT, "audience of no region", build((l, b) -> b.setAudience("region:XX")));
    table.accept(
        Reason.FIELD_FORMAT, "audience of a region", build((l, b) -> b.setAudience("region:EU")));
  }

  private static void definitions(Rules table) {
    table.refuse(
        Reason.TIME_ORDER,
        "build that ends before it starts",
        definition(
            (l, d) -> {
              d.setStartedOn(Times.of(l.now)).setFinishedOn(Times.of(l.now.minusSeconds(1)));
            }));
    table.accept(
        Reason.TIME_ORDER,
        "build that ends as it starts",
        definition((l, d) -> d.setStartedOn(Times.of(l.now)).setFinishedOn(Times.of(l.now))));
    table.accept(
        Reason.TIME_ORDER,
        "build that ended in 1969 and began who knows when",
        definition((l, d) -> d.setFinishedOn(Times.of(Instant.EPOCH.minusSeconds(1)))));
    table.refuse(
        Reason.REGION,
        "site in no country",
        definition((l, d) -> d.getSiteBuilder().setFacility("z").setCountry("XX")));
    table.accept(
        Reason.REGION,
        "site in a country",
        definition((l, d) -> d.getSiteBuilder().setFacility("z").setCountry("CH")));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "site without a code",
        definition((l, d) -> d.getSiteBuilder().setCountry("CH")));
    table.refuse(
        Reason.FIELD_RANGE,
        "time before 1970 for reproducible builds",
        definition((l, d) -> d.setSourceDateEpoch(-1)));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "compiler without a digest",
        definition((l, d) -> d.addToolchain(Dependency.newBuilder().setName("javac"))));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "library without a name",
        definition((l, d) -> d.addDependencies(Dependency.newBuilder().setSha256(sha256("x")))));
  }

  private static Rules.Last definition(Bent.Bend<BuildDefinition.Builder> bend) {
    return build((l, b) -> bend.bend(l, b.getBuildDefinitionBuilder()));
  }

  private static void signatures(Rules table) {
    table.refuse(
        Reason.UNSIGNED_DIGEST_MISSING,
        "embedded signature without unsigned digest",
        codeSignature((l, s) -> s.setEmbedded(true)));
    for (String algorithm : List.of("unsigned-sha256", "authenticode-sha256")) {
      table.accept(
          Reason.UNSIGNED_DIGEST_MISSING,
          "embedded signature with " + algorithm,
          (l, r) -> {
            Build.Builder build = r.build("p", "1");
            build
                .getCodeSignatureBuilder()
                .setFormat(CodeSignature.Format.AUTHENTICODE)
                .setEmbedded(true)
                .setVerification(Verification.UNCHECKED);
            return r.signed(
                build, subject("a").toBuilder().putDigest(algorithm, sha256("u")).build());
          });
    }
    table.refuse(
        Reason.FIELD_REQUIRED,
        "vouched signature without voucher",
        codeSignature((l, s) -> s.setVerification(Verification.VOUCHED)));
    table.refuse(
        Reason.FIELD_REQUIRED, "signature of no format", codeSignature((l, s) -> s.clearFormat()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "signature that may be checked or not",
        codeSignature((l, s) -> s.clearVerification()));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "signer with half a digest",
        codeSignature((l, s) -> s.setSignerCertificateSha256("aa")));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "chain with half a digest",
        codeSignature((l, s) -> s.setChainSha256("aa")));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "timestamp with half a digest",
        codeSignature((l, s) -> s.setTimestampTokenSha256("aa")));
    table.refuse(
        Reason.FIELD_FORMAT,
        "serial number in capitals",
        codeSignature((l, s) -> s.setSerial("AB")));
  }

  private static void rest(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED,
        "source of no repository",
        build((l, b) -> b.getSourceBuilder().setCommit("ab")));
    table.refuse(
        Reason.FIELD_FORMAT,
        "commit by the name of its branch",
        build((l, b) -> b.getSourceBuilder().setRepository("r").setCommit("main")));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "source with half a root",
        build((l, b) -> b.getSourceBuilder().setRepository("r").setSourceRoot("aa")));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "not reproducible without reason",
        reproducible(Reproducible.newBuilder().setExpected(Reproducible.Expectation.NO)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "reproducible after nothing",
        reproducible(Reproducible.newBuilder().setExpected(Reproducible.Expectation.NORMALISED)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "reproducible or not",
        reproducible(Reproducible.newBuilder().setReason("unknown")));
    table.refuse(
        Reason.SUBJECT,
        "size of something that is no subject",
        build((l, b) -> b.addArtifactsBuilder().setName("other")));
    table.refuse(
        Reason.SUBJECT,
        "two sizes of one subject",
        build(
            (l, b) -> {
              b.addArtifactsBuilder().setName("p-1.bin");
              b.addArtifactsBuilder().setName("p-1.bin");
            }));
    table.refuse(
        Reason.FIELD_RANGE,
        "size below nought",
        build((l, b) -> b.addArtifactsBuilder().setName("p-1.bin").setSize(-1)));
  }

  private static Rules.Last reproducible(Reproducible.Builder expected) {
    return build((l, b) -> b.setReproducible(expected));
  }
}
