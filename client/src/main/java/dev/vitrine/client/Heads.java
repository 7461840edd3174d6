package dev.vitrine.client;

import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignedNote;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Reads the checkpoint that a log shows. */
final class Heads {
  private Heads() {}

  static SignedCheckpoint parse(LogTransport transport, List<VerifierKey> logKeys)
      throws LogException {
    byte[] note;
    try {
      note = transport.checkpoint();
    } catch (NoSuchFileException e) {
      throw new LogUnreachableException("%s shows no checkpoint".formatted(transport.address()), e);
    } catch (IOException e) {
      throw Answers.explain(transport, e);
    }
    try {
      return SignedCheckpoint.parse(note);
    } catch (NoteFormatException e) {
      if (isSigned(note, logKeys)) {
        throw new FormatNewerException(
            "%s signed a head of a form that this tool does not know: %s"
                .formatted(transport.address(), e.getMessage()),
            e);
      }
      // Not "untrusted": log-in pages and broken proxies answer with anything.
      throw new LogUnreachableException(
          "%s answered with something that is no checkpoint: %s"
              .formatted(transport.address(), e.getMessage()),
          e);
    }
  }

  /** Whether the log's key is behind these bytes, whatever they say. */
  private static boolean isSigned(byte[] note, List<VerifierKey> logKeys) {
    List<VerifierKey> ofAnyText =
        logKeys.stream()
            .filter(
                key ->
                    key.algorithm() == SignatureType.ED25519
                        || key.algorithm() == SignatureType.ECDSA)
            .toList();
    try {
      SignedNote.parse(note).verify(ofAnyText);
      return true;
    } catch (NoteFormatException | NoteVerificationException e) {
      return false;
    }
  }
}
