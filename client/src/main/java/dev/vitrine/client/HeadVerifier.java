package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.Cosignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyEvidence;
import dev.vitrine.policy.PolicyException;
import dev.vitrine.policy.PolicyLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Checks the signatures of a head against the policy, and its age. */
final class HeadVerifier {
  private final Policy policy;
  private final Optional<Duration> maxAge;
  private final Clock clock;

  HeadVerifier(Policy policy, Optional<Duration> maxAge, Clock clock) {
    this.policy = policy;
    this.maxAge = maxAge;
    this.clock = clock;
  }

  /** The keys that the policy lists for logs. */
  List<VerifierKey> logKeys() {
    return policy.logs().stream().map(PolicyLog::key).toList();
  }

  HeadSignatures verify(SignedCheckpoint head) throws UntrustedException, StaleHeadException {
    HeadSignatures signatures;
    try {
      signatures = signatures(policy.verify(head));
    } catch (PolicyException e) {
      throw new UntrustedException(
          "the policy does not accept the head of %s: %s"
              .formatted(head.checkpoint().origin(), e.getMessage()),
          e);
    }
    Checkpoint checkpoint = head.checkpoint();
    if (checkpoint.size() == 0 && !checkpoint.root().equals(Hash.EMPTY_ROOT)) {
      throw new UntrustedException(
          "root of the empty log %s: %s (expected: %s)"
              .formatted(checkpoint.origin(), checkpoint.root(), Hash.EMPTY_ROOT));
    }
    if (maxAge.isPresent()) {
      requireFresh(head, signatures, maxAge.get());
    }
    return signatures;
  }

  private void requireFresh(SignedCheckpoint head, HeadSignatures signatures, Duration limit)
      throws StaleHeadException {
    Instant oldest = clock.instant().minus(limit);
    Optional<Instant> newest = signatures.newest();
    if (newest.isEmpty() || newest.get().isBefore(oldest)) {
      throw new StaleHeadException(
          "newest signature on the head of %s: %s (expected: not before %s)"
              .formatted(
                  head.checkpoint().origin(),
                  newest.map(Instant::toString).orElse("none with a time"),
                  oldest));
    }
  }

  static HeadSignatures signatures(PolicyEvidence evidence) {
    return new HeadSignatures(
        evidence.logSignatures().stream()
            .map(signature -> signer(signature.key().name(), signature))
            .toList(),
        evidence.witnesses().stream()
            .map(witnessed -> signer(witnessed.witness().name(), witnessed.cosignature()))
            .toList());
  }

  private static HeadSignatures.Signer signer(String name, Cosignature signature) {
    VerifierKey key = signature.key();
    return new HeadSignatures.Signer(
        name, HexFormat.of().toHexDigits(key.keyId()), words(key.algorithm()), signature.time());
  }

  private static String words(SignatureType type) {
    return switch (type) {
      case ED25519 -> "Ed25519";
      case ECDSA -> "ECDSA";
      case ED25519_COSIGNATURE -> "Ed25519 cosignature";
      case RFC6962_TREE_HEAD -> "RFC 6962 tree head";
      case ML_DSA_44_COSIGNATURE -> "ML-DSA-44";
    };
  }
}
