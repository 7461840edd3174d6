package dev.vitrine.client.cli;

import dev.vitrine.client.Acknowledgement;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogClientBuilder;
import dev.vitrine.client.Stage;
import dev.vitrine.client.VerifiedHead;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine append}: entries into the log, and proof that they are in it. */
@Command(
    name = "append",
    mixinStandardHelpOptions = true,
    description = "Append files, or lines, and prove that the log's head covers them.",
    footer = {"", "An entry that the log holds already is no error: its first index is reported."})
final class AppendCommand implements Callable<Integer> {
  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Each file is an entry; - or none: standard input.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--lines",
      description = "Each line of the files is an entry, without its line feed.")
  private boolean lines;

  @Option(
      names = "--wait",
      paramLabel = "STAGE",
      defaultValue = "PUBLISHED",
      description =
          "DURABLE (the log's word), PUBLISHED (proven) or WITNESSED (proven to the policy's quorum). Default: ${DEFAULT-VALUE}.")
  private Stage stage;

  @Option(
      names = "--transport",
      paramLabel = "grpc|http",
      defaultValue = "grpc",
      description =
          "How entries go to an http(s) address: by its gRPC service or by POST /add. Default: ${DEFAULT-VALUE}.")
  private String transport;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "512",
      description = "Entries under way at once. Default: ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long one entry is tried again. Default: ${DEFAULT-VALUE}.")
  private int patienceSeconds;

  @Option(
      names = "--acks",
      paramLabel = "FILE",
      description =
          "Write a line for each entry as soon as the log acknowledges it: index, leaf hash, source.")
  private @Nullable Path acks;

  @Option(
      names = "--as-is",
      description =
          "Append DSSE JSON as the bytes it is; else it becomes the protobuf form that logs store.")
  private boolean asIs;

  @Option(
      names = "--dry-run",
      description = "Ask the log what it would say to each entry, and append nothing.")
  private boolean dryRun;

  // Held, because the log manager forgets the levels of loggers that nobody holds.
  private final Logger grpc = Logger.getLogger("io.grpc");

  @Override
  public Integer call() throws Exception {
    grpc.setLevel(Level.SEVERE);
    if (window < 1 || patienceSeconds < 1) {
      throw new UsageException(
          "--window %d, --patience %d (expected: at least 1)".formatted(window, patienceSeconds));
    }
    if (dryRun) {
      return rehearse();
    }
    Duration patience = Duration.ofSeconds(patienceSeconds);
    try (LogClient client =
            builder(log.address())
                .appendWindow(window)
                .appendPatience(patience)
                .onAppendDelay(output.delays())
                .build();
        AppendRun run = new AppendRun(client, Optional.ofNullable(acks))) {
      try (Progress progress = output.progress("entries", lines ? 0 : files.size())) {
        EntryInput.read(files, lines, (source, entry) -> run.append(source, form(entry), progress));
        run.await();
      }
      if (run.acknowledged().isEmpty()) {
        throw nothing();
      }
      return report(client, run, patience);
    }
  }

  private int rehearse() throws Exception {
    AppendRehearsal rehearsal = new AppendRehearsal(new RecordServer(log.address()));
    EntryInput.read(files, lines, (source, entry) -> rehearsal.ask(source, form(entry)));
    if (rehearsal.isEmpty()) {
      throw nothing();
    }
    return rehearsal.report(output);
  }

  private byte[] form(byte[] entry) {
    return asIs ? entry : EntryInput.canonical(entry);
  }

  private static UsageException nothing() {
    return new UsageException("nothing to append (expected: files, or entries on standard input)");
  }

  private LogClientBuilder builder(String address) throws Exception {
    LogClientBuilder builder = log.builder(address);
    boolean http = address.startsWith("http://") || address.startsWith("https://");
    if (http && transport.equals("grpc")) {
      URI uri = URI.create(address);
      boolean secure = address.startsWith("https");
      int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
      builder.appendTo("%s://%s:%d".formatted(secure ? "grpcs" : "grpc", uri.getHost(), port));
    } else if (!transport.equals("http") && !transport.equals("grpc")) {
      throw new UsageException("--transport: %s (expected: grpc or http)".formatted(transport));
    }
    return builder;
  }

  private int report(LogClient client, AppendRun run, Duration patience) throws Exception {
    List<Acknowledgement> entries = run.acknowledged();
    long duplicates = entries.stream().filter(Acknowledgement::duplicate).count();
    String what =
        entries.size() == 1
            ? "entry %d".formatted(entries.get(0).index())
            : "%,d entries".formatted(entries.size());
    if (stage == Stage.DURABLE) {
      Answer answer = Answer.of("ACKNOWLEDGED", what + " taken by the log");
      facts(answer, entries, duplicates);
      output.print(
          answer.notProven(
              "that the log's head covers them: it was not waited for (--wait PUBLISHED does)"));
      return 0;
    }
    VerifiedHead head = client.awaitHead(run.coveringSize(), patience);
    run.prove(head);
    Answer answer =
        Answer.of("VERIFIED", what + " in the log" + before(entries.size(), duplicates));
    facts(answer, entries, duplicates);
    output.print(Facts.head(answer, head));
    return 0;
  }

  private static String before(int entries, long duplicates) {
    if (duplicates == 0) {
      return "";
    }
    return duplicates == entries
        ? ", and before this append"
        : ", %,d of them before this append".formatted(duplicates);
  }

  private void facts(Answer answer, List<Acknowledgement> entries, long duplicates) {
    answer.fact("entries", (long) entries.size()).fact("duplicates", duplicates);
    long otherSignatures =
        entries.stream().filter(entry -> entry.duplicate() && entry.payload().isPresent()).count();
    if (otherSignatures > 0) {
      answer.fact("heldUnderOtherSignatures", otherSignatures);
    }
    answer.fact(
        "firstIndex", entries.stream().mapToLong(Acknowledgement::index).min().orElseThrow());
    answer.fact(
        "lastIndex", entries.stream().mapToLong(Acknowledgement::index).max().orElseThrow());
    if (output.json || entries.size() == 1) {
      answer.fact(
          "leafHashes",
          new ArrayList<Object>(entries.stream().map(entry -> entry.leafHash().hex()).toList()));
      answer.fact(
          "indices", new ArrayList<Object>(entries.stream().map(Acknowledgement::index).toList()));
    }
  }
}
