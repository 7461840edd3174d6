package dev.vitrine.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NodeIdTest {
  @Test
  void range_isThatOfTheSubtree() {
    NodeId node = new NodeId(3, 5);
    assertThat(node.start()).isEqualTo(40);
    assertThat(node.end()).isEqualTo(48);
    assertThat(node.parent()).isEqualTo(new NodeId(4, 2));
  }

  @Test
  void range_atTheUpperEnd_doesNotOverflow() {
    assertThat(new NodeId(62, 0).end()).isEqualTo(1L << 62);
    assertThat(new NodeId(0, Long.MAX_VALUE - 1).end()).isEqualTo(Long.MAX_VALUE);
    assertThat(new NodeId(1, (Long.MAX_VALUE >>> 1) - 1).end()).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void coordinates_thatNoTreeHas_areRefused() {
    long[][] bad = {{-1, 0}, {63, 0}, {0, -1}, {0, Long.MAX_VALUE}, {62, 1}, {1, 1L << 62}};
    for (long[] id : bad) {
      assertThatThrownBy(() -> new NodeId((int) id[0], id[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected:");
    }
  }
}
