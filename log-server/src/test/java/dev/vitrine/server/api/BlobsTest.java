package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.LogReads;
import dev.vitrine.server.storage.ForwardingLogStore;
import dev.vitrine.server.storage.MemoryLogStore;
import dev.vitrine.server.storage.StoreException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class BlobsTest {
  private int loads;

  private final Blobs blobs =
      new Blobs(
          new LogReads(
              new ForwardingLogStore(new MemoryLogStore()) {
                @Override
                public Optional<byte[]> blob(Hash sha256) throws StoreException {
                  loads++;
                  return super.blob(sha256);
                }
              }),
          100);

  private Hash put(int content, int size) throws Exception {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) content;
    return blobs.put(bytes, Optional.empty());
  }

  @Test
  void getForRange_manyTimes_loadsOnceWhileThereIsRoom() throws Exception {
    Hash first = put(1, 100);
    for (int i = 0; i < 5; i++) {
      assertThat(blobs.getForRange(first)).hasSize(100).startsWith(1);
    }
    assertThat(loads).isEqualTo(1);
    blobs.getForRange(put(2, 100));
    blobs.getForRange(first);
    assertThat(loads).isEqualTo(2);
    // The third takes the place of the second, which was used least recently.
    blobs.getForRange(put(3, 100));
    blobs.getForRange(first);
    assertThat(loads).isEqualTo(3);
    blobs.getForRange(put(2, 100));
    assertThat(loads).isEqualTo(4);
  }
}
