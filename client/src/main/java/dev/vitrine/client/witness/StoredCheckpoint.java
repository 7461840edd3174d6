package dev.vitrine.client.witness;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A checkpoint of a log, as read back from disk and checked. */
public final class StoredCheckpoint {
  private StoredCheckpoint() {}

  /**
   * @throws IOException if the file is there and is not what this cosigner wrote: it must not begin
   *     a log anew over it
   */
  public static Optional<SignedCheckpoint> read(AtomicFile file, WatchedLog log, Cosigner cosigner)
      throws IOException {
    Optional<byte[]> bytes = file.read();
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      SignedCheckpoint stored = SignedCheckpoint.parse(bytes.get());
      if (!stored.checkpoint().origin().equals(log.origin())) {
        throw new IOException(
            file.path()
                + ": origin "
                + stored.checkpoint().origin()
                + " (expected: "
                + log.origin()
                + ")");
      }
      // Either will do: the operator may have replaced the witness's keys, or the log's.
      List<VerifierKey> known = new ArrayList<>(log.keys());
      known.addAll(cosigner.verifierKeys());
      stored.verify(known);
      return Optional.of(stored);
    } catch (NoteFormatException | NoteVerificationException e) {
      throw new IOException(file.path() + ": " + e.getMessage(), e);
    }
  }
}
