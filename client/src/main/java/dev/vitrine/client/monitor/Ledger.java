package dev.vitrine.client.monitor;

import dev.vitrine.client.monitor.LoggedRecord.RecordSubject;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.DetectionUpdate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The vendor's own release ledger against the log, both ways: what is logged and was never
 * released, what was released and never logged. The vendor writes the ledger before it appends.
 *
 * <p>While the ledger cannot be read nothing is judged by it: the releases that come are
 * remembered, and judged when it can be read again.
 */
final class Ledger implements Rule {
  private static final String SEEN = "seen ";
  private static final String UNJUDGED = "unjudged ";
  private static final String UNREADABLE = "unreadable";

  private final LedgerSource source;
  private final Duration grace;
  private List<LedgerLine> indexed = List.of();
  private Map<String, List<LedgerLine>> byDigest = Map.of();

  /**
   * @param grace how long after its release a line may be missing in the log
   */
  public Ledger(LedgerSource source, Duration grace) {
    this.source = source;
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
    for (RecordSubject subject : record.subjects()) {
      memory.put(SEEN + subject.sha256() + " " + name, Long.toString(record.index()));
      Release release = new Release(record.index(), subject.sha256(), subject.name(), name);
      try {
        judge(release, byDigest(source.lines()), report);
      } catch (IOException e) {
        // Told by the tick that follows.
        memory.put(release.unjudged(), name);
      }
    }
  }

  @Override
  public void tick(Instant now, Memory memory, Consumer<Finding> report) {
    List<LedgerLine> lines;
    try {
      lines = source.lines();
    } catch (IOException e) {
      report.accept(unreadable(now, memory, e));
      return;
    }
    if (memory.get(UNREADABLE).isPresent()) {
      memory.remove(UNREADABLE);
    }
    memory
        .withPrefix(UNJUDGED)
        .forEach(
            (key, name) -> {
              judge(Release.of(key, name), byDigest(lines), report);
              memory.remove(key);
            });
    lines.forEach(line -> requireLogged(line, now, memory, report));
  }

  private static void judge(
      Release release, Map<String, List<LedgerLine>> ledger, Consumer<Finding> report) {
    boolean expected =
        ledger.getOrDefault(release.sha256(), List.of()).stream()
            .anyMatch(line -> line.name().equals(release.name()));
    if (!expected) {
      report.accept(
          Finding.about(
              "UNEXPECTED_RELEASE",
              Severity.CRITICAL,
              release.name() + " " + release.file(),
              String.format(
                  "%s: %s with digest %s is not in the release ledger",
                  release.name(), release.file(), release.sha256()),
              release.index()));
    }
  }

  private void requireLogged(
      LedgerLine line, Instant now, Memory memory, Consumer<Finding> report) {
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

  /** One finding as long as it lasts. */
  private static Finding unreadable(Instant now, Memory memory, IOException cause) {
    String since = memory.get(UNREADABLE).orElse(now.toString());
    if (memory.get(UNREADABLE).isEmpty()) {
      memory.put(UNREADABLE, since);
    }
    return Finding.general(
        "LEDGER_UNREADABLE",
        Severity.WARNING,
        "since " + since,
        cause.getMessage() + "; releases are judged when it can be read again");
  }

  @SuppressWarnings(
      "ReferenceEquality") // an equal list that was read again is indexed again, no more
  private Map<String, List<LedgerLine>> byDigest(List<LedgerLine> now) {
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

  /**
   * A file of a build or update in the log.
   *
   * @param file its name, last in the key since it may hold anything
   * @param name of the release, as in {@link LedgerLine}
   */
  private record Release(long index, String sha256, String file, String name) {
    static Release of(String key, String name) {
      String[] parts = key.substring(UNJUDGED.length()).split(" ", 3);
      return new Release(Long.parseLong(parts[0]), parts[1], parts[2], name);
    }

    String unjudged() {
      return UNJUDGED + String.format("%019d", index) + " " + sha256 + " " + file;
    }
  }
}
