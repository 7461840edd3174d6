package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.build;
import static dev.vitrine.admission.Bent.common;
import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Key.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Event, issuer, time and references of records of every kind: what keeps and breaks each rule. */
class CommonRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    events(table);
    issuers(table);
    times(table);
    references(table);
    table.refuse(
        Reason.SCHEMA_MISMATCH,
        "schema of another kind",
        common((l, c) -> c.setSchema(Kind.KEY.uri())));
  }

  private static void events(Rules table) {
    table.refuse(
        Reason.EVENT_ID_REUSED,
        "event id of another payload",
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          l.mustAppend(r.signed(build));
          return r.signed(build.setVersion("2"));
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
    table.refuse(
        Reason.EVENT_ID_FORMAT, "event id that is no ULID", common((l, c) -> c.setEventId("1")));
  }

  private static void issuers(Rules table) {
    table.refuse(
        Reason.ISSUER,
        "issuer that did not sign",
        common((l, c) -> c.setIssuer(id(l.key(Role.SUPERVISOR)))));
    table.refuse(
        Reason.KEY_ID_FORMAT, "issuer that is no key id", common((l, c) -> c.setIssuer("me")));
    table.accept(
        List.of(Reason.ISSUER, Reason.KEY_ID_FORMAT),
        "issued by the second signer",
        common((l, c) -> c.setIssuer(id(l.key(Role.RELEASE_MANAGER)))));
  }

  private static void times(Rules table) {
    for (int seconds : new int[] {-901, -900, 900, 901}) {
      String name = "issued " + seconds + " s from now";
      Rules.Last last = common((l, c) -> c.setIssuedAt(Times.of(l.now.plusSeconds(seconds))));
      if (Math.abs(seconds) > 900) {
        table.refuse(Reason.ISSUED_AT_WINDOW, name, last);
      } else {
        table.accept(Reason.ISSUED_AT_WINDOW, name, last);
      }
    }
    table.accept(
        Reason.ISSUED_AT_WINDOW,
        "backfill of the past",
        common(
            (l, c) ->
                c.setIssuedAt(Times.of(l.now.minus(Duration.ofDays(4000))))
                    .setBackfill(true)
                    .setBackfillReason("from the archive")));
    table.refuse(
        Reason.ISSUED_AT_WINDOW,
        "backfill of the future",
        common(
            (l, c) ->
                c.setIssuedAt(Times.of(l.now.plusSeconds(901)))
                    .setBackfill(true)
                    .setBackfillReason("from the archive")));
    table.refuse(
        Reason.FIELD_REQUIRED, "backfill without reason", common((l, c) -> c.setBackfill(true)));
    table.refuse(Reason.FIELD_REQUIRED, "no time of issue", common((l, c) -> c.clearIssuedAt()));
  }

  private static void references(Rules table) {
    EntryRef nothing = EntryRef.newBuilder().setIndex(500).setLeafHash(sha256("x")).build();
    table.refuse(
        Reason.REFERENCE,
        "supersedes what is not there",
        common((l, c) -> c.setSupersedes(nothing)));
    table.refuse(
        Reason.REFERENCE, "corrects what is not there", common((l, c) -> c.setCorrects(nothing)));
    table.refuse(
        Reason.REFERENCE,
        "supersedes itself",
        build(
            (l, b) ->
                b.getCommonBuilder()
                    .setSupersedes(nothing.toBuilder().setIndex(l.entries.size()))));
    table.accept(
        Reason.REFERENCE, "supersedes what is there", common((l, c) -> c.setSupersedes(l.ref(2))));
    table.accept(
        Reason.REFERENCE, "corrects what is there", common((l, c) -> c.setCorrects(l.ref(2))));
    table.refuse(
        Reason.FIELD_RANGE,
        "supersedes an index below nought",
        common((l, c) -> c.setSupersedes(nothing.toBuilder().setIndex(-1))));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "supersedes what has no hash",
        common((l, c) -> c.setSupersedes(nothing.toBuilder().clearLeafHash())));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "corrects what has no hash",
        common((l, c) -> c.setCorrects(nothing.toBuilder().clearLeafHash())));
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
    Decision duplicate =
        new Decision.DuplicateOf(first, TreeHasher.leaf(log.entries.get((int) first)));
    log.now = log.now.plus(Duration.ofDays(2));
    assertThat(log.append(again)).isEqualTo(duplicate);
    log.mustAppend(log.key(KeyRulesTest.ending(log, Key.Action.REVOKE)));
    assertThat(log.append(again)).isEqualTo(duplicate);
  }
}
