package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.StateWrite;
import dev.vitrine.server.storage.ForwardingLogStore;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.MemoryLogStore;
import dev.vitrine.server.storage.StoreException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettledStateTest {
  private final Map<Byte, byte[]> stored = new HashMap<>();
  private int reads;

  private final LogStore store =
      new ForwardingLogStore(new MemoryLogStore()) {
        @Override
        public Optional<byte[]> state(byte[] key) throws StoreException {
          reads++;
          return Optional.ofNullable(stored.get(key[0]));
        }
      };
  private final SettledState settled = new SettledState(store);

  @Test
  void value_askedAgain_isNotReadAgain() {
    stored.put((byte) 1, new byte[] {7});

    assertThat(settled.get(new byte[] {1})).contains(new byte[] {7});
    assertThat(settled.get(new byte[] {1})).contains(new byte[] {7});
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void value_changedByABatch_isReadAgain() {
    stored.put((byte) 1, new byte[] {7});
    settled.get(new byte[] {1});

    settled.forget(List.of(StateWrite.put(new byte[] {1}, new byte[] {8})));
    stored.put((byte) 1, new byte[] {8});

    assertThat(settled.get(new byte[] {1})).contains(new byte[] {8});
  }

  @Test
  void valueThatIsNotThere_askedAgain_isReadAgain() {
    assertThat(settled.get(new byte[] {1})).isEmpty();
    stored.put((byte) 1, new byte[] {7});

    assertThat(settled.get(new byte[] {1})).contains(new byte[] {7});
  }

  @Test
  void moreValuesThanAreKept_areAllRight() {
    LogStore many =
        new ForwardingLogStore(new MemoryLogStore()) {
          @Override
          public Optional<byte[]> state(byte[] key) {
            return Optional.of(key);
          }
        };
    SettledState state = new SettledState(many);

    for (int i = 0; i < 3_000; i++) {
      byte[] key = ByteBuffer.allocate(4).putInt(i % 1500).array();
      assertThat(state.get(key)).contains(key);
    }
  }
}
