package dev.vitrine.server.publisher;

import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.storage.HeadStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the newest signed checkpoint cosigned, one round at a time; what is signed meanwhile waits,
 * and only the newest of it is taken into the next round.
 */
final class CosignStage {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final WitnessQuorum witnesses;
  private final WitnessQuorum.Proofs proofs;
  private final HeadStore visibleHeads;
  private final ScheduledExecutorService worker;
  private final Consumer<PublishedCheckpoint> onVisible;
  private final Runnable onMiss;
  private final Consumer<Throwable> onFatal;
  // Owned by the worker.
  private @Nullable SignedCheckpoint newest;
  private boolean underWay;
  private boolean missing;

  CosignStage(
      WitnessQuorum witnesses,
      WitnessQuorum.Proofs proofs,
      HeadStore visibleHeads,
      ScheduledExecutorService worker,
      Consumer<PublishedCheckpoint> onVisible,
      Runnable onMiss,
      Consumer<Throwable> onFatal) {
    this.witnesses = witnesses;
    this.proofs = proofs;
    this.visibleHeads = visibleHeads;
    this.worker = worker;
    this.onVisible = onVisible;
    this.onMiss = onMiss;
    this.onFatal = onFatal;
  }

  /** Takes a stored signed checkpoint; returns at once. */
  void offer(SignedCheckpoint signed) {
    worker.execute(
        () -> {
          newest = signed;
          next();
        });
  }

  private void next() {
    SignedCheckpoint signed = newest;
    if (signed == null || underWay) {
      return;
    }
    underWay = true;
    newest = null;
    witnesses
        .cosign(signed, proofs)
        .whenCompleteAsync((signatures, failure) -> done(signed, signatures, failure), worker);
  }

  private void done(
      SignedCheckpoint signed,
      @Nullable List<NoteSignature> signatures,
      @Nullable Throwable failure) {
    underWay = false;
    if (failure instanceof LogContradictedException) {
      onFatal.accept(failure);
      return;
    }
    if (signatures == null || !show(signed, signatures)) {
      missed(signed, failure);
      return;
    }
    if (missing) {
      missing = false;
      Event.QUORUM_MET.info().addKeyValue("size", signed.checkpoint().size()).log();
    }
    next();
  }

  private boolean show(SignedCheckpoint signed, List<NoteSignature> signatures) {
    SignedCheckpoint cosigned = signed.withSignatures(signatures);
    byte[] bytes = cosigned.encode();
    try {
      visibleHeads.store(bytes);
    } catch (IOException e) {
      Event.PUBLISH_FAILED.warn().addKeyValue("reason", e.getMessage()).log();
      return false;
    }
    onVisible.accept(new PublishedCheckpoint(cosigned, bytes, true));
    return true;
  }

  private void missed(SignedCheckpoint signed, @Nullable Throwable failure) {
    onMiss.run();
    if (!missing) {
      missing = true;
      Event.QUORUM_MISSED
          .warn()
          .addKeyValue("size", signed.checkpoint().size())
          .addKeyValue("reason", failure == null ? "not stored" : failure.getMessage())
          .log();
    }
    if (newest == null) {
      newest = signed;
    }
    worker.schedule(this::next, RETRY.toMillis(), TimeUnit.MILLISECONDS);
  }
}
