package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fast code agrees with the textbook for every size up to 1,100 and every proof in it. */
class OracleTest {
  private static final int MAX = 1_100;
  private static final TextbookTree TREE = TextbookTree.ofSize(MAX);

  @Test
  void compactRange_everySize_hasTextbookRootAndNodes() {
    CompactRange range = CompactRange.empty();
    for (int size = 0; size <= MAX; size++) {
      assertThat(range.size()).isEqualTo(size);
      assertThat(range.root()).isEqualTo(TREE.root(size));
      List<Hash> nodes =
          CompactRange.nodes(size).stream().map(id -> TREE.mth(id.start(), id.end())).toList();
      assertThat(range.hashes()).isEqualTo(nodes);
      assertThat(CompactRange.of(size, nodes).root()).isEqualTo(TREE.root(size));
      if (size < MAX) {
        range.append(
            TREE.leaves().get(size),
            (id, hash) -> assertThat(hash).isEqualTo(TREE.mth(id.start(), id.end())));
      }
    }
  }

  @Test
  void inclusion_everyLeafOfEverySize_isTextbookPathAndVerifies()
      throws IOException, ProofException {
    MemoryHashes hashes = MemoryHashes.of(TREE.leaves());
    for (int size = 1; size <= MAX; size++) {
      Hash root = TREE.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = ProofBuilder.inclusion(hashes, index, size);
        assertThat(proof.path().equals(TREE.path(index, 0, size)))
            .as("path of %s in %s", index, size)
            .isTrue();
        ProofVerifier.verifyInclusion(proof, TREE.leaves().get(index), root);
      }
    }
  }

  @Test
  void consistency_everyPairOfSizes_isTextbookProofAndVerifies()
      throws IOException, ProofException {
    MemoryHashes hashes = MemoryHashes.of(TREE.leaves());
    for (int newSize = 1; newSize <= MAX; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        ConsistencyProof proof = ProofBuilder.consistency(hashes, oldSize, newSize);
        assertThat(proof.path().equals(TREE.proof(oldSize, newSize)))
            .as("proof from %s to %s", oldSize, newSize)
            .isTrue();
        ProofVerifier.verifyConsistency(proof, TREE.root(oldSize), TREE.root(newSize));
      }
    }
  }
}
