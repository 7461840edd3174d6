package dev.vitrine.mirror;

import dev.vitrine.note.AsciiLines;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.StrictText;
import java.io.IOException;
import java.util.Base64;

/**
 * Where a mirror stands with a log: the body of an answer 202 or 409 to {@code add-entries}.
 *
 * @param pendingSize size of the newest checkpoint it was told of
 * @param nextEntry index of the first entry it does not hold
 * @param ticket to be sent back with the next upload, 0..65,535 bytes; not copied
 */
public record MirrorInfo(long pendingSize, long nextEntry, byte[] ticket) {
  /** Content type of that body. */
  public static final String TYPE = "text/x.tlog.mirror-info";

  // Two sizes of 19 digits, 65,535 bytes in base64, three line feeds.
  private static final int MAX_SIZE = 2 * 19 + 65_535 / 3 * 4 + 3;

  /** Refuses negative sizes and tickets that no upload could send back. */
  public MirrorInfo {
    if (pendingSize < 0 || nextEntry < 0) {
      throw new IllegalArgumentException(
          "mirror-info: sizes " + pendingSize + ", " + nextEntry + " (expected: 0..2^63-1)");
    }
    UploadHeader.requireShort("ticket", ticket.length);
  }

  /**
   * @throws IOException if the text is not the one that {@link #encode} gives
   */
  public static MirrorInfo parse(byte[] body) throws IOException {
    if (body.length > MAX_SIZE) {
      throw new IOException(
          "mirror-info: " + body.length + " bytes (expected: <= " + MAX_SIZE + ")");
    }
    AsciiLines lines = new AsciiLines(body);
    try {
      long pendingSize = StrictText.decimal(lines.next());
      long nextEntry = StrictText.decimal(lines.next());
      MirrorInfo info = new MirrorInfo(pendingSize, nextEntry, StrictText.base64(lines.next()));
      if (lines.rest().length != 0) {
        throw new IOException("mirror-info: more than 3 lines (expected: 3)");
      }
      return info;
    } catch (NoteFormatException | IllegalArgumentException e) {
      throw new IOException("mirror-info: " + e.getMessage(), e);
    }
  }

  /** The body's text. */
  public String encode() {
    return pendingSize
        + "\n"
        + nextEntry
        + "\n"
        + Base64.getEncoder().encodeToString(ticket)
        + "\n";
  }
}
