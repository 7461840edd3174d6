package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Subject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for records of every kind: what keeps and what breaks each rule. */
class CommonRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.refuse(
        Reason.EVENT_ID_REUSED,
        "event id of another payload",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          l.mustAppend(r.signed(build));
          return r.signed(build.setVersion("2"));
        });
    table.refuse(
        Reason.EVENT_ID_FORMAT,
        "event id that is no ULID",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setEventId("1");
          return r.signed(build);
        });
    for (int seconds : new int[] {-901, -900, 900, 901}) {
      String name = "issued " + seconds + " s from now";
      Rules.Last last =
          (l, r) -> {
            Build.Builder build = r.build("p", "1");
            build.getCommonBuilder().setIssuedAt(Times.of(l.now.plusSeconds(seconds)));
            return r.signed(build);
          };
      if (Math.abs(seconds) > 900) {
        table.refuse(Reason.ISSUED_AT_WINDOW, name, last);
      } else {
        table.accept(Reason.ISSUED_AT_WINDOW, name, last);
      }
    }
    table.accept(
        Reason.ISSUED_AT_WINDOW,
        "backfill of the past",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build
              .getCommonBuilder()
              .setIssuedAt(Times.of(l.now.minus(Duration.ofDays(4000))))
              .setBackfill(true)
              .setBackfillReason("from the archive");
          return r.signed(build);
        });
    table.refuse(
        Reason.ISSUED_AT_WINDOW,
        "backfill of the future",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build
              .getCommonBuilder()
              .setIssuedAt(Times.of(l.now.plusSeconds(901)))
              .setBackfill(true)
              .setBackfillReason("from the archive");
          return r.signed(build);
        });
    table.refuse(
        Reason.FIELD_REQUIRED,
        "backfill without reason",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setBackfill(true);
          return r.signed(build);
        });
    table.refuse(
        Reason.SCHEMA_MISMATCH,
        "schema of another kind",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setSchema(Kind.KEY.uri());
          return r.signed(build);
        });
    table.refuse(
        Reason.ISSUER,
        "issuer that did not sign",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setIssuer(id(l.key(Role.SUPERVISOR)));
          return r.signed(build);
        });
    table.refuse(
        Reason.REFERENCE,
        "supersedes what is not there",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build
              .getCommonBuilder()
              .setSupersedes(EntryRef.newBuilder().setIndex(500).setLeafHash(sha256("x")));
          return r.signed(build);
        });
    table.refuse(
        Reason.EVIDENCE_MISSING,
        "public evidence that is not there",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.setSbom(
              l.upload("sbom", "application/spdx+json", new byte[3]).toBuilder()
                  .setSha256(sha256("other")));
          return r.signed(build);
        });
    table.accept(
        List.of(Reason.EVIDENCE_MISSING, Reason.EVIDENCE_SIZE),
        "public evidence that is there",
        (l, r) ->
            r.signed(
                r.build("p", "1").setSbom(l.upload("sbom", "application/spdx+json", new byte[3]))));
    table.refuse(
        Reason.SUBJECT,
        "subject without sha256",
        (l, r) -> build(l, r.build("p", "1"), Subject.newBuilder().setName("a").build()));
    table.refuse(
        Reason.SUBJECT,
        "two subjects of one name",
        (l, r) -> build(l, r.build("p", "1"), subject("a"), subject("a")));
    table.refuse(
        Reason.FIELD_FORMAT,
        "digest in capitals",
        (l, r) ->
            build(
                l,
                r.build("p", "1"),
                Subject.newBuilder().setName("a").putDigest("sha256", "A".repeat(64)).build()));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "digest too short",
        (l, r) ->
            build(
                l,
                r.build("p", "1"),
                Subject.newBuilder().setName("a").putDigest("sha256", "aa").build()));
    table.refuse(
        Reason.KEY_ID_FORMAT,
        "issuer that is no key id",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setIssuer("me");
          return r.signed(build);
        });

    table.accept(
        List.of(Reason.EVENT_ID_REUSED, Reason.EVENT_ID_FORMAT),
        "two events, one payload but for the id",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          l.mustAppend(r.signed(build, "a"));
          build.getCommonBuilder().setEventId("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
          return r.signed(build, "a");
        });
    table.accept(
        Reason.REFERENCE,
        "supersedes what is there",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setSupersedes(l.ref(2));
          return r.signed(build);
        });
    table.accept(
        List.of(Reason.SUBJECT, Reason.DIGEST_FORMAT),
        "two subjects",
        (l, r) -> build(l, r.build("p", "1"), subject("a"), subject("b")));
    table.accept(
        List.of(Reason.ISSUER, Reason.KEY_ID_FORMAT),
        "issued by the second signer",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setIssuer(id(l.key(Role.RELEASE_MANAGER)));
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

  @Test
  void retry_sameEventFreshSignature_isDuplicateOfFirst() throws Exception {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    Build.Builder build = records.build("p", "1");
    long first = log.mustAppend(records.signed(build, "a"));
    Envelope again =
        sign(
            Kind.BUILD,
            build.build(),
            List.of(subject("a")),
            log.key(Role.RELEASE_MANAGER),
            log.key(Role.PIPELINE));
    log.now = log.now.plus(Duration.ofDays(2));
    assertThat(log.append(again)).isEqualTo(new Decision.DuplicateOf(first));
    log.mustAppend(log.key(KeyRulesTest.ending(log, Key.Action.REVOKE)));
    assertThat(log.append(again)).isEqualTo(new Decision.DuplicateOf(first));
  }
}
