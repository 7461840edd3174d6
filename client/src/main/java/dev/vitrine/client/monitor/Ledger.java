package dev.vitrine.client.monitor;

import dev.vitrine.client.monitor.LoggedRecord.RecordSubject;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.DetectionUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The vendor's own release ledger against the log, both ways: what is logged and was never
 * released, what was released and never logged. The vendor writes the ledger before it appends.
 */
final class Ledger implements Rule {
  private static final String SEEN = "seen ";

  private final Supplier<List<LedgerLine>> lines;
  private final Duration grace;
  private List<LedgerLine> indexed = List.of();
  private Map<String, List<LedgerLine>> byDigest = Map.of();

  /**
   * @param lines the ledger as it is now; the same list as long as it has not changed
   * @param grace how long after its release a line may be missing in the log
   */
  public Ledger(Supplier<List<LedgerLine>> lines, Duration grace) {
    this.lines = lines;
    this.grace = grace;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public void record(LoggedRecord record, Memory memory, Consumer<Finding> report) {
    String name = releaseName(record);
    if (name.isEmpty()) {
      return;
    }
    Map<String, List<LedgerLine>> ledger = byDigest();
    for (RecordSubject subject : record.subjects()) {
      memory.put(SEEN + subject.sha256() + " " + name, Long.toString(record.index()));
      boolean expected =
          ledger.getOrDefault(subject.sha256(), List.of()).stream()
              .anyMatch(line -> line.name().equals(name));
      if (!expected) {
        report.accept(
            Finding.about(
                "UNEXPECTED_RELEASE",
                Severity.CRITICAL,
                name + " " + subject.name(),
                String.format(
                    "%s: %s with digest %s is not in the release ledger",
                    name, subject.name(), subject.sha256()),
                record.index()));
      }
    }
  }

  @Override
  public void tick(Instant now, Memory memory, Consumer<Finding> report) {
    for (LedgerLine line : lines.get()) {
      boolean late = line.releasedAt().plus(grace).isBefore(now);
      if (late && memory.get(SEEN + line.sha256() + " " + line.name()).isEmpty()) {
        report.accept(
            Finding.general(
                "LEDGER_LINE_NOT_LOGGED",
                Severity.CRITICAL,
                line.name() + " " + line.sha256(),
                String.format(
                    "%s with digest %s was released at %s and is not in the log",
                    line.name(), line.sha256(), line.releasedAt())));
      }
    }
  }

  @SuppressWarnings(
      "ReferenceEquality") // an equal list that was read again is indexed again, no more
  private Map<String, List<LedgerLine>> byDigest() {
    List<LedgerLine> now = lines.get();
    if (now != indexed) {
      byDigest = now.stream().collect(Collectors.groupingBy(LedgerLine::sha256));
      indexed = now;
    }
    return byDigest;
  }

  private static String releaseName(LoggedRecord record) {
    if (record.predicate() instanceof Build build) {
      return build.getProduct() + " " + build.getVersion();
    }
    if (record.predicate() instanceof DetectionUpdate) {
      return record.common().getStream() + " " + record.common().getSequence();
    }
    return "";
  }
}
