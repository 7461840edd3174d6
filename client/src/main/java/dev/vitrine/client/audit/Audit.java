package dev.vitrine.client.audit;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Re-reads every entry and every tile that a head implies, and checks all hashes up to its root.
 */
public final class Audit {
  /** Level-0 tiles in the work of one thread: 4096 entries, a few milliseconds from a disk. */
  static final int SPAN_TILES = 16;

  /** Spans under way for each thread, so that none waits while they are taken in order. */
  private static final int SPANS_AHEAD = 4;

  private static final long SAVE_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final AuditTiles tiles;
  private final Checkpoint head;
  private int threads = Runtime.getRuntime().availableProcessors();
  private @Nullable Path stateFile;
  private LongConsumer progress = done -> {};

  private final Deque<Future<LeafSpan.Result>> underWay = new ArrayDeque<>();
  private long bundles;
  private long entryBytes;
  private long lastSaved = System.nanoTime();

  /**
   * Prepares an audit, which may run once.
   *
   * @param source the log's tiles, not believed
   * @param head a head whose signatures the caller has verified
   */
  public Audit(TileSource source, Checkpoint head) {
    this.tiles = new AuditTiles(source);
    this.head = head;
  }

  /**
   * Sets how many threads read and hash: as many as cores for a local folder (the default), more
   * for a distant log.
   *
   * @param count at least 1
   * @return this
   */
  public Audit threads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("threads: %d (expected: >= 1)".formatted(count));
    }
    threads = count;
    return this;
  }

  /**
   * Goes on from a state file, and keeps it up to date.
   *
   * @param file need not exist
   * @return this
   */
  public Audit state(Path file) {
    stateFile = file;
    return this;
  }

  /**
   * Tells how far it is.
   *
   * @param listener is given the number of entries done, a few hundred times a second at most
   * @return this
   */
  public Audit onProgress(LongConsumer listener) {
    progress = listener;
    return this;
  }

  /**
   * Runs the audit.
   *
   * @return what was read, if all of it is as it must be
   * @throws AuditFaultException the first fault in log order
   * @throws IOException if the log could not be read, which is no fault of its content
   * @throws InterruptedException if interrupted; the state file holds what was done
   */
  public AuditReport run() throws AuditFaultException, IOException, InterruptedException {
    long started = System.nanoTime();
    UpperLevels upper = start();
    long resumedFrom = upper.leafTiles() * TileId.FULL_WIDTH;
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try {
      byte[] edge = walk(upper, workers);
      requireRoot(upper.finish(edge), resumedFrom);
    } finally {
      workers.shutdownNow();
      save(upper);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    return new AuditReport(
        head.size(), resumedFrom, entryBytes, bundles + upper.tilesRead(), bundles, took);
  }

  private UpperLevels start() throws IOException {
    Optional<AuditState> earlier =
        stateFile == null ? Optional.empty() : AuditState.load(stateFile);
    return earlier
        .filter(state -> state.origin().equals(head.origin()))
        .filter(state -> state.leafTiles() <= head.size() / TileId.FULL_WIDTH)
        .map(state -> new UpperLevels(tiles, state.leafTiles(), state.hashes()))
        .orElseGet(() -> UpperLevels.empty(tiles));
  }

  /** Returns the leaf hashes of the partial tile at the right edge. */
  private byte[] walk(UpperLevels upper, ExecutorService workers)
      throws AuditFaultException, IOException, InterruptedException {
    long fullTiles = head.size() / TileId.FULL_WIDTH;
    int edgeWidth = (int) (head.size() % TileId.FULL_WIDTH);
    byte[] edge = new byte[0];
    for (long next = upper.leafTiles(); next < fullTiles; next += SPAN_TILES) {
      int count = (int) Math.min(SPAN_TILES, fullTiles - next);
      underWay.add(workers.submit(new LeafSpan(tiles, next, count, 0)));
      if (underWay.size() >= threads * SPANS_AHEAD) {
        take(upper);
      }
    }
    if (edgeWidth > 0) {
      underWay.add(workers.submit(new LeafSpan(tiles, fullTiles, 0, edgeWidth)));
    }
    while (!underWay.isEmpty()) {
      edge = take(upper).edge();
    }
    return edge;
  }

  private LeafSpan.Result take(UpperLevels upper)
      throws AuditFaultException, IOException, InterruptedException {
    LeafSpan.Result span = result(underWay.remove());
    for (int at = 0; at < span.roots().length; at += Hash.SIZE) {
      upper.add(span.roots(), at);
    }
    bundles += span.entries() / TileId.FULL_WIDTH + (span.edge().length > 0 ? 1 : 0);
    entryBytes += span.entryBytes();
    progress.accept(upper.leafTiles() * TileId.FULL_WIDTH + span.edge().length / Hash.SIZE);
    if (System.nanoTime() - lastSaved > SAVE_INTERVAL_NANOS) {
      save(upper);
    }
    return span;
  }

  private static LeafSpan.Result result(Future<LeafSpan.Result> span)
      throws AuditFaultException, IOException, InterruptedException {
    try {
      return span.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuditFaultException fault) {
        throw fault;
      }
      if (e.getCause() instanceof IOException unreadable) {
        throw unreadable;
      }
      throw new IllegalStateException("audit thread failed", e.getCause());
    }
  }

  private void save(UpperLevels upper) throws IOException {
    lastSaved = System.nanoTime();
    if (stateFile != null) {
      new AuditState(head.origin(), upper.leafTiles(), upper.hashes()).save(stateFile);
    }
  }

  private void requireRoot(Hash computed, long resumedFrom) throws AuditFaultException {
    if (!computed.equals(head.root())) {
      String doubt =
          resumedFrom == 0
              ? ""
              : "; %d entries were audited by an earlier run: to exclude a stale state file, audit without it"
                  .formatted(resumedFrom);
      throw new AuditFaultException(
          "root of %d entries".formatted(head.size()),
          "entries and tiles agree with one another and hash to %s (expected: %s, signed in the checkpoint)%s"
              .formatted(computed, head.root(), doubt));
    }
  }
}
