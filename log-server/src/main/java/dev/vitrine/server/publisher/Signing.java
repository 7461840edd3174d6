package dev.vitrine.server.publisher;

import dev.vitrine.merkle.ProofException;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.crash.CrashPoint;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.HeadStore;
import dev.vitrine.server.storage.LogStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/**
 * One step from a committed head to a stored signed one: check, sign, store.
 *
 * <p>Owned by the publisher's thread.
 */
final class Signing {
  private final ExtensionCheck check;
  private final String origin;
  private final CheckpointSigner signer;
  private final HeadStore heads;
  private final Clock clock;
  private Head last;
  private Instant lastTime = Instant.EPOCH;

  Signing(
      LogStore store,
      String origin,
      CheckpointSigner signer,
      HeadStore heads,
      Clock clock,
      Head lastSigned) {
    this.check = new ExtensionCheck(store);
    this.origin = origin;
    this.signer = signer;
    this.heads = heads;
    this.clock = clock;
    this.last = lastSigned;
  }

  Head last() {
    return last;
  }

  Instant lastTime() {
    return lastTime;
  }

  /**
   * Signs a head and stores it.
   *
   * @throws ProofException if it does not extend the last signed one; nothing is signed
   */
  SignedCheckpoint sign(Head head) throws IOException, ProofException {
    CrashPoint.BEFORE_SELF_CHECK.pass();
    check.verify(last, head);
    CrashPoint.BEFORE_SIGN.pass();
    Instant now = clock.instant();
    // A clock that was set back must not make a later signature look older.
    Instant time = now.isBefore(lastTime) ? lastTime : now;
    SignedCheckpoint signed = signer.sign(new Checkpoint(origin, head.size(), head.root()), time);
    CrashPoint.AFTER_SIGN.pass();
    heads.store(signed.encode());
    CrashPoint.HEAD_STORED.pass();
    last = head;
    lastTime = time;
    return signed;
  }
}
