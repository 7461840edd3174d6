package dev.vitrine.client.monitor;

import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Withdrawal;
import java.util.function.Consumer;

/** What clients are told to do out of the ordinary: stop using something, or apply it at once. */
final class Withdrawals implements Rule {
  @Override
  public String name() {
    return "withdrawals";
  }

  @Override
  public void record(LoggedRecord record, Memory memory, Consumer<Finding> report) {
    if (record.predicate() instanceof Withdrawal withdrawal) {
      report.accept(withdrawn(record.index(), withdrawal));
    } else if (record.predicate() instanceof DetectionUpdate update && update.getEmergency()) {
      String stream = record.common().getStream();
      long sequence = record.common().getSequence();
      report.accept(
          Finding.about(
              "EMERGENCY_UPDATE",
              Severity.NOTICE,
              stream + " " + sequence,
              "update " + sequence + " of " + stream + " may skip the clients' minimum age",
              record.index()));
    }
  }

  private static Finding withdrawn(long index, Withdrawal withdrawal) {
    boolean urgent =
        withdrawal.getSeverity() == Withdrawal.Severity.HIGH
            || withdrawal.getSeverity() == Withdrawal.Severity.CRITICAL;
    String what =
        withdrawal.hasStreamRange()
            ? String.format(
                "%s %d..%d",
                withdrawal.getStreamRange().getStream(),
                withdrawal.getStreamRange().getFrom(),
                withdrawal.getStreamRange().getTo())
            : "entry " + withdrawal.getTarget().getIndex();
    return Finding.about(
        "WITHDRAWAL",
        urgent ? Severity.CRITICAL : Severity.WARNING,
        what,
        String.format(
            "%s withdrawn, %s: %s; clients: %s",
            what, withdrawal.getReason(), withdrawal.getDescription(), withdrawal.getAction()),
        index);
  }
}
