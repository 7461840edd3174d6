package dev.vitrine.server.api;

import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.Appender;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Appends that wait for a stage, and bring the proof from {@link Stage#PUBLISHED} on. */
public final class Appends {

  /** The largest entry a tile bundle can carry. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  private final Appender appender;
  private final Checkpoints checkpoints;
  private final LogReads reads;
  private final ReadPool pool;
  private final Duration waitTimeout;

  /**
   * @param waitTimeout how long an append may wait for a later stage
   */
  public Appends(
      Appender appender,
      Checkpoints checkpoints,
      LogReads reads,
      ReadPool pool,
      Duration waitTimeout) {
    this.appender = appender;
    this.checkpoints = checkpoints;
    this.reads = reads;
    this.pool = pool;
    this.waitTimeout = waitTimeout;
  }

  /** Appends for one stream: entries are decided on in the order in which they are offered. */
  public Appends inOrder() {
    return new Appends(appender.inOrder(), checkpoints, reads, pool, waitTimeout);
  }

  /**
   * What became of an append.
   *
   * @param proofBundle a .tlog-proof, from {@link Stage#PUBLISHED} on
   */
  public record Outcome(Appended appended, Optional<String> proofBundle) {}

  /**
   * Appends.
   *
   * @return completes when the stage is reached. Cancelling it ends the waiting, never the append.
   */
  public CompletableFuture<Outcome> append(byte[] entry, Stage stage) {
    if (entry.length == 0) {
      return refused(Reason.ENTRY_EMPTY, entry.length);
    }
    if (entry.length > MAX_ENTRY_BYTES) {
      return refused(Reason.ENTRY_TOO_LARGE, entry.length);
    }
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    appender
        .append(entry)
        .whenComplete(
            (appended, failure) -> {
              if (failure != null) {
                outcome.completeExceptionally(failure);
              } else if (stage == Stage.DURABLE) {
                outcome.complete(new Outcome(appended, Optional.empty()));
              } else {
                await(appended, stage, outcome);
              }
            });
    return outcome;
  }

  private static CompletableFuture<Outcome> refused(Reason reason, int length) {
    String message = "entry: " + length + " bytes (expected: 1.." + MAX_ENTRY_BYTES + ")";
    return CompletableFuture.failedFuture(
        Failure.of(reason, "entry", length + " bytes", message).toException());
  }

  private void await(Appended appended, Stage stage, CompletableFuture<Outcome> outcome) {
    CompletableFuture<PublishedCheckpoint> reached =
        stage == Stage.WITNESSED
            ? checkpoints.awaitWitnessed(appended.index())
            : checkpoints.awaitPublished(appended.index());
    CompletableFuture<PublishedCheckpoint> inTime =
        reached.copy().orTimeout(waitTimeout.toMillis(), TimeUnit.MILLISECONDS);
    outcome.whenComplete(
        (done, failure) -> {
          if (outcome.isCancelled()) {
            reached.cancel(false);
          }
        });
    inTime.whenComplete(
        (checkpoint, failure) -> {
          if (failure == null) {
            prove(appended, checkpoint, outcome);
          } else if (failure instanceof TimeoutException) {
            reached.cancel(false);
            outcome.completeExceptionally(notReached(appended, stage));
          } else {
            outcome.completeExceptionally(failure);
          }
        });
  }

  private void prove(
      Appended appended, PublishedCheckpoint checkpoint, CompletableFuture<Outcome> outcome) {
    try {
      pool.executor()
          .execute(
              () -> {
                try {
                  String bundle = Queries.bundle(reads, appended.index(), checkpoint);
                  outcome.complete(new Outcome(appended, Optional.of(bundle)));
                } catch (IOException | RuntimeException e) {
                  outcome.completeExceptionally(e);
                }
              });
    } catch (RequestException full) {
      outcome.completeExceptionally(full);
    }
  }

  private RequestException notReached(Appended appended, Stage stage) {
    String index = Long.toString(appended.index());
    String message =
        "the entry is durable at index " + index + ", but not " + stage + " within " + waitTimeout;
    return Failure.of(Reason.STAGE_NOT_REACHED, "index", index, message).toException();
  }
}
