package dev.vitrine.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.StrictText;
import dev.vitrine.witness.RequestFormatException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What stands before the packages of {@code add-entries}.
 *
 * @param origin of the log, at most 65,535 bytes of UTF-8
 * @param start first entry of the upload, unsigned 64 bits, at most {@code end}
 * @param end size of the tree the upload belongs to, unsigned 64 bits
 * @param ticket not copied, at most 65,535 bytes
 */
public record UploadHeader(String origin, long start, long end, byte[] ticket) {
  // A length field has two bytes.
  private static final int MAX_LENGTH = 65_535;

  /** Refuses ranges that end before they start, and what is too long for its length field. */
  public UploadHeader {
    if (Long.compareUnsigned(start, end) > 0) {
      throw new IllegalArgumentException(
          "upload start: "
              + Long.toUnsignedString(start)
              + " (expected: <= "
              + Long.toUnsignedString(end)
              + ", the upload's end)");
    }
    requireShort("origin", origin.getBytes(UTF_8).length);
    requireShort("ticket", ticket.length);
  }

  static void requireShort(String what, int length) {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          what + " bytes: " + length + " (expected: <= " + MAX_LENGTH + ")");
    }
  }

  /**
   * @throws RequestFormatException if the bytes end too early or are no header
   */
  public static UploadHeader read(DataInputStream in) throws RequestFormatException {
    try {
      String origin = StrictText.utf8(shortBytes(in));
      long start = in.readLong();
      long end = in.readLong();
      byte[] ticket = shortBytes(in);
      return new UploadHeader(origin, start, end, ticket);
    } catch (IOException | NoteFormatException | IllegalArgumentException e) {
      throw new RequestFormatException("add-entries: header: " + e, e);
    }
  }

  /** Bytes behind their length in two bytes. */
  static byte[] shortBytes(DataInputStream in) throws IOException {
    int length = in.readUnsignedShort();
    // Grows as bytes arrive: the length is a claim, and most of what claims 65,535 ends sooner.
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " bytes (expected: " + length + ")");
    }
    return bytes;
  }

  /** What {@link #read} reads. */
  public byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] name = origin.getBytes(UTF_8);
    try {
      out.writeShort(name.length);
      out.write(name);
      out.writeLong(start);
      out.writeLong(end);
      out.writeShort(ticket.length);
      out.write(ticket);
    } catch (IOException e) {
      throw new UncheckedIOException("arrays do not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Number of packages in the whole upload; the range must lie below 2^63. */
  public long packages() {
    return start == end ? 0 : (end - 1) / UploadPackage.WIDTH - start / UploadPackage.WIDTH + 1;
  }

  /** First entry of a package. */
  public long packageStart(long i) {
    return Math.max(start, bundleStart(i));
  }

  /** Entry after the last one of a package. */
  public long packageEnd(long i) {
    // Compared by difference, since the sum could pass 2^63.
    long bundle = bundleStart(i);
    return end - bundle < UploadPackage.WIDTH ? end : bundle + UploadPackage.WIDTH;
  }

  private long bundleStart(long i) {
    return (start / UploadPackage.WIDTH + i) * UploadPackage.WIDTH;
  }
}
