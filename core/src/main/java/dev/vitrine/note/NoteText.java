package dev.vitrine.note;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A note's text with what its signatures need of it, each made once. Confined to one thread. */
final class NoteText {
  private final String text;
  private byte @Nullable [] bytes;
  private @Nullable Checkpoint checkpoint;

  private NoteText(String text, @Nullable Checkpoint checkpoint) {
    this.text = text;
    this.checkpoint = checkpoint;
  }

  static NoteText of(String text) {
    return new NoteText(text, null);
  }

  static NoteText of(Checkpoint checkpoint) {
    return new NoteText(checkpoint.text(), checkpoint);
  }

  String text() {
    return text;
  }

  byte[] bytes() {
    byte[] known = bytes;
    if (known == null) {
      known = text.getBytes(StandardCharsets.UTF_8);
      bytes = known;
    }
    return known;
  }

  Checkpoint checkpoint() throws NoteVerificationException {
    Checkpoint known = checkpoint;
    if (known == null) {
      try {
        known = Checkpoint.parse(text);
      } catch (NoteFormatException e) {
        throw new NoteVerificationException("signed text: not a checkpoint", e);
      }
      checkpoint = known;
    }
    return known;
  }
}
