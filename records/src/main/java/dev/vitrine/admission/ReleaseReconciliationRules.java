package dev.vitrine.admission;

import dev.vitrine.record.Statement;
import dev.vitrine.v1.ReleaseReconciliation;
import dev.vitrine.v1.StreamCount;
import dev.vitrine.v1.StreamState;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reconciliations: one a day and stream, with counts that the log can confirm. */
final class ReleaseReconciliationRules implements KindRules<ReleaseReconciliation> {
  private static final String AT = "predicate.";

  @Override
  public Documents documents(ReleaseReconciliation reconciliation) {
    return new Documents()
        .add(reconciliation.hasLedger(), reconciliation.getLedger(), AT + "ledger");
  }

  @Override
  public void check(Statement statement, ReleaseReconciliation reconciliation, BlobView blobs)
      throws RejectionException {
    checkDay(reconciliation.getDay());
    Check.sha256(reconciliation.getLedgerRoot(), AT + "ledgerRoot");
    Check.count(reconciliation.getLedgerSize(), AT + "ledgerSize");
    if (!reconciliation.getNothingElseReleased()) {
      throw Reason.RECONCILIATION_CLAIM.refuse(AT + "nothingElseReleased", "false", "true");
    }
    Set<String> streams = new HashSet<>();
    for (int i = 0; i < reconciliation.getStreamsCount(); i++) {
      String at = AT + "streams[" + i + "]";
      Check.name(reconciliation.getStreams(i).getStream(), at + ".stream");
      Check.absent(
          streams.add(reconciliation.getStreams(i).getStream()), at + ".stream", "each once");
      checkCount(reconciliation.getStreams(i), at);
    }
  }

  private static void checkDay(String day) throws RejectionException {
    try {
      if (day.length() == 10 && LocalDate.parse(day).toString().equals(day)) {
        return;
      }
    } catch (DateTimeException e) {
      // Told below, together with the spellings that the JDK also takes.
    }
    throw Reason.FIELD_FORMAT.refuse(AT + "day", day, "YYYY-MM-DD");
  }

  private static void checkCount(StreamCount count, String at) throws RejectionException {
    Check.count(count.getCount(), at + ".count");
    Check.count(count.getFirstSequence(), at + ".firstSequence");
    Check.count(count.getLastSequence(), at + ".lastSequence");
    boolean none =
        count.getCount() == 0 && count.getFirstSequence() == 0 && count.getLastSequence() == 0;
    boolean some =
        count.getFirstSequence() >= 1
            && count.getCount() >= 1
            && count.getLastSequence() - count.getFirstSequence() + 1 == count.getCount();
    if (!none && !some) {
      throw Reason.COUNT_MISMATCH.refuse(
          at + ".count",
          Long.toString(count.getCount()),
          "lastSequence - firstSequence + 1, or all three 0");
    }
  }

  @Override
  public void admit(Admitting admitting, ReleaseReconciliation reconciliation)
      throws RejectionException {
    Optional<StreamState> own = admitting.state().stream(reconciliation.getCommon().getStream());
    if (own.isPresent() && own.get().getDay().compareTo(reconciliation.getDay()) >= 0) {
      throw Reason.DAY_ORDER.refuse(
          AT + "day", reconciliation.getDay(), "later than " + own.get().getDay());
    }
    for (int i = 0; i < reconciliation.getStreamsCount(); i++) {
      StreamCount count = reconciliation.getStreams(i);
      long last =
          admitting.state().stream(count.getStream()).map(StreamState::getLastSequence).orElse(0L);
      if (count.getLastSequence() > last) {
        throw Reason.COUNT_MISMATCH.refuse(
            AT + "streams[" + i + "].lastSequence",
            Long.toString(count.getLastSequence()),
            "at most " + last + ", the last in the log");
      }
      admitting.rows().add(LookupKeys.stream(count.getStream()));
    }
    admitting.stream().setDay(reconciliation.getDay());
  }
}
