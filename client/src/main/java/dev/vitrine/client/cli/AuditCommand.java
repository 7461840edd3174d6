package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.client.audit.Audit;
import dev.vitrine.client.audit.AuditFaultException;
import dev.vitrine.client.audit.AuditReport;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine audit}: the whole log, as a stranger reads it. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description =
        "Read every entry and every tile of the log again and check all hashes up to its signed head.",
    footer = {
      "",
      "Exit code 0: clean. 1: a fault, whose exact place is printed. 16: could not be read to the end."
    })
final class AuditCommand implements Callable<Integer> {
  private static final int THREADS_FOR_DISTANT_LOGS = 16;

  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "URL|FOLDER",
      description = "The log. Default: --log.")
  private @Nullable String target;

  @Option(
      names = "--state",
      paramLabel = "FILE",
      description = "Go on from this file, and keep it up to date.")
  private @Nullable Path state;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Default: all cores for a folder, 16 for a URL.")
  private @Nullable Integer threads;

  @Override
  public Integer call() throws Exception {
    String address = target != null ? target : log.address();
    try (LogClient client = log.builder(address).build()) {
      VerifiedHead head = client.head();
      TileSource tiles =
          client
              .unverifiedTiles()
              .orElseThrow(
                  () ->
                      new UsageException(
                          address + " carries no tiles (expected: http, https or a folder)"));
      Audit audit = new Audit(tiles, head.signed().checkpoint()).threads(threadCount(address));
      if (state != null) {
        audit.state(state);
      }
      return run(audit, head, address);
    }
  }

  private int threadCount(String address) throws UsageException {
    if (threads == null) {
      return LogOptions.isFolder(address)
          ? Runtime.getRuntime().availableProcessors()
          : THREADS_FOR_DISTANT_LOGS;
    }
    if (threads < 1) {
      throw new UsageException("--threads: %d (expected: at least 1)".formatted(threads));
    }
    return threads;
  }

  private int run(Audit audit, VerifiedHead head, String address)
      throws LogException, InterruptedException {
    try (Progress progress = output.progress("entries", head.size())) {
      AuditReport report = audit.onProgress(progress::at).run();
      progress.close();
      output.print(clean(report, head));
      return 0;
    } catch (AuditFaultException e) {
      output.print(
          Facts.head(
              Answer.of("FAULT", "the log is not what its signed head says")
                  .fact("place", e.place())
                  .fact("fault", String.valueOf(e.getMessage())),
              head));
      return Failures.FAULT;
    } catch (IOException e) {
      throw new LogUnreachableException(
          "the audit of %s could not be finished: %s".formatted(address, e.getMessage()), e);
    }
  }

  private static Answer clean(AuditReport report, VerifiedHead head) {
    Answer answer =
        Answer.of(
                "CLEAN",
                "%,d entries and all tiles hash to the signed root".formatted(report.entries()))
            .fact("entriesRead", report.entries() - report.resumedFrom())
            .fact("entryBytes", report.entryBytes())
            .fact("bundlesRead", report.bundles())
            .fact("tilesRead", report.tiles())
            .fact("seconds", report.duration().toMillis() / 1000.0)
            .fact("entriesPerSecond", Math.round(report.entriesPerSecond()));
    if (report.resumedFrom() > 0) {
      answer.fact("resumedFrom", report.resumedFrom());
    }
    Facts.head(answer, head);
    return answer.notProven(
        "that the entries are true, or admissible: an audit checks that the log keeps what it signed");
  }
}
