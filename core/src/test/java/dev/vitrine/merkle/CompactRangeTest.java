package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactRangeTest {
  private static final TextbookTree TREE = TextbookTree.ofSize(16);

  @Test
  void append_reportsLeafThenParents() {
    CompactRange range = CompactRange.empty();
    List<NodeId> seen = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      range.append(TREE.leaves().get(i), (id, hash) -> seen.add(id));
    }
    assertThat(seen)
        .containsExactly(
            new NodeId(0, 0),
            new NodeId(0, 1),
            new NodeId(1, 0),
            new NodeId(0, 2),
            new NodeId(0, 3),
            new NodeId(1, 1),
            new NodeId(2, 0));
  }

  @Test
  void appendSubtree_isAsItsLeavesOneByOneButReportsNothingBelowItsRoot() {
    for (int height = 0; height <= 3; height++) {
      CompactRange byLeaf = CompactRange.empty();
      CompactRange bySubtree = CompactRange.empty();
      List<NodeId> expected = new ArrayList<>();
      List<NodeId> seen = new ArrayList<>();
      for (int i = 0; i < 16 >> height; i++) {
        CompactRange subtree = CompactRange.empty();
        for (int leaf = i << height; leaf < i + 1 << height; leaf++) {
          subtree.append(TREE.leaves().get(leaf));
          byLeaf.append(TREE.leaves().get(leaf), (id, hash) -> expected.add(id));
        }
        bySubtree.appendSubtree(height, subtree.root(), (id, hash) -> seen.add(id));
        assertThat(bySubtree.size()).isEqualTo(byLeaf.size());
        assertThat(bySubtree.hashes()).isEqualTo(byLeaf.hashes());
      }
      int least = height;
      assertThat(seen)
          .containsExactlyElementsOf(expected.stream().filter(id -> id.level() >= least).toList());
    }
  }

  @Test
  void appendSubtree_whereItsLeavesDoNotBegin_isRefused() {
    CompactRange range = CompactRange.empty();
    range.append(TREE.leaves().get(0));
    assertThatThrownBy(() -> range.appendSubtree(1, TREE.leaves().get(1), (id, hash) -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("size: 1 (expected: a multiple of 2");
  }

  @Test
  void copy_growsOnItsOwn() {
    CompactRange range = CompactRange.empty();
    range.append(TREE.leaves().get(0));
    CompactRange copy = range.copy();
    copy.append(TREE.leaves().get(1));
    assertThat(range.root()).isEqualTo(TREE.root(1));
    assertThat(copy.root()).isEqualTo(TREE.root(2));
  }

  @Test
  void nodes_areLargestFirst() {
    assertThat(CompactRange.nodes(0)).isEmpty();
    assertThat(CompactRange.nodes(13))
        .containsExactly(new NodeId(3, 0), new NodeId(2, 2), new NodeId(0, 12));
  }

  @Test
  void of_wrongNumberOfHashes_isRefused() {
    assertThatThrownBy(() -> CompactRange.of(5, List.of(Hash.EMPTY_ROOT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("subtree roots: 1 (expected: 2 for size 5)");
    assertThatThrownBy(() -> CompactRange.of(-1, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void append_toTheLargestTree_isRefused() {
    CompactRange full = CompactRange.of(Long.MAX_VALUE, Collections.nCopies(63, Hash.EMPTY_ROOT));
    assertThatThrownBy(() -> full.append(Hash.EMPTY_ROOT))
        .isInstanceOf(IllegalStateException.class);
    assertThat(full.size()).isEqualTo(Long.MAX_VALUE);
  }
}
