package dev.vitrine.note;

import java.util.List;

/**
 * A note that at least one known key has signed.
 *
 * @param text the text with its final line feed
 * @param verified the signatures of known keys, in the order of their lines
 * @param unverified the lines of keys not known, which say nothing
 */
public record VerifiedNote(
    String text, List<Cosignature> verified, List<NoteSignature> unverified) {
  /** Takes copies of the lists. */
  public VerifiedNote {
    verified = List.copyOf(verified);
    unverified = List.copyOf(unverified);
    if (verified.isEmpty()) {
      throw new IllegalArgumentException("verified signatures: 0 (expected: at least 1)");
    }
  }
}
