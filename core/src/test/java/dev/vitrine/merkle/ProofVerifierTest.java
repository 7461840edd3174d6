package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BinaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProofVerifierTest {
  private static final int MAX = 24;
  private static final TextbookTree TREE = TextbookTree.ofSize(MAX);
  private static final Hash OTHER = TextbookTree.leaf("other".getBytes());
  private static final BinaryOperator<Hash> NEVER =
      (left, right) -> {
        throw new AssertionError("hashed before the shape was checked");
      };

  @Test
  void inclusion_ofAnyWrongLength_isRefusedBeforeTheFirstHash() {
    for (long[] tree : new long[][] {{0, 1}, {3, 8}, {12, 13}, {0, 1L << 62}, {7, 1L << 62}}) {
      int right = expectedInclusionLength(tree[0], tree[1]);
      for (int length = 0; length < 70; length++) {
        if (length != right) {
          InclusionProof proof = new InclusionProof(tree[0], tree[1], hashes(length));
          assertRefusedUnhashed(() -> ProofVerifier.verifyInclusion(proof, OTHER, OTHER, NEVER));
        }
      }
    }
  }

  @Test
  void inclusion_ofIndexOutsideTheTree_isRefusedBeforeTheFirstHash() {
    for (long[] tree : new long[][] {{0, 0}, {1, 1}, {8, 8}, {9, 8}, {Long.MAX_VALUE, 8}}) {
      for (int length = 0; length < 8; length++) {
        InclusionProof proof = new InclusionProof(tree[0], tree[1], hashes(length));
        assertRefusedUnhashed(() -> ProofVerifier.verifyInclusion(proof, OTHER, OTHER, NEVER));
      }
    }
  }

  @Test
  void consistency_ofAnyWrongLength_isRefusedBeforeTheFirstHash() {
    for (int newSize = 1; newSize <= MAX; newSize++) {
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        int right = TREE.proof(oldSize, newSize).size();
        for (int length = 0; length < 10; length++) {
          if (length != right) {
            ConsistencyProof proof = new ConsistencyProof(oldSize, newSize, hashes(length));
            assertRefusedUnhashed(
                () -> ProofVerifier.verifyConsistency(proof, OTHER, OTHER, NEVER));
          }
        }
      }
    }
  }

  @Test
  void consistency_fromNothingOrBackwards_isRefusedBeforeTheFirstHash() {
    for (long[] sizes : new long[][] {{0, 0}, {0, 5}, {6, 5}, {Long.MAX_VALUE, 5}}) {
      for (int length = 0; length < 4; length++) {
        ConsistencyProof proof = new ConsistencyProof(sizes[0], sizes[1], hashes(length));
        assertThatThrownBy(
                () ->
                    ProofVerifier.verifyConsistency(proof, Hash.EMPTY_ROOT, Hash.EMPTY_ROOT, NEVER))
            .isInstanceOf(ProofException.class)
            .hasMessageStartingWith("old size: " + sizes[0] + " (expected: in [1, " + sizes[1]);
      }
    }
  }

  @Test
  void inclusion_anyBitFlipped_doesNotVerify() throws IOException {
    for (int size = 1; size <= MAX; size++) {
      Hash root = TREE.root(size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = ProofBuilder.inclusion(TREE.reader(), index, size);
        Hash leaf = TREE.leaves().get(index);
        for (List<Hash> path : mutations(proof.path())) {
          InclusionProof bad = new InclusionProof(index, size, path);
          assertRefused(() -> ProofVerifier.verifyInclusion(bad, leaf, root));
        }
        assertFlipsRefused(leaf, bad -> ProofVerifier.verifyInclusion(proof, bad, root));
        assertFlipsRefused(root, bad -> ProofVerifier.verifyInclusion(proof, leaf, bad));
      }
    }
  }

  @Test
  void inclusion_anyOtherIndex_doesNotVerify() throws IOException {
    for (int size = 1; size <= MAX; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash> path = ProofBuilder.inclusion(TREE.reader(), index, size).path();
        for (int other = 0; other < size; other++) {
          if (other != index) {
            InclusionProof bad = new InclusionProof(other, size, path);
            Hash leaf = TREE.leaves().get(index);
            Hash root = TREE.root(size);
            assertRefused(() -> ProofVerifier.verifyInclusion(bad, leaf, root));
          }
        }
      }
    }
  }

  @Test
  void consistency_anyBitFlipped_doesNotVerify() throws IOException {
    for (int newSize = 1; newSize <= MAX; newSize++) {
      Hash newRoot = TREE.root(newSize);
      for (int oldSize = 1; oldSize <= newSize; oldSize++) {
        ConsistencyProof proof = ProofBuilder.consistency(TREE.reader(), oldSize, newSize);
        Hash oldRoot = TREE.root(oldSize);
        for (List<Hash> path : mutations(proof.path())) {
          ConsistencyProof bad = new ConsistencyProof(proof.oldSize(), proof.newSize(), path);
          assertRefused(() -> ProofVerifier.verifyConsistency(bad, oldRoot, newRoot));
        }
        assertFlipsRefused(oldRoot, bad -> ProofVerifier.verifyConsistency(proof, bad, newRoot));
        assertFlipsRefused(newRoot, bad -> ProofVerifier.verifyConsistency(proof, oldRoot, bad));
      }
    }
  }

  @Test
  void subtreeConsistency_anyBitFlipped_doesNotVerify() throws IOException {
    int size = 21;
    Hash root = TREE.root(size);
    for (int end = 1; end <= size; end++) {
      for (int start = 0; start < end; start++) {
        if (!Subtree.isValid(start, end)) {
          continue;
        }
        SubtreeConsistencyProof proof =
            ProofBuilder.subtreeConsistency(TREE.reader(), start, end, size);
        Hash part = TREE.mth(start, end);
        for (List<Hash> path : mutations(proof.path())) {
          SubtreeConsistencyProof bad =
              new SubtreeConsistencyProof(proof.start(), proof.end(), size, path);
          assertRefused(() -> ProofVerifier.verifySubtreeConsistency(bad, part, root));
        }
        assertFlipsRefused(part, bad -> ProofVerifier.verifySubtreeConsistency(proof, bad, root));
        assertFlipsRefused(root, bad -> ProofVerifier.verifySubtreeConsistency(proof, part, bad));
      }
    }
  }

  @Test
  void subtreeProofs_ofInvalidSubtrees_areRefused() {
    List<ThrowingCallable> bad =
        List.of(
            () -> verifySubtreeInclusion(3, 2, 6),
            () -> verifySubtreeInclusion(3, 4, 8),
            () -> verifySubtreeInclusion(8, 4, 8),
            () -> verifySubtreeInclusion(-1, 0, 8),
            () -> verifySubtreeInclusion(0, -8, 0),
            () -> verifySubtreeConsistency(2, 6, 8),
            () -> verifySubtreeConsistency(4, 8, 7),
            () -> verifySubtreeConsistency(5, 3, 7));
    bad.forEach(ProofVerifierTest::assertRefusedUnhashed);
  }

  private static void verifySubtreeInclusion(long index, long start, long end)
      throws ProofException {
    ProofVerifier.verifySubtreeInclusion(index, start, end, hashes(2), OTHER, OTHER);
  }

  private static void verifySubtreeConsistency(long start, long end, long size)
      throws ProofException {
    ProofVerifier.verifySubtreeConsistency(
        new SubtreeConsistencyProof(start, end, size, hashes(2)), OTHER, OTHER);
  }

  @Test
  void emptySubtree_withItsRootAndNoHashes_isInEveryTree() throws ProofException {
    SubtreeConsistencyProof proof = new SubtreeConsistencyProof(5, 5, 9, List.of());
    ProofVerifier.verifySubtreeConsistency(proof, Hash.EMPTY_ROOT, OTHER);
    assertThatThrownBy(() -> ProofVerifier.verifySubtreeConsistency(proof, OTHER, OTHER))
        .isInstanceOf(ProofException.class);
    SubtreeConsistencyProof longer = new SubtreeConsistencyProof(5, 5, 9, List.of(OTHER));
    assertThatThrownBy(() -> ProofVerifier.verifySubtreeConsistency(longer, Hash.EMPTY_ROOT, OTHER))
        .isInstanceOf(ProofException.class);
  }

  @Test
  void failure_saysWhatWasExpectedAndComputed() throws IOException {
    InclusionProof proof = ProofBuilder.inclusion(TREE.reader(), 2, 5);
    ProofException failure =
        catchThrowableOfType(
            ProofException.class,
            () -> ProofVerifier.verifyInclusion(proof, TREE.leaves().get(2), OTHER));
    assertThat(failure.expected()).contains(OTHER);
    assertThat(failure.computed()).contains(TREE.root(5));
    assertThat(failure).hasMessageContaining(OTHER.hex()).hasMessageContaining(TREE.root(5).hex());
  }

  /** Every way to flip one bit, to leave out a hash, to add one, to swap neighbours. */
  private static List<List<Hash>> mutations(List<Hash> path) {
    List<List<Hash>> mutations = new ArrayList<>();
    for (int at = 0; at < path.size(); at++) {
      for (Hash flipped : flips(path.get(at))) {
        List<Hash> mutation = new ArrayList<>(path);
        mutation.set(at, flipped);
        mutations.add(mutation);
      }
      List<Hash> shorter = new ArrayList<>(path);
      shorter.remove(at);
      mutations.add(shorter);
      if (at > 0) {
        List<Hash> swapped = new ArrayList<>(path);
        Collections.swap(swapped, at - 1, at);
        mutations.add(swapped);
      }
    }
    for (int at = 0; at <= path.size(); at++) {
      List<Hash> longer = new ArrayList<>(path);
      longer.add(at, OTHER);
      mutations.add(longer);
    }
    return mutations;
  }

  private static List<Hash> flips(Hash hash) {
    List<Hash> flips = new ArrayList<>();
    for (int bit = 0; bit < 256; bit++) {
      byte[] bytes = hash.toByteArray();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      flips.add(Hash.of(bytes));
    }
    return flips;
  }

  private interface Verification {
    void of(Hash hash) throws ProofException;
  }

  private static void assertFlipsRefused(Hash hash, Verification verification) {
    for (Hash flipped : flips(hash)) {
      assertRefused(() -> verification.of(flipped));
    }
  }

  // Not AssertJ: this is called more than a million times.
  private static void assertRefused(ThrowingCallable verification) {
    try {
      verification.call();
    } catch (ProofException expected) {
      return;
    } catch (Throwable other) {
      throw new AssertionError("expected a ProofException", other);
    }
    throw new AssertionError("a bad proof verified");
  }

  private static void assertRefusedUnhashed(ThrowingCallable verification) {
    ProofException failure = catchThrowableOfType(ProofException.class, verification);
    assertThat(failure).isNotNull();
    assertThat(failure.expected()).isEmpty();
    assertThat(failure.computed()).isEmpty();
  }

  private static List<Hash> hashes(int count) {
    return Collections.nCopies(count, OTHER);
  }

  private static int expectedInclusionLength(long index, long size) {
    int length = 0;
    long last = size - 1;
    for (long at = index; last > 0; at /= 2, last /= 2) {
      length += at % 2 == 1 || at < last ? 1 : 0;
    }
    return length;
  }
}
