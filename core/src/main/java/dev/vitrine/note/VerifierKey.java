package dev.vitrine.note;

import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.VerifyingKey;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A public key with its name and signature type: the {@code vkey} of C2SP signed-note. Immutable;
 * two are equal when their text is.
 */
public final class VerifierKey {
  // Longest key known is ML-DSA-44's, 1,754 characters; a name of 255 bytes leaves room.
  private static final int MAX_LENGTH = 4096;

  private final String name;
  private final int keyId;
  private final SignatureType type;
  private final VerifyingKey publicKey;
  private final String vkey;

  private VerifierKey(String name, int keyId, SignatureType type, VerifyingKey publicKey) {
    this.name = name;
    this.keyId = keyId;
    this.type = type;
    this.publicKey = publicKey;
    this.vkey = name + "+" + hex(keyId) + "+" + encode(type, keyBytes(type, publicKey));
  }

  /**
   * Reads {@code <name>+<8 lowercase hex>+<base64(type || key)>}.
   *
   * @throws NoteFormatException if any part is malformed, the type unknown or the key ID not the
   *     one that name, type and key give
   */
  public static VerifierKey parse(String vkey) throws NoteFormatException {
    KeyText text = KeyText.parse(vkey, MAX_LENGTH);
    VerifyingKey key = publicKey(text.type(), text.key());
    int expected = KeyIds.of(text.name(), text.type(), text.key());
    if (text.keyId() != expected) {
      throw new NoteFormatException(
          "vkey ID: " + hex(text.keyId()) + " (expected: " + hex(expected) + ")");
    }
    return new VerifierKey(text.name(), expected, text.type(), key);
  }

  /**
   * @throws NoteFormatException if the name is not a key name or the key not one for this type
   */
  public static VerifierKey of(String name, SignatureType type, VerifyingKey key)
      throws NoteFormatException {
    KeyName.check(name);
    byte[] bytes = keyBytes(type, key);
    VerifierKey made =
        new VerifierKey(name, KeyIds.of(name, type, bytes), type, publicKey(type, bytes));
    if (made.vkey.length() > MAX_LENGTH) {
      throw new NoteFormatException(
          "vkey length: " + made.vkey.length() + " (expected: <= " + MAX_LENGTH + ")");
    }
    return made;
  }

  /** The name on the lines that it verifies. */
  public String name() {
    return name;
  }

  /** The 4 bytes that tell keys of one name apart, big-endian. */
  public int keyId() {
    return keyId;
  }

  /** What a line of this key signs, and how. */
  public SignatureType algorithm() {
    return type;
  }

  /** The key without its name. */
  public VerifyingKey publicKey() {
    return publicKey;
  }

  /** Whether a signature line claims to be by this key: same name and same ID. */
  public boolean matches(NoteSignature signature) {
    return signature.keyId() == keyId && signature.name().equals(name);
  }

  /**
   * Verifies one signature line over a note's text.
   *
   * @param text the text with its final line feed
   * @throws NoteVerificationException if the line is not by this key or does not verify
   */
  public Cosignature verify(String text, NoteSignature signature) throws NoteVerificationException {
    return SignatureSchemes.verify(this, NoteText.of(text), signature);
  }

  private static VerifyingKey publicKey(SignatureType type, byte[] bytes)
      throws NoteFormatException {
    try {
      if (type.rawAlgorithm().isPresent()) {
        return VerifyingKey.ofRaw(type.rawAlgorithm().get(), bytes);
      }
      VerifyingKey key = VerifyingKey.ofSpki(bytes);
      if (key.algorithm().name().startsWith("ECDSA")) {
        return key;
      }
      throw new NoteFormatException(
          "vkey of type " + type + ": " + key.algorithm() + " key (expected: an ECDSA key)");
    } catch (KeyFormatException e) {
      throw new NoteFormatException("vkey of type " + type + ": " + e.getMessage(), e);
    }
  }

  private static byte[] keyBytes(SignatureType type, VerifyingKey key) {
    return type.rawAlgorithm().isPresent() ? key.raw() : key.spki();
  }

  static String hex(int keyId) {
    return HexFormat.of().toHexDigits(keyId);
  }

  static String encode(SignatureType type, byte[] key) {
    byte[] typed = new byte[key.length + 1];
    typed[0] = type.id();
    System.arraycopy(key, 0, typed, 1, key.length);
    return Base64.getEncoder().encodeToString(typed);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && vkey.equals(that.vkey);
  }

  @Override
  public int hashCode() {
    return vkey.hashCode();
  }

  /** The vkey. */
  @Override
  public String toString() {
    return vkey;
  }
}
