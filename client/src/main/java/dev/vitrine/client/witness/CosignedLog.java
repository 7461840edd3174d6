package dev.vitrine.client.witness;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.durable.UnknownStateException;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a witness remembers of one log, and the one critical section in which it changes: from
 * reading the old size to the new state being durable nothing else happens to this log.
 */
final class CosignedLog {
  private final WatchedLog log;
  private final Cosigner cosigner;
  private final AtomicFile file;

  // All three guarded by this.
  private Optional<SignedCheckpoint> latest;
  private long lastTime;
  private boolean unknown;

  CosignedLog(WatchedLog log, Cosigner cosigner, AtomicFile file) throws IOException {
    this.log = log;
    this.cosigner = cosigner;
    this.file = file;
    this.latest = StoredCheckpoint.read(file, log, cosigner);
    this.lastTime = latest.map(cosigner::lastTime).orElse(0L);
  }

  WatchedLog log() {
    return log;
  }

  /** The last cosigned checkpoint as it lies on disk. */
  synchronized Optional<SignedCheckpoint> latest() {
    return latest;
  }

  /**
   * Judges a checkpoint whose log signatures were verified, and cosigns it if it extends the last
   * one.
   *
   * @param signed the checkpoint with the verified signatures of the log and no others
   * @param nowSeconds the clock; never goes back in cosignatures even if it does here
   */
  synchronized List<NoteSignature> cosign(
      long oldSize, List<Hash> proof, SignedCheckpoint signed, long nowSeconds)
      throws RefusalException {
    if (unknown) {
      throw RefusalException.of(
          503,
          "state of " + log.origin() + " is unknown since a write failed; restart the witness");
    }
    HeadChecks.requireExtends(latest, oldSize, proof, signed.checkpoint());
    long time = Math.max(nowSeconds, lastTime);
    List<NoteSignature> cosignatures = cosigner.cosign(signed.checkpoint(), time);
    store(signed.withSignatures(cosignatures), time);
    return cosignatures;
  }

  private void store(SignedCheckpoint cosigned, long time) throws RefusalException {
    try {
      file.write(cosigned.encode());
    } catch (UnknownStateException e) {
      unknown = true;
      throw RefusalException.of(503, "state of " + log.origin() + ": " + e.getMessage());
    } catch (IOException e) {
      throw RefusalException.retry(503, "state of " + log.origin() + ": " + e.getMessage(), 10);
    }
    latest = Optional.of(cosigned);
    lastTime = time;
  }
}
