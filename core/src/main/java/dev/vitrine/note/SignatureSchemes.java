package dev.vitrine.note;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import java.nio.ByteBuffer;
import java.security.SignatureException;
import java.util.Arrays;

/** How each signature type turns a text and the bytes of a line into one signature check. */
final class SignatureSchemes {
  private static final int TIMESTAMP_SIZE = 8;
  private static final int TREE_HEAD_HEADER = TIMESTAMP_SIZE + 4;
  private static final byte TLS_SHA256 = 4;
  private static final byte TLS_ECDSA = 3;

  private SignatureSchemes() {}

  static Cosignature verify(VerifierKey key, NoteText text, NoteSignature signature)
      throws NoteVerificationException {
    requireSameKey(key, signature);
    byte[] bytes = signature.bytes();
    return switch (key.algorithm()) {
      case ED25519, ECDSA -> {
        check(key, text.bytes(), bytes);
        yield new Cosignature(key, 0);
      }
      case ED25519_COSIGNATURE -> {
        text.checkpoint();
        long time = timestamp(key, bytes);
        check(key, CosignedMessage.ed25519(time, text.bytes()), tail(bytes, TIMESTAMP_SIZE));
        yield new Cosignature(key, time);
      }
      case RFC6962_TREE_HEAD -> verifyTreeHead(key, text.checkpoint(), bytes);
      case ML_DSA_44_COSIGNATURE -> {
        Checkpoint head = text.checkpoint();
        Subtree all = new Subtree(0, head.size());
        yield verifySubtree(key, head.origin(), all, head.root(), signature);
      }
    };
  }

  static Cosignature verifySubtree(
      VerifierKey key, String origin, Subtree range, Hash hash, NoteSignature signature)
      throws NoteVerificationException {
    requireSameKey(key, signature);
    byte[] bytes = signature.bytes();
    long time = timestamp(key, bytes);
    if (time != 0 && range.start() != 0) {
      throw refused(key, "timestamp " + time + " on a subtree that starts at " + range.start());
    }
    try {
      byte[] message = CosignedMessage.subtree(key.name(), time, origin, range, hash);
      check(key, message, tail(bytes, TIMESTAMP_SIZE));
    } catch (NoteFormatException e) {
      throw new NoteVerificationException(who(key) + ": " + e.getMessage(), e);
    }
    return new Cosignature(key, time);
  }

  private static Cosignature verifyTreeHead(VerifierKey key, Checkpoint head, byte[] bytes)
      throws NoteVerificationException {
    long millis = timestamp(key, bytes);
    if (bytes.length < TREE_HEAD_HEADER
        || bytes[TIMESTAMP_SIZE] != TLS_SHA256
        || bytes[TIMESTAMP_SIZE + 1] != TLS_ECDSA
        || ByteBuffer.wrap(bytes).getShort(TIMESTAMP_SIZE + 2)
            != (short) (bytes.length - TREE_HEAD_HEADER)) {
      throw refused(key, "not a TLS DigitallySigned with SHA-256 and ECDSA");
    }
    byte[] message = CosignedMessage.treeHead(millis, head.size(), head.root());
    check(key, message, tail(bytes, TREE_HEAD_HEADER));
    return new Cosignature(key, millis / 1000);
  }

  private static void requireSameKey(VerifierKey key, NoteSignature signature)
      throws NoteVerificationException {
    if (!key.matches(signature)) {
      throw refused(
          key,
          "line of "
              + StrictText.show(signature.name())
              + " and ID "
              + VerifierKey.hex(signature.keyId())
              + ", another key");
    }
  }

  private static long timestamp(VerifierKey key, byte[] bytes) throws NoteVerificationException {
    if (bytes.length <= TIMESTAMP_SIZE) {
      throw refused(key, bytes.length + " bytes (expected: a timestamp and a signature)");
    }
    long time = ByteBuffer.wrap(bytes).getLong();
    if (time < 0) {
      throw refused(key, "timestamp " + Long.toUnsignedString(time) + " (expected: <= 2^63-1)");
    }
    return time;
  }

  private static void check(VerifierKey key, byte[] message, byte[] signature)
      throws NoteVerificationException {
    try {
      key.publicKey().verify(message, signature);
    } catch (SignatureException e) {
      throw new NoteVerificationException(who(key) + ": " + e.getMessage(), e);
    }
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static NoteVerificationException refused(VerifierKey key, String why) {
    return new NoteVerificationException(who(key) + ": " + why);
  }

  private static String who(VerifierKey key) {
    return "signature of " + key.name() + "+" + VerifierKey.hex(key.keyId());
  }
}
