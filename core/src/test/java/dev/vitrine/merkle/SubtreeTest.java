package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SubtreeTest {
  @Test
  void isValid_publishedList_holds() {
    long[][] yes = {{0, 1}, {4, 8}, {8, 13}, {0, 13}, {2, 4}, {6, 8}, {0, 0}, {5, 5}};
    long[][] no = {{2, 6}, {5, 13}, {1, 7}, {7, 9}, {5, 3}, {-1, 0}, {-8, -4}};
    for (long[] range : yes) {
      assertThat(Subtree.isValid(range[0], range[1])).isTrue();
    }
    for (long[] range : no) {
      assertThat(Subtree.isValid(range[0], range[1])).isFalse();
      assertThatThrownBy(() -> new Subtree(range[0], range[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[" + range[0] + ", " + range[1] + ")");
    }
  }

  @Test
  void isValid_hugeRanges_needStartAtTheRightMultiple() {
    assertThat(Subtree.isValid(0, Long.MAX_VALUE)).isTrue();
    assertThat(Subtree.isValid(1, Long.MAX_VALUE)).isFalse();
    assertThat(Subtree.isValid(1L << 62, Long.MAX_VALUE)).isTrue();
    assertThat(Subtree.isValid(1L << 61, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void covering_example_holds() {
    assertThat(Subtree.covering(5, 13)).containsExactly(new Subtree(4, 8), new Subtree(8, 13));
    assertThat(Subtree.covering(5, 6)).containsExactly(new Subtree(5, 6), new Subtree(6, 6));
    assertThat(Subtree.covering(0, 0)).containsExactly(new Subtree(0, 0), new Subtree(0, 0));
    assertThatThrownBy(() -> Subtree.covering(3, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void covering_everyRange_isTwoNeighboursThatHoldIt() {
    for (int end = 0; end <= 200; end++) {
      for (int start = 0; start <= end; start++) {
        Subtree left = Subtree.covering(start, end).get(0);
        Subtree right = Subtree.covering(start, end).get(1);
        assertThat(left.end()).isEqualTo(right.start());
        assertThat(right.end()).isEqualTo(end);
        assertThat(left.start()).isBetween(start - (long) (end - start), (long) start);
      }
    }
  }
}
