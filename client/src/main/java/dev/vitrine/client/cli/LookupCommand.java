package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.LookupPage;
import dev.vitrine.client.PageRequest;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.client.UnverifiedEntry;
import dev.vitrine.client.VerifiedEntry;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.client.VerifiedInclusion;
import dev.vitrine.record.RecordFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine lookup}: the records of a file, a product, a stream, a key, about an entry. */
@Command(
    name = "lookup",
    mixinStandardHelpOptions = true,
    description =
        "Records by what they are about. Each is proven to be in the head before it is printed.")
final class LookupCommand implements Callable<Integer> {
  private static final int NOT_IN_LOG = 10;

  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;
  @Mixin private LookupQuestion question;

  @Option(
      names = "--newest-first",
      description = "From the newest record on. Default: from the oldest.")
  private boolean newestFirst;

  @Option(
      names = "-n",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Records on a page, 1 to 1000. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--page",
      paramLabel = "TOKEN",
      defaultValue = "",
      description = "The page that the answer before this one named as next.")
  private String page;

  @Option(
      names = "--statements",
      description = "With --json: each record's whole statement as well.")
  private boolean statements;

  @Option(
      names = "--proofs",
      paramLabel = "FOLDER",
      description =
          "Write INDEX.record and INDEX.tlog-proof of each record found, for 'proof verify'.")
  private @Nullable Path proofs;

  @Override
  public Integer call() throws Exception {
    LookupKey asked = question.key();
    if (count < 1 || count > PageRequest.MAX_SIZE) {
      throw new UsageException("-n: %d (expected: 1 to %d)".formatted(count, PageRequest.MAX_SIZE));
    }
    try (LogClient client = log.open()) {
      LookupPage answered =
          LookupQuestion.required(client.lookup(asked, new PageRequest(newestFirst, count, page)));
      VerifiedHead head = client.head();
      List<FoundRecord> found = new ArrayList<>();
      for (UnverifiedEntry hit : answered.hits()) {
        if (hit.index() < head.size()) {
          found.add(prove(client, head, hit, asked));
        }
      }
      Answer answer = answer(found, asked, client, head);
      int ahead = answered.hits().size() - found.size();
      if (ahead > 0) {
        answer.fact("inNoHeadYet", (long) ahead);
      }
      if (!answered.nextPageToken().isEmpty()) {
        answer.fact("nextPage", "--page " + GetCommand.plain(answered.nextPageToken()));
      }
      write(client, found, answer);
      output.print(
          Facts.head(answer, head)
              .notProven("that these are all: the log's look-up chose them")
              .notProven("the signatures, and that what the records say is true"));
      return found.isEmpty() && question.target == null ? NOT_IN_LOG : 0;
    }
  }

  private static FoundRecord prove(
      LogClient client, VerifiedHead head, UnverifiedEntry hit, LookupKey asked)
      throws LogException, IOException {
    VerifiedInclusion inclusion = client.inclusion(hit.index(), hit.leafHash(), head);
    try {
      FoundRecord found = FoundRecord.of(hit.bytes(), inclusion);
      if (LookupQuestion.isAnswered(asked, found)) {
        return found;
      }
      throw lie(asked, hit, "a %s record that does not".formatted(found.kind().id()));
    } catch (RecordFormatException e) {
      throw lie(asked, hit, "%,d bytes that are no record".formatted(hit.bytes().length));
    }
  }

  private static UntrustedException lie(LookupKey asked, UnverifiedEntry hit, String held) {
    return new UntrustedException(
        "the log's look-up of %s names entry %d, %s (expected: records that name it)"
            .formatted(LookupQuestion.words(asked), hit.index(), held));
  }

  private Answer answer(
      List<FoundRecord> found, LookupKey asked, LogClient client, VerifiedHead head)
      throws LogException, IOException {
    String words = LookupQuestion.words(asked);
    String told = found.isEmpty() ? "no record" : tally(found);
    boolean absent = found.isEmpty() && question.target == null;
    Answer answer =
        Answer.of(
            absent ? "NOT IN LOG" : "VERIFIED",
            told + (question.target != null ? " about " : " of ") + words);
    if (question.target != null) {
      answer.fact("target", target(client, head, question.target));
    }
    List<Object> lines = new ArrayList<>();
    for (FoundRecord record : found) {
      lines.add(record.line(statements && output.json));
    }
    return answer.fact("record", lines);
  }

  /** Such as {@code 2 rebuild records, 1 withdrawal record}. */
  private static String tally(List<FoundRecord> found) {
    Map<String, Long> kinds =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    record -> record.kind().id(), LinkedHashMap::new, Collectors.counting()));
    return kinds.entrySet().stream()
        .map(
            kind ->
                "%,d %s record%s"
                    .formatted(kind.getValue(), kind.getKey(), kind.getValue() == 1 ? "" : "s"))
        .collect(Collectors.joining(", "));
  }

  /** The entry itself that was asked about. */
  private static Object target(LogClient client, VerifiedHead head, long index)
      throws LogException, IOException {
    VerifiedEntry verified = client.entryIn(index, head);
    byte[] entry = verified.bytes();
    try {
      return FoundRecord.of(entry, client.inclusion(index, verified.leafHash(), head)).line(false);
    } catch (RecordFormatException e) {
      return "entry %d, %,d bytes that are no record".formatted(index, entry.length);
    }
  }

  private void write(LogClient client, List<FoundRecord> found, Answer answer) throws IOException {
    if (proofs != null) {
      Files.createDirectories(proofs);
      for (FoundRecord record : found) {
        Files.write(proofs.resolve(record.index() + ".record"), record.entry());
        Files.write(
            proofs.resolve(record.index() + ".tlog-proof"),
            client.bundle(record.inclusion()).encode());
      }
      answer.fact("written", "%s, each with its proof".formatted(proofs));
    }
  }
}
