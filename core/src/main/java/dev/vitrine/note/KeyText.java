package dev.vitrine.note;

import java.util.Arrays;

/** The three fields that public and private key texts share, decoded but not yet believed. */
record KeyText(String name, int keyId, SignatureType type, byte[] key) {
  static KeyText parse(String text, int maxLength) throws NoteFormatException {
    if (text.length() > maxLength) {
      throw new NoteFormatException(
          "key length: " + text.length() + " (expected: <= " + maxLength + ")");
    }
    // Base64 may hold plus signs, so only the first two count.
    int first = text.indexOf('+');
    int second = text.indexOf('+', first + 1);
    if (first < 0 || second < 0) {
      throw new NoteFormatException("key: expected <name>+<key ID>+<base64>");
    }
    String name = KeyName.check(text.substring(0, first));
    int keyId = keyId(text.substring(first + 1, second));
    byte[] typed = StrictText.base64(text.substring(second + 1));
    if (typed.length < 2) {
      throw new NoteFormatException(
          "key bytes: " + typed.length + " (expected: a type byte and a key)");
    }
    SignatureType type =
        SignatureType.ofId(typed[0])
            .orElseThrow(
                () ->
                    new NoteFormatException(
                        "key type: " + (typed[0] & 0xff) + " (expected: one of 1, 2, 4, 5, 6)"));
    return new KeyText(name, keyId, type, Arrays.copyOfRange(typed, 1, typed.length));
  }

  private static int keyId(String hex) throws NoteFormatException {
    boolean valid = hex.length() == 8;
    for (int i = 0; valid && i < hex.length(); i++) {
      char c = hex.charAt(i);
      valid = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!valid) {
      throw new NoteFormatException(
          "key ID: " + StrictText.show(hex) + " (expected: 8 lowercase hex digits)");
    }
    return Integer.parseUnsignedInt(hex, 16);
  }
}
