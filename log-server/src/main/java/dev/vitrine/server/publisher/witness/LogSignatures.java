package dev.vitrine.server.publisher.witness;

import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.util.Collection;
import java.util.List;

/** A checkpoint with the log's own lines and no others. */
public final class LogSignatures {
  private LogSignatures() {}

  public static SignedCheckpoint only(SignedCheckpoint signed, Collection<VerifierKey> logKeys) {
    List<NoteSignature> own =
        signed.signatures().stream()
            .filter(line -> logKeys.stream().anyMatch(key -> key.matches(line)))
            .toList();
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          "checkpoint " + signed + ": no line of a log key of the witness policy (expected: one)");
    }
    return SignedCheckpoint.of(signed.checkpoint(), own);
  }
}
