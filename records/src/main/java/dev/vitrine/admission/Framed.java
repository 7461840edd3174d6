package dev.vitrine.admission;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Byte strings joined so that no two lists give the same bytes: each after its 32-bit length. */
final class Framed {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

  static byte[] of(String... parts) {
    Framed framed = new Framed();
    for (String part : parts) {
      framed.add(part.getBytes(StandardCharsets.UTF_8));
    }
    return framed.toByteArray();
  }

  Framed add(byte[] part) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
    out.writeBytes(part);
    return this;
  }

  Framed add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
