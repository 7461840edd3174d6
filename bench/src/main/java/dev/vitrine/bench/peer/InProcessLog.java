package dev.vitrine.bench.peer;

import dev.vitrine.bench.load.Answer;
import dev.vitrine.bench.load.LogView;
import dev.vitrine.bench.load.Target;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.OverloadedException;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.v1.Stage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The whole write path of a server in this process, without a network before it. */
public final class InProcessLog implements Target, LogView {

  private final LogServer server;
  private final ApiContext context;
  private final Path data;
  private final Stage wait;

  private InProcessLog(LogServer server, Path data, Stage wait) {
    this.server = server;
    this.context = server.context();
    this.data = data;
    this.wait = wait;
  }

  /**
   * Starts it.
   *
   * @param settings keys as in docs/configuration.md, joined by dots, over the defaults
   * @param wait how far an append must have come before it is answered
   */
  public static InProcessLog start(Path work, Map<String, String> settings, Stage wait)
      throws IOException {
    Path data = work.resolve("data");
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("admission", "open");
    all.put("data-folder", data.toString());
    Parts parts =
        Parts.standard(
                fatal -> {
                  throw new IllegalStateException("the log ended itself", fatal);
                })
            .withApis(List.of());
    return new InProcessLog(LogServer.start(Config.of(all), parts), data, wait);
  }

  /** The log as a run sees it; its CPU time is that of this process, the generator's included. */
  public RunningLog running() {
    return new RunningLog(
        "this process",
        this,
        key(),
        OptionalLong.of(ProcessHandle.current().pid()),
        Optional.of(data),
        server::close);
  }

  private VerifierKey key() {
    return server.keys().stream()
        .filter(key -> key.algorithm() == SignatureType.ED25519)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void send(byte[] entry, Answer answer) {
    context
        .appender()
        .append(entry)
        .thenCompose(this::awaitStage)
        .whenComplete(
            (appended, error) -> {
              if (error == null) {
                answer.acknowledged(appended.index());
              } else {
                report(error, answer);
              }
            });
  }

  private CompletableFuture<Appended> awaitStage(Appended appended) {
    return switch (wait) {
      case STAGE_PUBLISHED ->
          context.checkpoints().awaitPublished(appended.index()).thenApply(ok -> appended);
      case STAGE_WITNESSED ->
          context.checkpoints().awaitWitnessed(appended.index()).thenApply(ok -> appended);
      default -> CompletableFuture.completedFuture(appended);
    };
  }

  private static void report(Throwable error, Answer answer) {
    Throwable cause = error;
    if (error instanceof CompletionException && error.getCause() != null) {
      cause = error.getCause();
    }
    if (cause instanceof OverloadedException overloaded) {
      answer.refused(overloaded.reason().name(), overloaded.retryAfter().toMillis());
    } else {
      answer.failed(cause.toString());
    }
  }

  @Override
  public byte[] checkpoint() throws IOException {
    return context
        .checkpoints()
        .visible()
        .map(PublishedCheckpoint::bytes)
        .orElseThrow(() -> new NoSuchFileException("checkpoint"));
  }

  @Override
  public String metrics() {
    return context.metrics().scrape();
  }

  @Override
  public byte[] read(TileId id) throws IOException {
    return context.reads().tile(id).orElseThrow(() -> new NoSuchFileException(id.path()));
  }

  @Override
  public byte[] readBundle(BundleId id) throws IOException {
    return context.reads().bundle(id).orElseThrow(() -> new NoSuchFileException(id.path()));
  }

  /** Nothing: the log is closed as {@link #running()} is. */
  @Override
  public void close() {}
}
