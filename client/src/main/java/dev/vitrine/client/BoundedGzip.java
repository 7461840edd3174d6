package dev.vitrine.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Unpacks gzip up to a limit, so that a compression bomb costs no more than an honest answer. */
final class BoundedGzip {
  private BoundedGzip() {}

  static byte[] inflate(byte[] packed, int limit) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 8192)) {
      byte[] unpacked = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new IOException(
            "%d gzip bytes unpack to more than %d bytes (expected: at most that)"
                .formatted(packed.length, limit));
      }
      return unpacked;
    }
  }
}
