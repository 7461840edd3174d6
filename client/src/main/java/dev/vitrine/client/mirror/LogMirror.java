package dev.vitrine.client.mirror;

import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifiedNote;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps one log's copy up to date by pulling. One thread. */
public final class LogMirror {
  /** Bundles between two points from which a crash goes on. */
  private static final int SYNC_EVERY = 1024;

  private static final int AHEAD = 32;

  private final List<VerifierKey> keys;
  private final RemoteLog remote;
  private final Follower follower;
  private final MirrorFolder folder;
  private final Optional<Cosigner> cosigner;
  private final InstantSource clock;
  private int unsynced;

  /**
   * @param keys the log's, all naming its origin
   * @param cosigner signs for what is durably held; without one the copy is served unsigned
   */
  public LogMirror(
      List<VerifierKey> keys,
      RemoteLog remote,
      MirrorFolder folder,
      Optional<Cosigner> cosigner,
      InstantSource clock) {
    this.keys = List.copyOf(keys);
    this.remote = remote;
    this.follower = new Follower(remote, AHEAD);
    this.folder = folder;
    this.cosigner = cosigner;
    this.clock = clock;
  }

  /**
   * Copies up to the log's newest head.
   *
   * @return the checkpoint now shown
   * @throws ForkException if the log's head does not extend the copy; the copy stays as it is
   * @throws NoteVerificationException if the log's key did not sign the head
   */
  public SignedCheckpoint pull()
      throws IOException, ForkException, NoteFormatException, NoteVerificationException {
    SignedCheckpoint head = verified(SignedCheckpoint.parse(remote.checkpoint()));
    Optional<SignedCheckpoint> shown = folder.checkpoint();
    if (shown.isPresent()) {
      follower.verifyConsistent(verified(shown.get()), head);
    }
    if (head.checkpoint().size() < folder.size()) {
      return shown.orElseThrow(
          () -> new IOException("head " + head + " (expected: size >= " + folder.size() + ")"));
    }
    follower.entries(
        folder.size(),
        head.checkpoint(),
        batch -> {
          folder.append(batch.bundleStart(), batch.bundle(), batch.leaves());
          if (++unsynced == SYNC_EVERY) {
            folder.sync();
            unsynced = 0;
          }
        });
    folder.sync();
    unsynced = 0;
    requireRoot(head.checkpoint().root());
    SignedCheckpoint cosigned = cosign(head);
    folder.publish(cosigned);
    return cosigned;
  }

  private SignedCheckpoint cosign(SignedCheckpoint head) {
    if (cosigner.isEmpty()) {
      return head;
    }
    long now = Math.max(1, clock.instant().getEpochSecond());
    return head.withSignatures(cosigner.get().cosign(head.checkpoint(), now));
  }

  private SignedCheckpoint verified(SignedCheckpoint head) throws NoteVerificationException {
    if (!head.checkpoint().origin().equals(keys.get(0).name())) {
      throw new NoteVerificationException(
          "origin: " + head.checkpoint().origin() + " (expected: " + keys.get(0).name() + ")");
    }
    VerifiedNote note = head.verify(keys);
    List<NoteSignature> good = new ArrayList<>(head.signatures());
    good.removeAll(note.unverified());
    return SignedCheckpoint.of(head.checkpoint(), good);
  }

  private void requireRoot(Hash root) throws IOException {
    if (!folder.root().equals(root)) {
      throw new IOException("root of the copy: " + folder.root() + " (expected: " + root + ")");
    }
  }
}
