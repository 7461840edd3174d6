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
    String whole = StrictText.utf8(note);
    // The text may hold empty lines, a signature block cannot: the last one parts them.
    int split = whole.lastIndexOf("\n\n");
    if (split < 0) {
      throw new NoteFormatException("note: no empty line before the signatures");
    }
    String text = whole.substring(0, split + 1);
    checkText(text);
    return new SignedNote(text, signatures(whole, split + 2));
  }

  private static List<NoteSignature> signatures(String whole, int from) throws NoteFormatException {
    if (from == whole.length() || whole.charAt(whole.length() - 1) != '\n') {
      throw new NoteFormatException(
          "note: no signature line, or the last one does not end with a line feed");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    for (int at = from; at < whole.length(); ) {
      int end = whole.indexOf('\n', at);
      if (signatures.size() == SignedNote.MAX_SIGNATURES) {
        throw new NoteFormatException(
            "signatures: more than "
                + SignedNote.MAX_SIGNATURES
                + " (expected: 1.."
                + SignedNote.MAX_SIGNATURES
                + ")");
      }
      signatures.add(NoteSignature.parse(whole.substring(at, end)));
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
