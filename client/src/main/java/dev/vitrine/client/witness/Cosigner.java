package dev.vitrine.client.witness;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.Cosignature;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.SubtreeCosignature;
import dev.vitrine.note.VerifierKey;
import java.time.Instant;
import java.util.List;

/** A cosigner's keys, all used together; types 0x04 and 0x06 only. Immutable. */
public final class Cosigner {
  private final List<SignerKey> keys;

  /**
   * @param keys at least one, all cosignature keys of the same name
   */
  public Cosigner(List<SignerKey> keys) {
    this.keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: none (expected: at least one)");
    }
    for (SignerKey key : keys) {
      if (!key.algorithm().isCosignature()) {
        throw new IllegalArgumentException(
            key.verifierKey() + ": type " + key.algorithm() + " (expected: a cosignature key)");
      }
      if (!key.name().equals(name())) {
        throw new IllegalArgumentException(
            "key name: " + key.name() + " (expected: " + name() + ", as the first key)");
      }
    }
  }

  public String name() {
    return keys.get(0).name();
  }

  public List<VerifierKey> verifierKeys() {
    return keys.stream().map(SignerKey::verifierKey).toList();
  }

  /** Verifier keys of the signatures that speak for subtrees too. */
  public List<VerifierKey> subtreeKeys() {
    return subtreeSigners().stream().map(SignerKey::verifierKey).toList();
  }

  /**
   * @param unixSeconds at least 1
   */
  public List<NoteSignature> cosign(Checkpoint checkpoint, long unixSeconds) {
    Instant time = Instant.ofEpochSecond(unixSeconds);
    return keys.stream().map(key -> key.sign(checkpoint, time)).toList();
  }

  /** Signs a subtree that was shown to belong to a checkpoint this cosigner signed. */
  public List<NoteSignature> cosignSubtree(String origin, Subtree subtree, Hash hash) {
    return subtreeSigners().stream()
        .map(key -> SubtreeCosignature.sign(key, origin, subtree, hash))
        .toList();
  }

  /** The latest time stated by a signature of ours, 0 if none is there. */
  public long lastTime(SignedCheckpoint cosigned) {
    try {
      return cosigned.verify(verifierKeys()).verified().stream()
          .mapToLong(Cosignature::timestamp)
          .max()
          .orElse(0);
    } catch (NoteVerificationException e) {
      return 0;
    }
  }

  private List<SignerKey> subtreeSigners() {
    return keys.stream()
        .filter(key -> key.algorithm() == SignatureType.ML_DSA_44_COSIGNATURE)
        .toList();
  }
}
