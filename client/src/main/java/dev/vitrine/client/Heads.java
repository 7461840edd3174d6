package dev.vitrine.client;

import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** Reads the checkpoint that a log shows. */
final class Heads {
  private Heads() {}

  static SignedCheckpoint parse(LogTransport transport) throws LogException {
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
      // Not "untrusted": log-in pages and broken proxies answer with anything.
      throw new LogUnreachableException(
          "%s answered with something that is no checkpoint: %s"
              .formatted(transport.address(), e.getMessage()),
          e);
    }
  }
}
