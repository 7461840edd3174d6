package dev.vitrine.note;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;

/** Cosignatures of subtrees (C2SP tlog-witness, sign-subtree): type 0x06, timestamp 0. */
public final class SubtreeCosignature {
  private SubtreeCosignature() {}

  /**
   * @throws NoteVerificationException if the line is not by this key or does not verify for this
   *     subtree of this log
   * @throws IllegalArgumentException if the key's type cannot sign subtrees
   */
  public static Cosignature verify(
      VerifierKey key, String origin, Subtree subtree, Hash hash, NoteSignature signature)
      throws NoteVerificationException {
    requireType(key.algorithm());
    return SignatureSchemes.verifySubtree(key, origin, subtree, hash, signature);
  }

  /**
   * @throws IllegalArgumentException if the key's type cannot sign subtrees, or if its name or the
   *     origin is longer than 255 bytes
   */
  public static NoteSignature sign(SignerKey key, String origin, Subtree subtree, Hash hash) {
    requireType(key.verifierKey().algorithm());
    return key.signSubtree(0, origin, subtree, hash);
  }

  private static void requireType(SignatureType type) {
    if (type != SignatureType.ML_DSA_44_COSIGNATURE) {
      throw new IllegalArgumentException(
          "key type: " + type + " (expected: " + SignatureType.ML_DSA_44_COSIGNATURE + ")");
    }
  }
}
