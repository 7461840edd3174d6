package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.client.VerifiedInclusion;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
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
  private static final int MAX_PAGE = 1_000;

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
    Map<String, String> asked = question.parameters();
    if (count < 1 || count > MAX_PAGE) {
      throw new UsageException("-n: %d (expected: 1 to %d)".formatted(count, MAX_PAGE));
    }
    try (LogClient client = log.open()) {
      RecordServer.Page answered =
          new RecordServer(log.address()).page(asked, newestFirst, count, page);
      VerifiedHead head = client.head();
      List<FoundRecord> found = new ArrayList<>();
      for (RecordServer.Hit hit : answered.hits()) {
        if (hit.index() < head.size()) {
          found.add(prove(client, head, hit, asked));
        }
      }
      Answer answer = answer(found, asked, client, head);
      int ahead = answered.hits().size() - found.size();
      if (ahead > 0) {
        answer.fact("inNoHeadYet", (long) ahead);
      }
      if (!answered.nextPage().isEmpty()) {
        answer.fact("nextPage", "--page " + GetCommand.plain(answered.nextPage()));
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
      LogClient client, VerifiedHead head, RecordServer.Hit hit, Map<String, String> asked)
      throws Exception {
    Hash leaf = TreeHasher.leaf(hit.entry());
    VerifiedInclusion inclusion = client.inclusion(hit.index(), leaf, head);
    FoundRecord found = FoundRecord.of(hit.entry(), inclusion);
    if (!LookupQuestion.isAnswered(asked, found)) {
      throw new UntrustedException(
          "the log's look-up of %s names entry %d, a %s record that does not (expected: records that name it)"
              .formatted(LookupQuestion.words(asked), hit.index(), found.kind().id()));
    }
    return found;
  }

  private Answer answer(
      List<FoundRecord> found, Map<String, String> asked, LogClient client, VerifiedHead head)
      throws Exception {
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

  /** Such as {@code 2 rebuild, 1 withdrawal}. */
  private static String tally(List<FoundRecord> found) {
    Map<String, Long> kinds =
        found.stream()
            .collect(
                Collectors.groupingBy(
                    record -> record.kind().id(), LinkedHashMap::new, Collectors.counting()));
    return kinds.entrySet().stream()
        .map(kind -> "%,d %s".formatted(kind.getValue(), kind.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** The entry itself that was asked about. */
  private static Object target(LogClient client, VerifiedHead head, long index) throws Exception {
    byte[] entry = client.entryIn(index, head).bytes();
    Hash leaf = TreeHasher.leaf(entry);
    try {
      return FoundRecord.of(entry, client.inclusion(index, leaf, head)).line(false);
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
