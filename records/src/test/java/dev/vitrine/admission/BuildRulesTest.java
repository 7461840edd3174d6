package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.CodeSignature;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Reproducible;
import dev.vitrine.v1.Subject;
import java.util.List;

/** Builds: what keeps and what breaks each rule. */
class BuildRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.FIELD_REQUIRED, Reason.ROLE_MISSING),
        "build",
        (l, r) -> r.signed(r.build("p", "1")));
    table.refuse(
        Reason.FIELD_REQUIRED, "build without product", (l, r) -> r.signed(r.build("", "1")));
    table.accept(
        Reason.VERSION_DIGEST,
        "same version, same digest",
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1"), "a");
        });
    table.refuse(
        Reason.VERSION_DIGEST,
        "same version, other digest",
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1"), "b");
        });
    table.accept(
        Reason.VERSION_DIGEST,
        "same version, other digest, respin",
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1").setRespin(true).setRespinReason("new signature"), "b");
        });
    table.refuse(
        Reason.FIELD_REQUIRED,
        "respin without reason",
        (l, r) -> r.signed(r.build("p", "1").setRespin(true)));
    table.accept(
        Reason.VERSION_DIGEST,
        "same version for another architecture",
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1").setArch("arm64"), "b");
        });
    table.refuse(
        Reason.FIELD_FORMAT,
        "audience of one customer by name",
        (l, r) -> r.signed(r.build("p", "1").setAudience("customer:ACME")));
    table.accept(
        Reason.FIELD_FORMAT,
        "audience of one customer by commitment",
        (l, r) -> r.signed(r.build("p", "1").setAudience("customer:" + sha256("salt"))));
    CodeSignature embedded =
        CodeSignature.newBuilder()
            .setFormat(CodeSignature.Format.AUTHENTICODE)
            .setEmbedded(true)
            .setVerification(CodeSignature.Verification.UNCHECKED)
            .build();
    table.refuse(
        Reason.UNSIGNED_DIGEST_MISSING,
        "embedded signature without unsigned digest",
        (l, r) -> r.signed(r.build("p", "1").setCodeSignature(embedded)));
    table.accept(
        Reason.UNSIGNED_DIGEST_MISSING,
        "embedded signature with unsigned digest",
        (l, r) ->
            build(
                l,
                r.build("p", "1").setCodeSignature(embedded),
                subject("a").toBuilder().putDigest("unsigned-sha256", sha256("u")).build()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "vouched signature without voucher",
        (l, r) ->
            r.signed(
                r.build("p", "1")
                    .setCodeSignature(
                        embedded.toBuilder()
                            .setEmbedded(false)
                            .setVerification(CodeSignature.Verification.VOUCHED))));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "not reproducible without reason",
        (l, r) ->
            r.signed(
                r.build("p", "1")
                    .setReproducible(
                        Reproducible.newBuilder().setExpected(Reproducible.Expectation.NO))));
    table.refuse(
        Reason.TIME_ORDER,
        "build that ends before it starts",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getBuildDefinitionBuilder().setStartedOn(Times.of(l.now));
          build.getBuildDefinitionBuilder().setFinishedOn(Times.of(l.now.minusSeconds(1)));
          return r.signed(build);
        });
    table.refuse(
        Reason.REGION,
        "site in no country",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getBuildDefinitionBuilder().getSiteBuilder().setFacility("z").setCountry("XX");
          return r.signed(build);
        });
    table.refuse(
        Reason.SUBJECT,
        "size of something that is no subject",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.addArtifactsBuilder().setName("other");
          return r.signed(build);
        });

    table.accept(
        Reason.TIME_ORDER,
        "build that ends as it starts",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getBuildDefinitionBuilder().setStartedOn(Times.of(l.now));
          build.getBuildDefinitionBuilder().setFinishedOn(Times.of(l.now));
          return r.signed(build);
        });
    table.accept(
        Reason.REGION,
        "site in a country",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getBuildDefinitionBuilder().getSiteBuilder().setFacility("z").setCountry("CH");
          return r.signed(build);
        });
  }

  private static Envelope build(TestLog log, Build.Builder build, Subject... subjects) {
    return sign(
        Kind.BUILD,
        build.build(),
        List.of(subjects),
        log.key(Role.PIPELINE),
        log.key(Role.RELEASE_MANAGER));
  }
}
