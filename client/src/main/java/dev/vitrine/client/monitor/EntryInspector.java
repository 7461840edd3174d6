package dev.vitrine.client.monitor;

import dev.vitrine.admission.BlobView;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.RecordAdmission;
import dev.vitrine.admission.Rejection;
import dev.vitrine.admission.Replay;
import dev.vitrine.admission.StateHead;
import dev.vitrine.admission.StateStore;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.RecordFormatException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What admission and the rules say of one entry. */
final class EntryInspector {
  private final boolean records;
  private final List<Rule> rules;
  private final StepMemory memory;
  private final StateStore admissionState;
  private final RecordAdmission admission;

  EntryInspector(boolean records, List<Rule> rules, StepMemory memory, BlobView blobs) {
    this.records = records;
    this.rules = rules;
    this.memory = memory;
    this.admissionState = memory.admission();
    this.admission = new RecordAdmission(admissionState, blobs, Optional.empty());
  }

  void inspect(long index, byte[] entry, Hash leaf, Consumer<Finding> report) {
    if (!records) {
      return;
    }
    admit(index, entry, report);
    try {
      LoggedRecord record = Records.read(index, entry, leaf);
      for (Rule rule : rules) {
        rule.record(record, memory.of(rule.name()), report);
      }
    } catch (RecordFormatException e) {
      report.accept(
          Finding.about(
              "ENTRY_UNREADABLE",
              Severity.CRITICAL,
              "entry " + index,
              "entry " + index + ": " + e.getMessage(),
              index));
    }
  }

  private void admit(long index, byte[] entry, Consumer<Finding> report) {
    Decision decision = new Replay(admission, admissionState).next(entry).decision();
    if (decision instanceof Decision.Admitted) {
      return;
    }
    admissionState.apply(List.of(StateHead.of(admissionState).skip()));
    String why =
        decision instanceof Decision.Rejected rejected
            ? describe(rejected.rejection())
            : "a repetition of an earlier event";
    report.accept(
        Finding.about(
            "NOT_ADMISSIBLE",
            Severity.CRITICAL,
            "entry " + index,
            "entry " + index + " breaks the log's own rules: " + why,
            index));
  }

  private static String describe(Rejection rejection) {
    return rejection.code() + ": " + rejection.message();
  }
}
