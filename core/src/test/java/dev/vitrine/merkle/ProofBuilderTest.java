package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ProofBuilderTest {
  private static final TextbookTree TREE = TextbookTree.ofSize(20);
  private static final HashReader READER = TREE.reader();

  @Test
  void proof_isReadAtOnce() throws IOException {
    List<List<NodeId>> reads = new ArrayList<>();
    HashReader counting =
        ids -> {
          reads.add(ids);
          return READER.read(ids);
        };
    ProofBuilder.inclusion(counting, 3, 13);
    assertThat(reads)
        .containsExactly(
            List.of(
                new NodeId(0, 2),
                new NodeId(1, 0),
                new NodeId(2, 1),
                new NodeId(2, 2),
                new NodeId(0, 12)));
  }

  @Test
  void proofs_thatNeedNothing_readNothing() throws IOException {
    HashReader none =
        ids -> {
          throw new IOException("read " + ids);
        };
    assertThat(ProofBuilder.inclusion(none, 0, 1).path()).isEmpty();
    assertThat(ProofBuilder.consistency(none, 0, 9).path()).isEmpty();
    assertThat(ProofBuilder.consistency(none, 9, 9).path()).isEmpty();
    assertThat(ProofBuilder.subtreeConsistency(none, 5, 5, 9).path()).isEmpty();
    assertThat(ProofBuilder.root(none, 0)).isEqualTo(Hash.EMPTY_ROOT);
  }

  @Test
  void rangesOutsideTheTree_areRefused() {
    List<ThrowingCallable> bad =
        List.of(
            () -> ProofBuilder.inclusion(READER, 0, 0),
            () -> ProofBuilder.inclusion(READER, 5, 5),
            () -> ProofBuilder.inclusion(READER, -1, 5),
            () -> ProofBuilder.inclusion(READER, 0, -1),
            () -> ProofBuilder.consistency(READER, 6, 5),
            () -> ProofBuilder.consistency(READER, -1, 5),
            () -> ProofBuilder.consistency(READER, 0, -1),
            () -> ProofBuilder.subtreeInclusion(READER, 3, 4, 8),
            () -> ProofBuilder.subtreeInclusion(READER, 8, 4, 8),
            () -> ProofBuilder.subtreeInclusion(READER, 3, 2, 6),
            () -> ProofBuilder.subtreeConsistency(READER, 4, 8, 7),
            () -> ProofBuilder.subtreeConsistency(READER, 2, 6, 8),
            () -> ProofBuilder.subtreeHash(READER, 2, 6),
            () -> ProofBuilder.root(READER, -1));
    for (ThrowingCallable call : bad) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected:");
    }
  }

  @Test
  void reader_thatAnswersTooLittle_isNotTrusted() {
    assertThatThrownBy(() -> ProofBuilder.inclusion(ids -> List.of(), 3, 13))
        .isInstanceOf(IOException.class)
        .hasMessage("hashes read: 0 (expected: 5)");
  }

  @Test
  void proof_negativeNumbers_areRefused() {
    List<ThrowingCallable> bad =
        List.of(
            () -> new InclusionProof(-1, 1, List.of()),
            () -> new InclusionProof(0, -1, List.of()),
            () -> new ConsistencyProof(-1, 1, List.of()),
            () -> new ConsistencyProof(0, -1, List.of()),
            () -> new SubtreeConsistencyProof(-1, 1, 1, List.of()),
            () -> new SubtreeConsistencyProof(0, -1, 1, List.of()),
            () -> new SubtreeConsistencyProof(0, 1, -1, List.of()));
    for (ThrowingCallable call : bad) {
      assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
