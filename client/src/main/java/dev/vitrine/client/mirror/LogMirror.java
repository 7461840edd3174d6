package dev.vitrine.client.mirror;

import dev.vitrine.client.follow.Consistency;
import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.LeafBatch;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifiedNote;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileVerificationException;
import java.io.IOException;
import java.nio.file.Path;
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
  private final Optional<Cosigner> cosigner;
  private final InstantSource clock;
  private final Path path;
  // Empty after a failure: some of what was not synced may be there, and is fetched again.
  private Optional<MirrorFolder> open;
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
    this.path = folder.path();
    this.open = Optional.of(folder);
    this.cosigner = cosigner;
    this.clock = clock;
  }

  /**
   * Copies up to the log's newest head.
   *
   * @return the checkpoint now shown
   * @throws ForkException if the log's head does not extend the copy; the copy stays as it is
   * @throws NoteVerificationException if the log's key did not sign the head
   * @throws IOException if the log cannot be read, shows an older head than the copy's, or the disk
   *     fails; the copy stays, and the next pull goes on from what is durable
   */
  public SignedCheckpoint pull()
      throws IOException, ForkException, NoteFormatException, NoteVerificationException {
    SignedCheckpoint head = verified(SignedCheckpoint.parse(remote.checkpoint()));
    MirrorFolder folder = folder();
    Optional<SignedCheckpoint> shown = folder.checkpoint();
    if (shown.isPresent()) {
      requireExtends(held(shown.get()), head);
    }
    fetch(folder, head.checkpoint());
    write(folder::sync);
    requireRoot(folder, head.checkpoint());
    SignedCheckpoint cosigned = cosign(head, shown);
    write(() -> folder.publish(cosigned));
    return cosigned;
  }

  private void fetch(MirrorFolder folder, Checkpoint head) throws IOException {
    try {
      follower.entries(folder.size(), head, batch -> write(() -> append(folder, batch)));
    } catch (TileVerificationException e) {
      throw new IOException(
          "the log serves what it did not sign: "
              + e.getMessage()
              + "; none of that is kept, and it is asked for again",
          e);
    }
  }

  private MirrorFolder folder() throws IOException {
    if (open.isEmpty()) {
      open = Optional.of(new MirrorFolder(path));
      unsynced = 0;
    }
    return open.get();
  }

  private void append(MirrorFolder folder, LeafBatch batch) throws IOException {
    folder.append(batch.bundleStart(), batch.bundle(), batch.leaves());
    if (++unsynced >= SYNC_EVERY) {
      folder.sync();
      unsynced = 0;
    }
  }

  private void write(DiskStep step) throws IOException {
    try {
      step.run();
    } catch (IOException e) {
      open = Optional.empty();
      throw new IOException(
          "copy in " + path + ": " + e.getMessage() + "; it goes on from what is durable", e);
    }
  }

  private SignedCheckpoint cosign(SignedCheckpoint head, Optional<SignedCheckpoint> shown) {
    if (cosigner.isEmpty()) {
      return head;
    }
    Cosigner signer = cosigner.get();
    long now = Math.max(1, clock.instant().getEpochSecond());
    long last = shown.map(signer::lastTime).orElse(0L);
    return head.withSignatures(signer.cosign(head.checkpoint(), Math.max(now, last)));
  }

  /** An older head is judged by the copy: the log need not serve the larger tree any more. */
  private void requireExtends(SignedCheckpoint held, SignedCheckpoint head)
      throws IOException, ForkException {
    if (head.checkpoint().size() >= held.checkpoint().size()) {
      follower.verifyConsistent(held, head);
      return;
    }
    Consistency.verify(new FolderTileSource(path), held, head);
    throw new IOException(
        "the log shows size "
            + head.checkpoint().size()
            + " (expected: >= "
            + held.checkpoint().size()
            + ", which it signed before and this mirror holds): an old answer, or the log was put"
            + " back; the copy stays as it is");
  }

  private SignedCheckpoint held(SignedCheckpoint shown) throws NoteVerificationException {
    try {
      return verified(shown);
    } catch (NoteVerificationException e) {
      throw new NoteVerificationException(
          "checkpoint in "
              + path
              + ": "
              + e.getMessage()
              + "; it is of another log or key: move the folder away, or give it its own policy",
          e);
    }
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

  private void requireRoot(MirrorFolder folder, Checkpoint head) throws IOException {
    Hash held = folder.root(head.size());
    if (!held.equals(head.root())) {
      throw new IOException(
          "root of "
              + head.size()
              + " entries in "
              + path
              + ": "
              + held
              + " (expected: "
              + head.root()
              + ", the log's); move the folder away and let the log be copied again");
    }
  }

  private interface DiskStep {
    void run() throws IOException;
  }
}
