package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedEntry;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.v1.DataRelocation;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine where}: where the data of a region's people is, by the records of the log. */
@Command(
    name = "where",
    mixinStandardHelpOptions = true,
    description =
        "Where the data of a region's people is, since when, by which records, and what is overdue.")
final class WhereCommand implements Callable<Integer> {
  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Option(
      names = "--region",
      required = true,
      paramLabel = "CODE",
      description = "Whose data: ISO 3166-1 alpha-2, or EU.")
  private String region;

  @Option(
      names = "--at",
      paramLabel = "INDEX|DATE",
      description = "As of a log index, or of a date (YYYY-MM-DD). Default: now.")
  private @Nullable String at;

  @Override
  public Integer call() throws Exception {
    Optional<Instant> day = day();
    long maxIndex = at != null && day.isEmpty() ? index(at) : Long.MAX_VALUE;
    Instant now = day.orElseGet(Instant::now);
    DataPlaces places = new DataPlaces();
    try (LogClient client = log.open()) {
      VerifiedHead head = client.head();
      for (RecordServer.Hit hit : new RecordServer(log.address()).all("region", region)) {
        if (hit.index() <= maxIndex && hit.index() < head.size()) {
          add(places, client.entry(hit.index()), now);
        }
      }
      output.print(answer(places, now, head));
      return 0;
    }
  }

  private static void add(DataPlaces places, VerifiedEntry entry, Instant now) throws Exception {
    Statement statement = Envelope.parse(entry.bytes()).statement();
    boolean told = !Times.instant(statement.common().getIssuedAt()).isAfter(now);
    if (told && statement.predicate() instanceof DataRelocation step) {
      places.add(entry.index(), step);
    }
  }

  private Answer answer(DataPlaces places, Instant now, VerifiedHead head) {
    Answer answer =
        places.isEmpty()
            ? Answer.of("NOTHING TOLD", "no record speaks of data of " + region)
            : Answer.of("VERIFIED", "the records on data of " + region + " are in the log");
    if (at != null && !at.contains("-")) {
      answer.fact("asOfEntry", at);
    }
    answer.fact("asOf", now.toString());
    answer.fact("data", places.lines(now));
    answer.fact("overdue", places.overdue(now));
    Facts.head(answer, head);
    return answer
        .notProven("that these are all records on " + region + ": the log's look-up chose them")
        .notProven("that the data is where the records say");
  }

  private Optional<Instant> day() throws UsageException {
    if (at == null || !at.contains("-")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.parse(at).plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusNanos(1));
    } catch (DateTimeException e) {
      throw new UsageException("--at: " + at + " (expected: an index or YYYY-MM-DD)");
    }
  }

  private static long index(String text) throws UsageException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new UsageException("--at: " + text + " (expected: an index or YYYY-MM-DD)");
    }
  }
}
