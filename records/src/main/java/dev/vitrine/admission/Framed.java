package dev.vitrine.admission;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Byte strings joined so that no two lists give the same bytes: each after its 32-bit length. */
final class Framed {
  private static final int LENGTH = 4;

  private byte[] bytes = new byte[128];
  private int end;

  static byte[] of(String... parts) {
    Framed framed = new Framed();
    for (String part : parts) {
      framed.add(part);
    }
    return framed.toByteArray();
  }

  Framed add(byte[] part) {
    if (bytes.length - end < LENGTH + part.length) {
      bytes = Arrays.copyOf(bytes, 2 * (end + LENGTH + part.length));
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[end++] = (byte) (part.length >>> shift);
    }
    System.arraycopy(part, 0, bytes, end, part.length);
    end += part.length;
    return this;
  }

  Framed add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, end);
  }
}
