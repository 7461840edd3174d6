package dev.vitrine.crypto;

import java.util.Base64;

/** RFC 7468 text: one block, strict label, canonical base64. */
final class Pem {
  private static final int MAX_SIZE = 16 * 1024;

  private Pem() {}

  static byte[] decode(String pem, String label) throws KeyFormatException {
    if (pem.length() > MAX_SIZE) {
      throw new KeyFormatException(
          "PEM size: " + pem.length() + " (expected: <= " + MAX_SIZE + ")");
    }
    String text = pem.strip();
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    if (!text.startsWith(begin)
        || !text.endsWith(end)
        || text.length() < begin.length() + end.length()) {
      throw new KeyFormatException("PEM: expected one block between " + begin + " and " + end);
    }
    String body =
        text.substring(begin.length(), text.length() - end.length())
            .replace("\r", "")
            .replace("\n", "");
    try {
      byte[] der = Base64.getDecoder().decode(body);
      if (!Base64.getEncoder().encodeToString(der).equals(body)) {
        throw new KeyFormatException("PEM body: not canonical base64");
      }
      return der;
    } catch (IllegalArgumentException e) {
      throw new KeyFormatException("PEM body: not base64", e);
    }
  }
}
