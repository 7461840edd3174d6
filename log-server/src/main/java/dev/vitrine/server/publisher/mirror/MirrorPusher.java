package dev.vitrine.server.publisher.mirror;

import dev.vitrine.mirror.MirrorAheadException;
import dev.vitrine.mirror.MirrorUpload;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.publisher.MirrorState;
import dev.vitrine.server.publisher.mirror.MirrorObserver.Outcome;
import dev.vitrine.server.publisher.witness.Rest;
import dev.vitrine.server.publisher.witness.WitnessPeer;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Keeps one mirror at the newest visible checkpoint, from a thread of its own. */
final class MirrorPusher implements AutoCloseable {
  private final WitnessPeer peer;
  private final MirrorUpload upload;
  private final TileSource tiles;
  private final LongSupplier largestSigned;
  private final Duration interval;
  private final MirrorObserver observer;
  private final Clock clock;
  private final Thread thread;
  // All guarded by this.
  private final Backlog backlog = new Backlog();
  // The mirror was told of a larger checkpoint than one of the backlog, by somebody else or before.
  private boolean isAhead;
  private long notBefore = System.nanoTime();
  private boolean stopping;
  private Rest rest = Rest.none();
  private long nextEntryAtFailure = -1;
  private long heldSize = -1;
  private long lastSuccess;
  private String lastError = "";

  /**
   * @param largestSigned size of the largest checkpoint the log ever signed
   * @param interval from one push that succeeded to the next
   */
  MirrorPusher(
      WitnessPeer peer,
      MirrorUpload upload,
      TileSource tiles,
      LongSupplier largestSigned,
      Duration interval,
      MirrorObserver observer,
      Clock clock) {
    this.peer = peer;
    this.upload = upload;
    this.tiles = tiles;
    this.largestSigned = largestSigned;
    this.interval = interval;
    this.observer = observer;
    this.clock = clock;
    this.thread = new Thread(this::run, "vitrine-mirror-" + peer.name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /**
   * Takes a visible checkpoint to be pushed in its turn; returns at once.
   *
   * @param head with the log's own lines only
   */
  synchronized void offer(SignedCheckpoint head) {
    backlog.offer(head);
    notifyAll();
  }

  synchronized MirrorState state() {
    return new MirrorState(
        peer.name(), peer.url().toString(), heldSize, upload.nextEntry(), lastSuccess, lastError);
  }

  /** Breaks off what is under way; the next start goes on from where the mirror then stands. */
  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      // It reads the store, which is closed after this.
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      for (Optional<SignedCheckpoint> head = next(); head.isPresent(); head = next()) {
        push(head.get());
      }
    } catch (InterruptedException e) {
      // Only close() interrupts, and waits for this end.
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there is something to push and the mirror has rested; empty: stop. */
  private synchronized Optional<SignedCheckpoint> next() throws InterruptedException {
    while (!stopping) {
      long left = notBefore - System.nanoTime();
      if (backlog.isEmpty()) {
        wait();
      } else if (left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } else {
        return isAhead ? backlog.newest() : backlog.next(heldSize);
      }
    }
    return Optional.empty();
  }

  private void push(SignedCheckpoint head) {
    long started = System.nanoTime();
    Outcome outcome = tryPush(head);
    observer.pushed(peer.name(), outcome, Duration.ofNanos(System.nanoTime() - started));
  }

  private Outcome tryPush(SignedCheckpoint head) {
    long size = head.checkpoint().size();
    try {
      VerifyingTileReader tree = new VerifyingTileReader(tiles, size, head.checkpoint().root());
      held(head, upload.push(head, tree).checkpoint().size());
      return Outcome.HELD;
    } catch (MirrorAheadException e) {
      return ahead(e);
    } catch (MirrorBusyException e) {
      failed(e, e.retryAfter());
      return Outcome.UNREACHABLE;
    } catch (IOException | NoteFormatException | NoteVerificationException | RuntimeException e) {
      // A mirror's fault, or a store that cannot be read, which ends the log elsewhere if it must.
      failed(e, Duration.ZERO);
      return Outcome.REFUSED;
    }
  }

  private synchronized void held(SignedCheckpoint head, long size) {
    if (!lastError.isEmpty()) {
      Event.MIRROR_BACK.info().addKeyValue("mirror", peer.name()).addKeyValue("size", size).log();
    }
    if (size == head.checkpoint().size()) {
      backlog.pushed(head);
    }
    // A mirror that answers and gets nowhere is no reason to hurry.
    boolean hurry = size > heldSize && backlog.isFar(size);
    heldSize = size;
    lastSuccess = clock.instant().getEpochSecond();
    lastError = "";
    isAhead = false;
    rest = Rest.none();
    notBefore = System.nanoTime() + (hurry ? 0 : interval.toNanos());
  }

  private Outcome ahead(MirrorAheadException e) {
    // Somebody else may have told it of a checkpoint that is newer than the one pushed here.
    boolean alarm = e.mirrorSize() > largestSigned.getAsLong();
    if (alarm) {
      Event.MIRROR_AHEAD
          .error()
          .addKeyValue("mirror", peer.name())
          .addKeyValue("its-size", e.mirrorSize())
          .addKeyValue("largest-signed", largestSigned.getAsLong())
          .log();
    }
    failed(e, Duration.ZERO);
    synchronized (this) {
      isAhead = true;
    }
    return alarm ? Outcome.AHEAD : Outcome.REFUSED;
  }

  private synchronized void failed(Exception e, Duration retryAfter) {
    if (stopping) {
      return;
    }
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (lastError.isEmpty()) {
      Event.MIRROR_FAILED
          .warn()
          .addKeyValue("mirror", peer.name())
          .addKeyValue("reason", message)
          .log();
    }
    lastError = message;
    boolean progress = upload.nextEntry() > nextEntryAtFailure;
    nextEntryAtFailure = upload.nextEntry();
    rest = (progress ? Rest.none() : rest).after(retryAfter, System.nanoTime());
    notBefore = rest.untilNanos();
  }
}
