package dev.vitrine.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.witness.RequestFormatException;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/**
 * What stands before the packages of {@code add-entries}.
 *
 * @param start first entry of the upload, unsigned 64 bits, at most {@code end}
 * @param end size of the tree the upload belongs to, unsigned 64 bits
 * @param ticket not copied, at most 65,535 bytes
 */
public record UploadHeader(String origin, long start, long end, byte[] ticket) {
  public UploadHeader {
    if (Long.compareUnsigned(start, end) > 0) {
      throw new IllegalArgumentException(
          "upload start: "
              + Long.toUnsignedString(start)
              + " (expected: <= "
              + Long.toUnsignedString(end)
              + ", the upload's end)");
    }
  }

  /**
   * @throws RequestFormatException if the bytes end too early or are no header
   */
  public static UploadHeader read(DataInputStream in) throws RequestFormatException {
    try {
      String origin = utf8(in.readNBytes(in.readUnsignedShort()));
      long start = in.readLong();
      long end = in.readLong();
      byte[] ticket = new byte[in.readUnsignedShort()];
      in.readFully(ticket);
      return new UploadHeader(origin, start, end, ticket);
    } catch (IOException | IllegalArgumentException e) {
      throw new RequestFormatException("add-entries: header: " + e, e);
    }
  }

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

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return UTF_8
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }
}
