package dev.vitrine.note;

import dev.vitrine.merkle.Hash;
import java.util.ArrayList;
import java.util.List;

/** The grammar of a checkpoint; see the package's documentation. */
final class CheckpointText {
  private CheckpointText() {}

  static Checkpoint parse(String text) throws NoteFormatException {
    NoteParser.checkText(text);
    List<String> lines = new ArrayList<>(4);
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      if (end == at) {
        throw new NoteFormatException("checkpoint line " + (lines.size() + 1) + ": empty");
      }
      if (lines.size() == 3 + Checkpoint.MAX_EXTENSIONS) {
        throw new NoteFormatException(
            "extension lines: more than "
                + Checkpoint.MAX_EXTENSIONS
                + " (expected: at most that)");
      }
      lines.add(text.substring(at, end));
      at = end + 1;
    }
    if (lines.size() < 3) {
      throw new NoteFormatException(
          "checkpoint lines: " + lines.size() + " (expected: origin, size, root)");
    }
    long size = StrictText.decimal(lines.get(1));
    Hash root = hash(lines.get(2));
    try {
      return new Checkpoint(lines.get(0), size, root, lines.subList(3, lines.size()));
    } catch (IllegalArgumentException e) {
      throw new NoteFormatException("checkpoint: " + e.getMessage(), e);
    }
  }

  static Hash hash(String base64) throws NoteFormatException {
    byte[] bytes = StrictText.base64(base64);
    if (bytes.length != Hash.SIZE) {
      throw new NoteFormatException(
          "hash bytes: " + bytes.length + " (expected: " + Hash.SIZE + ")");
    }
    return Hash.of(bytes);
  }

  static String encode(Checkpoint checkpoint) {
    StringBuilder text =
        new StringBuilder(checkpoint.origin())
            .append('\n')
            .append(checkpoint.size())
            .append('\n')
            .append(checkpoint.root().base64())
            .append('\n');
    checkpoint.extensions().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  static void checkLine(String what, String line) {
    if (line.isEmpty()) {
      throw new IllegalArgumentException(what + ": empty");
    }
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) < ' ') {
        throw new IllegalArgumentException(
            what + ": control character " + (int) line.charAt(i) + " (expected: none)");
      }
      if (KeyName.isLoneSurrogate(line, i)) {
        throw new IllegalArgumentException(what + ": lone surrogate (expected: valid Unicode)");
      }
    }
  }
}
