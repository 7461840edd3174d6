package dev.vitrine.note;

import java.util.ArrayList;
import java.util.List;

/** The grammar of a signed note; see the package's documentation. */
final class NoteParser {
  private NoteParser() {}

  static SignedNote parse(byte[] note) throws NoteFormatException {
    if (note.length > SignedNote.MAX_SIZE) {
      throw new NoteFormatException(
          "note size: " + note.length + " (expected: <= " + SignedNote.MAX_SIZE + ")");
    }
    int split = lastEmptyLine(note);
    if (split < 0) {
      throw new NoteFormatException("note: no empty line before the signatures");
    }
    // Cut as bytes, so that the dash of the signature lines does not make a text of two-byte
    // characters of all the rest.
    String text = StrictText.utf8(note, 0, split + 1);
    List<NoteSignature> signatures = signatures(note, split + 2);
    try {
      return new SignedNote(text, signatures);
    } catch (IllegalArgumentException e) {
      throw new NoteFormatException("note: " + e.getMessage(), e);
    }
  }

  /** The text may hold empty lines, a signature block cannot: the last one parts them. */
  private static int lastEmptyLine(byte[] note) {
    int at = note.length - 2;
    while (at >= 0 && (note[at] != '\n' || note[at + 1] != '\n')) {
      at--;
    }
    return at;
  }

  private static List<NoteSignature> signatures(byte[] note, int from) throws NoteFormatException {
    if (from == note.length || note[note.length - 1] != '\n') {
      throw new NoteFormatException(
          "note: no signature line, or the last one does not end with a line feed");
    }
    List<NoteSignature> signatures = new ArrayList<>(4);
    for (int at = from; at < note.length; ) {
      int end = at;
      while (note[end] != '\n') {
        end++;
      }
      if (signatures.size() == SignedNote.MAX_SIGNATURES) {
        throw new NoteFormatException(
            "signatures: more than "
                + SignedNote.MAX_SIGNATURES
                + " (expected: 1.."
                + SignedNote.MAX_SIGNATURES
                + ")");
      }
      signatures.add(NoteSignature.parse(note, at, end));
      at = end + 1;
    }
    return signatures;
  }

  static void checkText(String text) throws NoteFormatException {
    if (text.isEmpty() || text.charAt(text.length() - 1) != '\n') {
      throw new NoteFormatException("note text: empty or without a final line feed");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && KeyName.isLoneSurrogate(text, i)) {
        throw new NoteFormatException("note text: lone surrogate at " + i);
      }
      if (c < ' ' && c != '\n') {
        throw new NoteFormatException(
            "note text: control character " + (int) c + " at " + i + " (expected: none but 10)");
      }
    }
  }
}
