package dev.vitrine.note;

import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Instant;

/**
 * A private key with its name and signature type 0x01, 0x04 or 0x06, in the field's {@code
 * PRIVATE+KEY+<name>+<key ID>+<base64(type || seed)>} form. {@code toString} shows the public key.
 */
public final class SignerKey {
  private static final String PREFIX = "PRIVATE+KEY+";
  private static final int MAX_LENGTH = 4096;

  private final SigningKey key;
  private final VerifierKey verifierKey;

  private SignerKey(SigningKey key, VerifierKey verifierKey) {
    this.key = key;
    this.verifierKey = verifierKey;
  }

  /**
   * @throws NoteFormatException if any part is malformed, the type one that only verifies, or the
   *     key ID not the one that name, type and key give; the message never holds the seed
   */
  public static SignerKey parse(String privateKey) throws NoteFormatException {
    if (!privateKey.startsWith(PREFIX)) {
      throw new NoteFormatException("private key: does not start with " + PREFIX);
    }
    KeyText text;
    try {
      text = KeyText.parse(privateKey.substring(PREFIX.length()), MAX_LENGTH);
    } catch (NoteFormatException e) {
      // The cause may quote the seed's base64.
      throw new NoteFormatException(
          "private key: expected " + PREFIX + "<name>+<key ID>+<base64(type || seed)>");
    }
    SignerKey key = ofSeed(text.name(), text.type(), text.key());
    if (key.verifierKey.keyId() != text.keyId()) {
      throw new NoteFormatException(
          "private key ID: "
              + VerifierKey.hex(text.keyId())
              + " (expected: "
              + VerifierKey.hex(key.verifierKey.keyId())
              + ")");
    }
    return key;
  }

  /**
   * @param seed 32 bytes: the RFC 8032 seed or FIPS 204 ξ
   * @throws NoteFormatException if the name is not a key name, the seed has another length, or the
   *     type only verifies
   */
  public static SignerKey ofSeed(String name, SignatureType type, byte[] seed)
      throws NoteFormatException {
    try {
      SigningKey key = SigningKey.ofSeed(algorithm(type), seed);
      return new SignerKey(key, VerifierKey.of(name, type, key.verifyingKey()));
    } catch (KeyFormatException e) {
      throw new NoteFormatException("private key: " + e.getMessage(), e);
    }
  }

  /**
   * A new key from the platform's secure random numbers.
   *
   * @throws NoteFormatException if the name is not a key name, or the type only verifies
   */
  public static SignerKey generate(String name, SignatureType type) throws NoteFormatException {
    SigningKey key = SigningKey.generate(algorithm(type));
    return new SignerKey(key, VerifierKey.of(name, type, key.verifyingKey()));
  }

  private static SignatureAlgorithm algorithm(SignatureType type) throws NoteFormatException {
    return type.rawAlgorithm()
        .orElseThrow(
            () ->
                new NoteFormatException(
                    "private key type: " + type + " (expected: one of 1, 4, 6)"));
  }

  /** The public half, with the same name and key ID. */
  public VerifierKey verifierKey() {
    return verifierKey;
  }

  /** The name on the lines that it signs. */
  public String name() {
    return verifierKey.name();
  }

  /** One of the types 0x01, 0x04 and 0x06. */
  public SignatureType algorithm() {
    return verifierKey.algorithm();
  }

  /** The private form, which is secret. */
  public String encodePrivate() {
    return PREFIX
        + verifierKey.name()
        + "+"
        + VerifierKey.hex(verifierKey.keyId())
        + "+"
        + VerifierKey.encode(verifierKey.algorithm(), key.secretSeed());
  }

  /**
   * Signs any note's text.
   *
   * @param text non-empty, with its final line feed
   * @throws IllegalArgumentException if it is not a note's text, or if the type is a cosignature's,
   *     which signs checkpoints only
   */
  public NoteSignature sign(String text) {
    if (algorithm().isCosignature()) {
      throw new IllegalArgumentException(
          "key type: " + algorithm() + " (expected: " + SignatureType.ED25519 + ")");
    }
    try {
      NoteParser.checkText(text);
    } catch (NoteFormatException e) {
      throw new IllegalArgumentException("text to sign: " + e.getMessage(), e);
    }
    return line(sign(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Signs a checkpoint.
   *
   * @param time stated by cosignatures, from 1970-01-01T00:00:00Z on, in whole seconds; 0 states
   *     none
   * @throws IllegalArgumentException if the time is earlier, or for type 0x06 if the key's name or
   *     the origin is longer than 255 bytes
   */
  public NoteSignature sign(Checkpoint checkpoint, Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds < 0) {
      throw new IllegalArgumentException("time: " + time + " (expected: not before 1970)");
    }
    return switch (algorithm()) {
      case ED25519_COSIGNATURE -> {
        byte[] text = checkpoint.text().getBytes(StandardCharsets.UTF_8);
        yield line(timed(seconds, sign(CosignedMessage.ed25519(seconds, text))));
      }
      case ML_DSA_44_COSIGNATURE ->
          signSubtree(
              seconds, checkpoint.origin(), new Subtree(0, checkpoint.size()), checkpoint.root());
      default -> sign(checkpoint.text());
    };
  }

  NoteSignature signSubtree(long seconds, String origin, Subtree subtree, Hash hash) {
    try {
      byte[] message = CosignedMessage.subtree(name(), seconds, origin, subtree, hash);
      return line(timed(seconds, sign(message)));
    } catch (NoteFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private byte[] sign(byte[] message) {
    try {
      return key.sign(message);
    } catch (SignatureException e) {
      throw new IllegalStateException(verifierKey.name() + ": the provider cannot sign", e);
    }
  }

  private NoteSignature line(byte[] signature) {
    try {
      return NoteSignature.of(verifierKey.name(), verifierKey.keyId(), signature);
    } catch (NoteFormatException e) {
      throw new IllegalStateException("a valid key gives a valid line", e);
    }
  }

  private static byte[] timed(long seconds, byte[] signature) {
    return ByteBuffer.allocate(8 + signature.length).putLong(seconds).put(signature).array();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignerKey that
        && verifierKey.equals(that.verifierKey)
        && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return verifierKey.hashCode();
  }

  @Override
  public String toString() {
    return "SignerKey[" + verifierKey + "]";
  }
}
