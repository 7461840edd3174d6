package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.common;
import static dev.vitrine.admission.Bent.reconciliation;
import static dev.vitrine.admission.Bent.relocation;
import static dev.vitrine.admission.Bent.secondUpdate;
import static dev.vitrine.admission.Bent.update;
import static dev.vitrine.admission.TestLog.sha256;

import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Streams of records of every kind: what keeps and what breaks each rule. */
class StreamRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    sequence(table);
    previous(table);
    kinds(table);
    form(table);
  }

  private static void sequence(Rules table) {
    table.accept(
        List.of(Reason.SEQUENCE, Reason.PREVIOUS, Reason.DATABASE_DATE),
        "second update",
        secondUpdate((l, u) -> {}));
    table.refuse(
        Reason.SEQUENCE,
        "replayed sequence",
        (l, r) -> {
          DetectionUpdate.Builder first = r.update("s");
          l.mustAppend(r.signed(first));
          first.getCommonBuilder().setEventId(r.update("s").getCommon().getEventId());
          return r.signed(first);
        });
    table.refuse(
        Reason.SEQUENCE,
        "gap in the sequence",
        update((l, u) -> u.getCommonBuilder().setSequence(2)));
    table.accept(
        Reason.SEQUENCE,
        "two streams, each with its own sequence",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.update("s/2"));
        });
  }

  private static void previous(Rules table) {
    table.refuse(
        Reason.PREVIOUS,
        "previous of another record",
        secondUpdate((l, u) -> u.getCommonBuilder().setPrevious(sha256("other"))));
    table.refuse(
        Reason.PREVIOUS,
        "previous of a first record",
        update((l, u) -> u.getCommonBuilder().setPrevious(sha256("other"))));
    table.refuse(
        Reason.PREVIOUS,
        "second record without previous",
        secondUpdate((l, u) -> u.getCommonBuilder().clearPrevious()));
  }

  private static void kinds(Rules table) {
    table.refuse(
        Reason.STREAM_KIND,
        "stream of another kind",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return build(l, r, "1");
        });
    table.accept(
        Reason.STREAM_KIND,
        "second build of a stream of builds",
        (l, r) -> {
          l.mustAppend(build(l, r, "1"));
          return build(l, r, "2");
        });
  }

  /** The next record of the stream, a build. */
  private static Envelope build(TestLog log, TestRecords records, String version) {
    Build.Builder build = records.build("p", version);
    return records.signed(build.setCommon(log.next(Kind.BUILD, log.key(Role.PIPELINE), "s")));
  }

  private static void form(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED,
        "update without stream",
        update((l, u) -> u.getCommonBuilder().clearStream().clearSequence()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "relocation without stream",
        relocation(State.PLANNED, (l, m) -> m.getCommonBuilder().clearStream().clearSequence()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "reconciliation without stream",
        reconciliation((l, r) -> r.getCommonBuilder().clearStream().clearSequence()));
    table.refuse(
        Reason.FIELD_FORBIDDEN, "sequence without stream", common((l, c) -> c.setSequence(1)));
    table.refuse(
        Reason.FIELD_FORBIDDEN,
        "previous without stream",
        common((l, c) -> c.setPrevious(sha256("x"))));
    table.refuse(
        Reason.FIELD_FORMAT,
        "stream with a space",
        update((l, u) -> u.getCommonBuilder().setStream("a b")));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "stream without sequence",
        update((l, u) -> u.getCommonBuilder().clearSequence()));
    table.refuse(
        Reason.FIELD_RANGE,
        "sequence nought",
        update((l, u) -> u.getCommonBuilder().setSequence(0)));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "previous that is no hash",
        secondUpdate((l, u) -> u.getCommonBuilder().setPrevious("aa")));
  }
}
