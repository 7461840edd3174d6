package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Proof that a log signed two histories: two heads of one origin, each signed by the log, and a
 * consistency proof that leads from the newer head to another root than the older head's.
 *
 * <p>Where the heads have the same size, their roots differ and no proof is needed. Where they have
 * not, {@code prefix} holds what the newer head says that the root was at the older one's size, and
 * the path that proves it: under a collision-resistant hash there is only one such root, so an
 * older head with another one is a lie.
 *
 * <p>{@link #verify} needs nothing but this object. It shows that the holder of the {@code keys}
 * forked its log; that those keys are the log's is for the reader to compare.
 *
 * @param keys the log's verifier keys, at least one
 * @param older the head of the smaller tree
 * @param newer the head of the tree that is as large or larger
 * @param prefixRoot the root of the newer tree's first {@code older.size} entries
 * @param proof the path from {@code prefixRoot} to the newer root
 */
public record ForkEvidence(
    List<VerifierKey> keys,
    SignedCheckpoint older,
    SignedCheckpoint newer,
    Hash prefixRoot,
    ConsistencyProof proof) {

  /** Checks that the parts belong together; {@link #verify} checks that they prove a fork. */
  public ForkEvidence {
    keys = List.copyOf(keys);
    Objects.requireNonNull(prefixRoot, "prefixRoot");
    long oldSize = older.checkpoint().size();
    long newSize = newer.checkpoint().size();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: none (expected: at least one)");
    }
    if (oldSize > newSize) {
      throw new IllegalArgumentException(
          "sizes: %d, %d (expected: the smaller one first)".formatted(oldSize, newSize));
    }
    if (proof.oldSize() != oldSize || proof.newSize() != newSize) {
      throw new IllegalArgumentException(
          "proof from size %d to %d (expected: from %d to %d)"
              .formatted(proof.oldSize(), proof.newSize(), oldSize, newSize));
    }
  }

  /**
   * The evidence as everybody who holds these two heads and knows these keys writes it: with the
   * keys that signed both, no other signatures, and two heads of one size in the order of their
   * roots.
   *
   * @param keys the log's, of which at least one signed both heads, or {@link #verify} will refuse
   * @param smaller the head of the smaller tree
   * @param larger the head of the tree that is as large or larger
   * @param prefixRoot the root of the larger tree's first {@code smaller.size} entries
   * @param proof the path from {@code prefixRoot} to the larger tree's root
   * @return the evidence, not verified yet
   */
  public static ForkEvidence of(
      List<VerifierKey> keys,
      SignedCheckpoint smaller,
      SignedCheckpoint larger,
      Hash prefixRoot,
      ConsistencyProof proof) {
    List<VerifierKey> signers =
        keys.stream()
            .filter(key -> isSigned(smaller, List.of(key)) && isSigned(larger, List.of(key)))
            .distinct()
            .sorted(Comparator.comparing(VerifierKey::toString))
            .toList();
    List<VerifierKey> named = signers.isEmpty() ? keys : signers;
    SignedCheckpoint older = only(named, smaller);
    SignedCheckpoint newer = only(named, larger);
    boolean swap =
        older.checkpoint().size() == newer.checkpoint().size()
            && older.checkpoint().root().compareTo(newer.checkpoint().root()) > 0;
    return swap
        ? new ForkEvidence(named, newer, older, older.checkpoint().root(), proof)
        : new ForkEvidence(named, older, newer, prefixRoot, proof);
  }

  private static SignedCheckpoint only(List<VerifierKey> keys, SignedCheckpoint head) {
    try {
      List<NoteSignature> good = new ArrayList<>(head.signatures());
      good.removeAll(head.verify(keys).unverified());
      good.sort(Comparator.comparing(NoteSignature::line));
      return SignedCheckpoint.of(head.checkpoint(), good);
    } catch (NoteVerificationException e) {
      return head;
    }
  }

  /**
   * The origin of both heads.
   *
   * @return the older head's origin
   */
  public String origin() {
    return older.checkpoint().origin();
  }

  /**
   * Checks the evidence on its own: no network, no policy, no remembered state.
   *
   * @throws EvidenceException if it does not prove a fork
   */
  public void verify() throws EvidenceException {
    if (!origin().equals(newer.checkpoint().origin())) {
      throw new EvidenceException(
          "origins: %s, %s (expected: the same)".formatted(origin(), newer.checkpoint().origin()));
    }
    verifySignature("older", older);
    verifySignature("newer", newer);
    try {
      ProofVerifier.verifyConsistency(proof, prefixRoot, newer.checkpoint().root());
    } catch (ProofException e) {
      throw new EvidenceException(
          "the proof does not lead to the newer head: " + e.getMessage(), e);
    }
    if (prefixRoot.equals(older.checkpoint().root())) {
      throw new EvidenceException("the newer head extends the older one: no fork");
    }
  }

  /**
   * Whether both heads are signed with keys that somebody knows as the log's. Others may have named
   * more keys of it; evidence that verifies and accuses one known key proves the fork.
   *
   * @param known keys of the log
   * @return whether the evidence, if it verifies, says something about the holder of these keys
   */
  public boolean accuses(Collection<VerifierKey> known) {
    return isSigned(older, known) && isSigned(newer, known);
  }

  private static boolean isSigned(SignedCheckpoint head, Collection<VerifierKey> keys) {
    try {
      head.verify(keys);
      return true;
    } catch (NoteVerificationException e) {
      return false;
    }
  }

  private void verifySignature(String which, SignedCheckpoint head) throws EvidenceException {
    try {
      head.verify(keys.toArray(new VerifierKey[0]));
    } catch (NoteVerificationException e) {
      throw new EvidenceException(
          "the %s head is not signed by the keys given: %s".formatted(which, e.getMessage()), e);
    }
  }

  /**
   * The evidence as a text file, in the format of {@link ForkEvidenceFormat}.
   *
   * @return UTF-8 text
   */
  public String encode() {
    return ForkEvidenceFormat.encode(this);
  }

  /**
   * Reads an evidence file. The result is not verified yet.
   *
   * @param text what {@link #encode} wrote
   * @return the evidence
   * @throws EvidenceException if the text is malformed
   * @throws FormatNewerException if it is of a newer version than this library knows
   */
  public static ForkEvidence parse(String text) throws EvidenceException, FormatNewerException {
    return ForkEvidenceFormat.parse(text);
  }
}
