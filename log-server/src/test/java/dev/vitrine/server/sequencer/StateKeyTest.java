package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StateKeyTest {
  /** In a base of 31, the two bytes {@code a, b} weigh as much as {@code a-1, b+31}. */
  private static StateKey colliding(int choices) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 16; i++) {
      boolean carried = (choices >>> i & 1) == 1;
      bytes[2 * i] = (byte) (carried ? 64 : 65);
      bytes[2 * i + 1] = (byte) (carried ? 95 : 64);
    }
    return new StateKey(bytes);
  }

  @Test
  void keysOfOneHashCode_areToldApartByTheirContent() {
    Map<StateKey, Integer> map = new HashMap<>();
    for (int i = 0; i < 1 << 12; i++) {
      assertThat(colliding(i)).hasSameHashCodeAs(colliding(0));
      map.put(colliding(i), i);
    }

    for (int i = 0; i < 1 << 12; i++) {
      assertThat(map.get(colliding(i))).isEqualTo(i);
    }
    assertThat(map.get(colliding(1 << 12))).isNull();
  }

  @Test
  void keys_areOrderedAsUnsignedBytes() {
    StateKey low = new StateKey(new byte[] {1, 127});

    assertThat(low).isLessThan(new StateKey(new byte[] {1, -128}));
    assertThat(low).isGreaterThan(new StateKey(new byte[] {1}));
    assertThat(low).isEqualByComparingTo(new StateKey(new byte[] {1, 127}));
  }
}
