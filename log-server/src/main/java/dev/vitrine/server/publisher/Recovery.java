package dev.vitrine.server.publisher;

import dev.vitrine.merkle.ProofException;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.HeadStore;
import dev.vitrine.server.storage.LogStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Compares the store with what was signed before the server started. */
final class Recovery {
  private static final String DO_NOT_DELETE =
      " Do not delete the signed head: signing below it would fork the log.";

  private final LogStore store;
  private final String origin;
  private final List<VerifierKey> keys;

  Recovery(LogStore store, String origin, List<VerifierKey> keys) {
    this.store = store;
    this.origin = origin;
    this.keys = keys;
  }

  /**
   * The last signed head, once the store is shown to extend it.
   *
   * @return empty if the log is new
   * @throws RollbackException if the server must not start
   */
  Optional<SignedCheckpoint> lastSigned(HeadStore signedHeads) throws IOException {
    Head head = store.head();
    Optional<SignedCheckpoint> signed = load(signedHeads, "signed head");
    if (signed.isEmpty()) {
      if (head.size() > 0) {
        throw new RollbackException(
            "the signed head is missing, but the store holds "
                + head.size()
                + " entries (expected: the file signed-head beside the store). Restore the file"
                + " from where the data folder was copied; a log must not forget what it signed.");
      }
      return signed;
    }
    requireExtends(signed.get().checkpoint(), head);
    return signed;
  }

  /** The last visible checkpoint, empty if there is none. */
  Optional<SignedCheckpoint> lastVisible(HeadStore visibleHeads) throws IOException {
    Optional<SignedCheckpoint> visible = load(visibleHeads, "visible checkpoint");
    if (visible.isPresent()) {
      requireExtends(visible.get().checkpoint(), store.head());
    }
    return visible;
  }

  /** Refuses a store that is behind what witnesses have cosigned. */
  void requireNotBehind(OptionalLong cosigned) throws RollbackException {
    long size = store.head().size();
    if (cosigned.isPresent() && cosigned.getAsLong() > size) {
      throw new RollbackException(
          "the store's head is "
              + size
              + " (expected: >= "
              + cosigned.getAsLong()
              + ", which a witness has cosigned): the store and the signed head are behind the"
              + " witnesses; probably both were restored from an old backup. Restore a newer one.");
    }
  }

  private void requireExtends(Checkpoint signed, Head head) throws IOException {
    if (signed.size() > head.size()) {
      throw new RollbackException(
          "the store's head is "
              + head.size()
              + " (expected: >= "
              + signed.size()
              + ", the last signed size): the store is behind the signed head; it was restored"
              + " from an old backup or lost its newest writes. Restore a newer store."
              + DO_NOT_DELETE);
    }
    try {
      new ExtensionCheck(store).verify(new Head(signed.size(), signed.root()), head);
    } catch (ProofException e) {
      throw new RollbackException(
          "the store's tree of size "
              + head.size()
              + " does not extend the signed head of size "
              + signed.size()
              + ": "
              + e.getMessage()
              + ". The store belongs to another log or was changed. Restore the store that goes"
              + " with the signed head."
              + DO_NOT_DELETE,
          e);
    } catch (IOException e) {
      throw new DamagedStoreException(
          "the store cannot prove that size "
              + head.size()
              + " extends the signed size "
              + signed.size()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private Optional<SignedCheckpoint> load(HeadStore heads, String what) throws IOException {
    Optional<byte[]> bytes = heads.load();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(bytes.get());
      signed.verify(keys);
      requireOrigin(signed, what);
      return Optional.of(signed);
    } catch (NoteFormatException | NoteVerificationException e) {
      throw new RollbackException(
          what
              + ": not a checkpoint signed by this log's keys: "
              + e.getMessage()
              + " (restore the file from where the data folder was copied, or the key files that"
              + " belong to it; do not delete it: the log would forget what it signed)",
          e);
    }
  }

  private void requireOrigin(SignedCheckpoint signed, String what) throws RollbackException {
    if (!signed.checkpoint().origin().equals(origin)) {
      throw new RollbackException(
          what + ": origin " + signed.checkpoint().origin() + " (expected: " + origin + ")");
    }
  }
}
