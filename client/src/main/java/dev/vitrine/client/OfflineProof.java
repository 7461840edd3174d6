package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyEvidence;
import dev.vitrine.policy.PolicyException;
import dev.vitrine.proof.ProofFormatException;
import dev.vitrine.proof.TlogProof;
import java.nio.charset.StandardCharsets;

/**
 * An entry that a {@code .tlog-proof} shows to be in a log, checked without any network.
 *
 * @param origin the log's origin
 * @param index the entry's index
 * @param size the size of the head in the proof
 * @param leafHash the entry's leaf hash
 * @param signatures who signed the head in the proof
 */
public record OfflineProof(
    String origin, long index, long size, Hash leafHash, HeadSignatures signatures) {
  private static final String FAMILY = "c2sp.org/tlog-proof@";

  /**
   * Verifies an entry against a proof.
   *
   * @param proof the bytes of a {@code .tlog-proof}
   * @param entry the entry's bytes
   * @param policy whose signatures count
   * @return what is proven
   * @throws FormatNewerException if the proof is of a version this library does not know
   * @throws UntrustedException if the proof is malformed, or the policy does not accept its head
   * @throws DiffersFromLogException if the proof's head is good and this entry is not what it
   *     proves
   */
  public static OfflineProof verify(byte[] proof, byte[] entry, Policy policy) throws LogException {
    return verify(parse(proof), TreeHasher.leaf(entry), policy);
  }

  /**
   * Verifies a leaf against a proof.
   *
   * @param parsed the proof
   * @param leafHash computed by the caller from the entry's bytes
   * @param policy whose signatures count
   * @return what is proven
   * @throws UntrustedException if the policy does not accept the proof's head
   * @throws DiffersFromLogException if the proof is not for this leaf
   */
  public static OfflineProof verify(TlogProof parsed, Hash leafHash, Policy policy)
      throws UntrustedException, DiffersFromLogException {
    try {
      PolicyEvidence evidence = parsed.verify(leafHash, policy);
      return new OfflineProof(
          evidence.checkpoint().origin(),
          parsed.index(),
          evidence.checkpoint().size(),
          leafHash,
          HeadVerifier.signatures(evidence));
    } catch (PolicyException e) {
      throw new UntrustedException(
          "the policy does not accept the head in the proof: " + e.getMessage(), e);
    } catch (ProofException e) {
      throw new DiffersFromLogException(
          "this is not what the log holds at index %d, or the proof is not for it: %s"
              .formatted(parsed.index(), e.getMessage()),
          e);
    }
  }

  /**
   * Reads a proof.
   *
   * @param proof the bytes of a {@code .tlog-proof}
   * @return the proof, not verified
   * @throws FormatNewerException if it is of a version this library does not know
   * @throws UntrustedException if it is malformed
   */
  public static TlogProof parse(byte[] proof) throws FormatNewerException, UntrustedException {
    try {
      return TlogProof.parse(proof);
    } catch (ProofFormatException e) {
      String firstLine =
          new String(proof, 0, Math.min(proof.length, 60), StandardCharsets.UTF_8)
              .lines()
              .findFirst()
              .orElse("");
      if (firstLine.startsWith(FAMILY) && !firstLine.equals(FAMILY + "v1")) {
        throw new FormatNewerException(
            "proof: %s (expected: %sv1)".formatted(firstLine, FAMILY), e);
      }
      throw new UntrustedException("the proof is malformed: " + e.getMessage(), e);
    }
  }
}
