package dev.vitrine.merkle;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The accumulated hashes of the Merkle tree certificates draft's appendix: every subtree and every
 * proof of the trees with up to 130 leaves, leaf {@code i} being the byte {@code i}.
 */
class MtcDraftTest {
  private static final int MAX = 130;

  private final TextbookTree tree = TextbookTree.ofSingleBytes(MAX);
  private final HashReader reader = tree.reader();
  private final MessageDigest accumulated = sha256();

  @Test
  void subtreeHashes_accumulate() throws IOException {
    accumulateSubtreeHashes(0);
    assertAccumulated("b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81");
  }

  @Test
  void subtreeHashes_withoutTheEmptyOnes_accumulateAsInOlderDrafts() throws IOException {
    accumulateSubtreeHashes(1);
    assertAccumulated("94a95384a8c69acea9b50d035a58285b3a777cb7a724005faa5e1f1e1190007f");
  }

  private void accumulateSubtreeHashes(int minSize) throws IOException {
    for (int end = 0; end <= MAX; end++) {
      for (int start = 0; start + minSize <= end; start++) {
        if (Subtree.isValid(start, end)) {
          Hash hash = ProofBuilder.subtreeHash(reader, start, end);
          accumulate("[" + start + ", " + end + ") " + hash.hex() + "\n");
        }
      }
    }
  }

  @Test
  void subtreeInclusionProofs_accumulateAndVerify() throws IOException, ProofException {
    for (int end = 0; end <= MAX; end++) {
      for (int start = 0; start <= end; start++) {
        for (int i = start; i < end && Subtree.isValid(start, end); i++) {
          List<Hash> path = ProofBuilder.subtreeInclusion(reader, i, start, end);
          Hash root = tree.mth(start, end);
          ProofVerifier.verifySubtreeInclusion(i, start, end, path, tree.mth(i, i + 1), root);
          accumulate(i + " [" + start + ", " + end + ")" + texts(path) + "\n");
        }
      }
    }
    assertAccumulated("ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f");
  }

  @Test
  void subtreeConsistencyProofs_accumulateAndVerify() throws IOException, ProofException {
    for (int n = 0; n <= MAX; n++) {
      for (int end = 0; end <= n; end++) {
        for (int start = 0; start <= end; start++) {
          if (Subtree.isValid(start, end)) {
            SubtreeConsistencyProof proof = ProofBuilder.subtreeConsistency(reader, start, end, n);
            assertThat(proof.path()).isEqualTo(tree.subtreeProof(start, end, n));
            ProofVerifier.verifySubtreeConsistency(proof, tree.mth(start, end), tree.root(n));
            accumulate("[" + start + ", " + end + ") " + n + texts(proof.path()) + "\n");
          }
        }
      }
    }
    assertAccumulated("10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74");
  }

  @Test
  void coverings_accumulate() {
    for (int end = 0; end <= MAX; end++) {
      for (int start = 0; start <= end; start++) {
        List<Subtree> pair = Subtree.covering(start, end);
        accumulate(text(pair.get(0)) + " " + text(pair.get(1)) + "\n");
      }
    }
    assertAccumulated("7fd9c8b926e9d2b5cf831560e8ce295a5ef97ad5c5ede4ea0dea28a8c8fc8bb0");
  }

  private static String text(Subtree subtree) {
    return "[" + subtree.start() + ", " + subtree.end() + ")";
  }

  private static String texts(List<Hash> path) {
    StringBuilder text = new StringBuilder();
    path.forEach(hash -> text.append(' ').append(hash.hex()));
    return text.toString();
  }

  private void accumulate(String line) {
    accumulated.update(line.getBytes(US_ASCII));
  }

  private void assertAccumulated(String hex) {
    assertThat(Hash.of(accumulated.digest()).hex()).isEqualTo(hex);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
