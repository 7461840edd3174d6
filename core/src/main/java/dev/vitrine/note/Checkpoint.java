package dev.vitrine.note;

import dev.vitrine.crypto.Sha256;
import dev.vitrine.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * The head of a log (C2SP tlog-checkpoint).
 *
 * @param origin the log's unique name, one non-empty line
 * @param size number of leaves, 0..2^63-1
 * @param root root hash of the tree of that size
 * @param extensions further lines, none empty; not covered by signatures of types 0x05 and 0x06
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
  /** Most extension lines; a limit of ours, logs hardly use any. */
  public static final int MAX_EXTENSIONS = 256;

  /** Refuses what could not be written as text and parsed back. */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    CheckpointText.checkLine("origin", origin);
    extensions.forEach(line -> CheckpointText.checkLine("extension line", line));
    if (extensions.size() > MAX_EXTENSIONS) {
      throw new IllegalArgumentException(
          "extension lines: " + extensions.size() + " (expected: <= " + MAX_EXTENSIONS + ")");
    }
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: 0..2^63-1)");
    }
  }

  /** A checkpoint without extension lines. */
  public Checkpoint(String origin, long size, Hash root) {
    this(origin, size, root, List.of());
  }

  /**
   * @param text with its final line feed, without signatures
   * @throws NoteFormatException unless this is the text that {@link #text} gives for a checkpoint
   */
  public static Checkpoint parse(String text) throws NoteFormatException {
    return CheckpointText.parse(text);
  }

  /** What names a log in the URLs of witnesses and mirrors: hex SHA-256 of the origin's bytes. */
  public static String originHash(String origin) {
    return HexFormat.of().formatHex(Sha256.digest(origin.getBytes(StandardCharsets.UTF_8)));
  }

  /** The text that is signed. */
  public String text() {
    return CheckpointText.encode(this);
  }
}
