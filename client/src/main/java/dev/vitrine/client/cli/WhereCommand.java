package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedHead;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
      description =
          "Whose data: ISO 3166-1 alpha-2, or EU. EU includes its members; of a member, records on"
              + " the EU that name no member come apart.")
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
    AskedRegion asked = AskedRegion.of(region, now);
    try (LogClient client = log.open()) {
      VerifiedHead head = client.head();
      long end = maxIndex < head.size() ? maxIndex + 1 : head.size();
      DataPlaces places = new RelocationSteps(client, end, now).ofRegions(asked.codes());
      output.print(answer(places, asked, now, head));
      return 0;
    }
  }

  private Answer answer(DataPlaces places, AskedRegion asked, Instant now, VerifiedHead head) {
    List<Object> named = places.lines(asked::isNamedBy, now);
    List<Object> union = places.lines(asked::mayBeMeantBy, now);
    Answer answer = headline(named.size(), union.size());
    if (at != null && !at.contains("-")) {
      answer.fact("asOfEntry", at);
    }
    answer.fact("asOf", now.truncatedTo(ChronoUnit.SECONDS).toString());
    answer.fact("data", named);
    if (!union.isEmpty()) {
      answer.fact("dataOfEu", union);
    }
    answer.fact(
        "overdue", places.overdue(told -> asked.isNamedBy(told) || asked.mayBeMeantBy(told), now));
    Facts.head(answer, head);
    return answer
        .notProven("that these are all records on " + region + ": the log's look-up chose them")
        .notProven("that the data is where the records say");
  }

  private Answer headline(int named, int union) {
    if (named == 0 && union == 0) {
      return Answer.of("NOTHING TOLD", "no record speaks of data of " + region);
    }
    String found =
        named == 0
            ? "no record names data of " + region
            : "the records on data of " + region + " are in the log";
    String more =
        union == 0
            ? ""
            : "; " + union + " more on data of the EU, which do not name the member states";
    return Answer.of("VERIFIED", found + more);
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
