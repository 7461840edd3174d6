package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.admission.DiskState;
import dev.vitrine.admission.StateHead;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vitrine record replay}: admission over a whole log again. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Decide on every entry of a log again, by the log's own rules, and compare the state reached.",
    footer = {
      "",
      "Exit code 0: every entry is admissible, and the state is the server's where it tells its own.",
      "1: an entry breaks the rules, or the states differ."
    })
final class RecordReplayCommand implements Callable<Integer> {
  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URL|FOLDER",
      description = "The log. Default: --log.")
  private @Nullable String target;

  @Override
  public Integer call() throws Exception {
    String address = target != null ? target : log.address();
    Path folder = Files.createTempDirectory("vitrine-replay");
    try (LogClient client = log.builder(address).build();
        DiskState state = DiskState.create(folder)) {
      VerifiedHead head = client.head();
      AdmissionReplay replay = new AdmissionReplay(client, state);
      try (Progress progress = output.progress("entries", head.size())) {
        client.entries(
            0,
            head.size(),
            head,
            (index, entry) -> {
              replay.next(index, entry);
              progress.at(index + 1);
            });
      }
      return report(replay, address, head, client.hasDocuments());
    } finally {
      delete(folder);
    }
  }

  private int report(
      AdmissionReplay replay, String address, VerifiedHead head, boolean hasDocuments)
      throws Exception {
    StateHead reached = replay.head();
    boolean clean = replay.refused().isEmpty();
    Answer answer =
        Answer.of(
            clean ? "ADMISSIBLE" : "NOT ADMISSIBLE",
            "%,d of %,d entries keep to the log's own rules"
                .formatted(replay.admitted(), reached.size()));
    answer.fact("verdicts", replay.counts()).fact("stateHash", reached.hash().hex());
    if (!clean) {
      answer.fact("refused", replay.refused());
    }
    if (!hasDocuments) {
      answer
          .fact("documents", "NOT CHECKED")
          .notProven(
              "that the public documents which records name exist, and that manifests are what their records say: "
                  + address
                  + " has no documents (expected, in a folder: v1/blobs)");
    }
    boolean agrees = compare(answer, reached, address);
    output.print(
        Facts.head(
            answer.notProven(
                "that each record was issued when it says: a log holds no clock of its own"),
            head));
    return clean && agrees ? 0 : 1;
  }

  /** False only where the server tells another state of the same size. */
  private static boolean compare(Answer answer, StateHead reached, String address)
      throws IOException, InterruptedException, UsageException {
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      answer.notProven("that the server holds this state: files tell none");
      return true;
    }
    JsonNode told = new RecordServer(address).state();
    if (told.path("size").asLong() != reached.size()) {
      answer.notProven(
          "that the server holds this state: it has %d entries by now"
              .formatted(told.path("size").asLong()));
      return true;
    }
    String hash = told.path("stateHash").asText();
    boolean agrees = hash.equals(reached.hash().hex());
    answer.fact("serverStateHash", hash).fact("statesAgree", agrees);
    return agrees;
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
