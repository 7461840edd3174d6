package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.RebuiltFile;
import dev.vitrine.v1.Subject;
import java.util.List;

/** Rebuilds: what keeps and what breaks each rule. */
class RebuildRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.REBUILD_DIGEST, Reason.TARGET_KIND, Reason.REFERENCE, Reason.INDEPENDENCE),
        "good rebuild",
        (l, r) -> r.signed(r.rebuild(build(l, r), "a")));
    table.refuse(
        Reason.REBUILD_DIGEST,
        "good rebuild with another digest",
        (l, r) -> r.signed(r.rebuild(build(l, r), "b")));
    table.refuse(
        Reason.REBUILD_DIGEST,
        "good rebuild that leaves a file out",
        (l, r) -> {
          long target = l.mustAppend(build(l, r.build("p", "1"), subject("a"), subject("b")));
          return r.signed(r.rebuild(target, "a"));
        });
    table.accept(
        Reason.REBUILD_DIGEST,
        "good rebuild of a signed file equals the unsigned digest",
        (l, r) -> {
          Subject signed =
              subject("a").toBuilder().putDigest("unsigned-sha256", sha256("u")).build();
          long target = l.mustAppend(build(l, r.build("p", "1"), signed));
          Rebuild.Builder rebuild = r.rebuild(target, "a").clearFiles();
          return r.signed(
              rebuild.addFiles(RebuiltFile.newBuilder().setName("a").setSha256(sha256("u"))));
        });
    table.accept(
        Reason.VERDICT_COUNTS,
        "bad rebuild",
        (l, r) ->
            r.signed(r.rebuild(build(l, r), "b").setVerdict(Rebuild.Verdict.BAD).setMatched(0)));
    table.refuse(
        Reason.VERDICT_COUNTS,
        "bad rebuild in which all is equal",
        (l, r) -> r.signed(r.rebuild(build(l, r), "b").setVerdict(Rebuild.Verdict.BAD)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "normalised without normalisers",
        (l, r) ->
            r.signed(r.rebuild(build(l, r), "b").setVerdict(Rebuild.Verdict.GOOD_NORMALISED)));
    table.refuse(Reason.TARGET_KIND, "rebuild of a key", (l, r) -> r.signed(r.rebuild(1, "a")));
    table.refuse(
        Reason.REFERENCE,
        "rebuild of nothing",
        (l, r) ->
            r.signed(
                r.rebuild(1, "a")
                    .setTarget(EntryRef.newBuilder().setIndex(99).setLeafHash(sha256("nothing")))));
    table.refuse(
        Reason.REFERENCE,
        "rebuild of another hash",
        (l, r) -> {
          Rebuild.Builder rebuild = r.rebuild(build(l, r), "a");
          rebuild.getTargetBuilder().setLeafHash(sha256("other"));
          return r.signed(rebuild);
        });
    table.refuse(
        Reason.INDEPENDENCE,
        "vendor's key claims independence",
        (l, r) -> {
          long target = build(l, r);
          SigningKey own = key(900);
          l.mustAppend(l.register(Role.REBUILDER, own, "example-vendor"));
          Rebuild.Builder rebuild = r.rebuild(target, "a");
          rebuild.getCommonBuilder().setIssuer(id(own));
          return sign(Kind.REBUILD, rebuild.build(), List.of(subject("x")), own);
        });

    table.accept(
        Reason.INDEPENDENCE,
        "vendor's key that says so",
        (l, r) -> {
          long target = build(l, r);
          SigningKey own = key(900);
          l.mustAppend(l.register(Role.REBUILDER, own, "example-vendor"));
          Rebuild.Builder rebuild =
              r.rebuild(target, "a").setIndependence(Rebuild.Independence.VENDOR);
          rebuild.getCommonBuilder().setIssuer(id(own));
          return sign(Kind.REBUILD, rebuild.build(), List.of(subject("x")), own);
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

  private static long build(TestLog log, TestRecords records) {
    return log.mustAppend(records.signed(records.build("p", "1"), "a"));
  }
}
