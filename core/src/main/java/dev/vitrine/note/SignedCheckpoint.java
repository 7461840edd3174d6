package dev.vitrine.note;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A checkpoint with its signature lines, well-formed but not verified. No two lines have the same
 * key name and key ID.
 */
public final class SignedCheckpoint {
  private final Checkpoint checkpoint;
  private final SignedNote note;

  private SignedCheckpoint(Checkpoint checkpoint, SignedNote note) {
    this.checkpoint = checkpoint;
    this.note = note;
  }

  /**
   * @throws NoteFormatException unless these are the bytes that {@link #encode} gives
   */
  public static SignedCheckpoint parse(byte[] bytes) throws NoteFormatException {
    return of(SignedNote.parse(bytes));
  }

  /**
   * @throws NoteFormatException unless the text is a checkpoint's and no key has two lines
   */
  public static SignedCheckpoint of(SignedNote note) throws NoteFormatException {
    List<NoteSignature> signatures = note.signatures();
    for (int i = 0; i < signatures.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (signatures.get(i).sameKey(signatures.get(j))) {
          throw twoLines(signatures.get(i));
        }
      }
    }
    return new SignedCheckpoint(Checkpoint.parse(note.text()), note);
  }

  private static NoteFormatException twoLines(NoteSignature signature) {
    return new NoteFormatException(
        "signature lines of "
            + StrictText.show(signature.name())
            + " and ID "
            + VerifierKey.hex(signature.keyId())
            + ": 2 (expected: 1)");
  }

  /**
   * @param signatures 1..100 lines; the last one of a name and ID counts
   */
  public static SignedCheckpoint of(Checkpoint checkpoint, Collection<NoteSignature> signatures) {
    List<NoteSignature> all = List.copyOf(signatures);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("signatures: 0 (expected: 1..100)");
    }
    SignedNote first = new SignedNote(checkpoint.text(), all.subList(0, 1));
    return new SignedCheckpoint(checkpoint, first.withSignatures(all.subList(1, all.size())));
  }

  /** What is signed. */
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** The same as a note. */
  public SignedNote note() {
    return note;
  }

  /** The lines, 1..100, in their order. */
  public List<NoteSignature> signatures() {
    return note.signatures();
  }

  /** The bytes to publish. */
  public byte[] encode() {
    return note.encode();
  }

  /** With more lines; a line of a name and ID already there takes the older one's place. */
  public SignedCheckpoint withSignatures(Collection<NoteSignature> more) {
    return new SignedCheckpoint(checkpoint, note.withSignatures(more));
  }

  /** See {@link #withSignatures(Collection)}. */
  public SignedCheckpoint withSignatures(NoteSignature... more) {
    return withSignatures(Arrays.asList(more));
  }

  /**
   * Verifies every line that one of these keys has signed.
   *
   * @return the verified signatures, at least one
   * @throws NoteVerificationException as {@link SignedNote#verify} does
   */
  public VerifiedNote verify(Collection<VerifierKey> keys) throws NoteVerificationException {
    return NoteVerifier.verify(NoteText.of(checkpoint), note.signatures(), keys);
  }

  /** See {@link #verify(Collection)}. */
  public VerifiedNote verify(VerifierKey... keys) throws NoteVerificationException {
    return verify(Arrays.asList(keys));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedCheckpoint that && note.equals(that.note);
  }

  @Override
  public int hashCode() {
    return note.hashCode();
  }

  @Override
  public String toString() {
    return checkpoint.origin() + "@" + checkpoint.size() + " " + checkpoint.root();
  }
}
