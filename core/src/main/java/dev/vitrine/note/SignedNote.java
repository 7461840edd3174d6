package dev.vitrine.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A text and its signature lines, well-formed but not verified.
 *
 * @param text non-empty, ends with a line feed, no other control character below U+0020
 * @param signatures 1..100 lines; several of one key are allowed, of which the first counts; all
 *     together with the text at most 1,000,000 bytes
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** Largest note in bytes, as in golang.org/x/mod/sumdb/note. */
  public static final int MAX_SIZE = 1_000_000;

  /** Most signature lines, as in golang.org/x/mod/sumdb/note. */
  public static final int MAX_SIGNATURES = 100;

  /** Refuses what could not be encoded and parsed back. */
  public SignedNote {
    signatures = List.copyOf(signatures);
    try {
      NoteParser.checkText(text);
    } catch (NoteFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new IllegalArgumentException(
          "signatures: " + signatures.size() + " (expected: 1.." + MAX_SIGNATURES + ")");
    }
    requireSize(text, signatures);
  }

  /** Encodes only what by its parts might be too long. */
  private static void requireSize(String text, List<NoteSignature> signatures) {
    long most = 3L * text.length() + 1;
    for (NoteSignature signature : signatures) {
      most += signature.maxEncodedBytes();
    }
    if (most <= MAX_SIZE) {
      return;
    }
    int size = encode(text, signatures).length;
    if (size > MAX_SIZE) {
      throw new IllegalArgumentException("note size: " + size + " (expected: <= " + MAX_SIZE + ")");
    }
  }

  /**
   * @throws NoteFormatException unless these are the bytes that {@link #encode} gives for a note
   */
  public static SignedNote parse(byte[] note) throws NoteFormatException {
    return NoteParser.parse(note);
  }

  /** The note's bytes. */
  public byte[] encode() {
    return encode(text, signatures);
  }

  private static byte[] encode(String text, List<NoteSignature> signatures) {
    StringBuilder out = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> out.append(signature.line()).append('\n'));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Verifies every line that a known key has signed.
   *
   * @throws NoteVerificationException if one of them does not verify, or if there is none, or if
   *     two different keys share name and ID so that it cannot be said who signed
   */
  public VerifiedNote verify(Collection<VerifierKey> keys) throws NoteVerificationException {
    return NoteVerifier.verify(NoteText.of(text), signatures, keys);
  }

  /**
   * This note with more lines; a line of a name and ID already there takes the older one's place.
   *
   * @throws IllegalArgumentException if that makes more than 100 lines or 1,000,000 bytes
   */
  public SignedNote withSignatures(Collection<NoteSignature> more) {
    List<NoteSignature> all = new ArrayList<>(signatures);
    for (NoteSignature added : more) {
      int at = 0;
      while (at < all.size() && !all.get(at).sameKey(added)) {
        at++;
      }
      if (at < all.size()) {
        all.set(at, added);
      } else {
        all.add(added);
      }
    }
    return new SignedNote(text, all);
  }
}
