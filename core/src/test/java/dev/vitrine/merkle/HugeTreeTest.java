package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Seeded random sizes up to 2^62 and the largest size there is, against the recursive oracle. */
class HugeTreeTest {
  private static final int ROUNDS = 1_000;

  private final Random random = new Random(62);

  @Test
  void proofs_ofHugeTrees_areRightAndVerify() throws IOException, ProofException {
    for (int round = 0; round < ROUNDS; round++) {
      long size = round == 0 ? Long.MAX_VALUE : 1 + below(1L << 1 + random.nextInt(62));
      long index = below(size);
      long oldSize = 1 + below(size);
      SparseTree tree = new SparseTree(special(size, index, oldSize));
      Hash root = tree.mth(0, size);
      assertThat(ProofBuilder.root(tree, size)).isEqualTo(root);

      InclusionProof inclusion = ProofBuilder.inclusion(tree, index, size);
      ProofVerifier.verifyInclusion(inclusion, tree.leaf(index), root);

      ConsistencyProof consistency = ProofBuilder.consistency(tree, oldSize, size);
      ProofVerifier.verifyConsistency(consistency, tree.mth(0, oldSize), root);
    }
  }

  @Test
  void subtreeProofs_ofHugeTrees_areRightAndVerify() throws IOException, ProofException {
    for (int round = 0; round < ROUNDS; round++) {
      long size = round == 0 ? Long.MAX_VALUE : 2 + below(1L << 1 + random.nextInt(62));
      long end = 1 + below(size);
      long start = startOfSubtree(end);
      long index = start + below(end - start);
      SparseTree tree = new SparseTree(special(size, index, end));
      Hash part = tree.mth(start, end);
      assertThat(ProofBuilder.subtreeHash(tree, start, end)).isEqualTo(part);

      List<Hash> path = ProofBuilder.subtreeInclusion(tree, index, start, end);
      ProofVerifier.verifySubtreeInclusion(index, start, end, path, tree.leaf(index), part);

      SubtreeConsistencyProof proof = ProofBuilder.subtreeConsistency(tree, start, end, size);
      ProofVerifier.verifySubtreeConsistency(proof, part, tree.mth(0, size));
    }
  }

  @Test
  void compactRange_ofHugeTree_goesOnRight() {
    for (int round = 0; round < ROUNDS; round++) {
      long size = below(1L << 1 + random.nextInt(62));
      SparseTree tree = new SparseTree(special(size + 20, size, size));
      CompactRange range = CompactRange.of(size, tree.read(CompactRange.nodes(size)));
      assertThat(range.root()).isEqualTo(tree.mth(0, size));
      for (long next = size; next < size + 20; next++) {
        range.append(tree.leaf(next));
      }
      assertThat(range.root()).isEqualTo(tree.mth(0, size + 20));
    }
  }

  private long startOfSubtree(long end) {
    long size = 1 + below(1L << random.nextInt(Subtree.bitLength(end)));
    long unit = size == 1 ? 1 : Long.highestOneBit(size - 1) << 1;
    // The last leaf's place in units: everything before it in its unit makes a valid subtree.
    return unit <= 0 ? 0 : (end - 1) / unit * unit;
  }

  private Iterable<Long> special(long size, long... more) {
    Stream<Long> drawn = Stream.generate(() -> below(size)).limit(8);
    Stream<Long> near =
        Stream.of(more[0], more[1]).flatMap(i -> Stream.of(i - 1, i, i + 1, i ^ 1, i ^ 64));
    return Stream.concat(drawn, near).filter(i -> i >= 0 && i < size).distinct().toList();
  }

  private long below(long bound) {
    return random.nextLong(bound);
  }
}
