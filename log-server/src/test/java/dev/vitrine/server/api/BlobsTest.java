package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.storage.ForwardingLogStore;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.MemoryLogStore;
import dev.vitrine.server.storage.StoreException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlobsTest {
  private int loads;

  private final Path uploads;
  private final Blobs blobs;

  BlobsTest(@TempDir Path folder) {
    uploads = folder.resolve("uploads");
    blobs = new Blobs(new LogReads(counting()), 100, uploads);
  }

  private LogStore counting() {
    return new ForwardingLogStore(new MemoryLogStore()) {
      @Override
      public Optional<byte[]> blob(Hash sha256) throws StoreException {
        loads++;
        return super.blob(sha256);
      }
    };
  }

  private Hash put(int content, int size) throws Exception {
    byte[] bytes = new byte[size];
    bytes[0] = (byte) content;
    try (Upload upload = blobs.begin()) {
      upload.write(bytes);
      return blobs.put(upload, Optional.empty());
    }
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

  @Test
  void put_inPieces_isTheWholeUnderItsDigestAndLeavesNoFile() throws Exception {
    Hash digest;
    try (Upload upload = blobs.begin()) {
      upload.write("one ".getBytes(StandardCharsets.UTF_8));
      upload.write("document".getBytes(StandardCharsets.UTF_8));
      assertThat(uploads).isDirectoryContaining(file -> file.toString().endsWith(".part"));
      digest = blobs.put(upload, Optional.empty());
    }

    assertThat(blobs.get(digest)).asString().isEqualTo("one document");
    assertThat(uploads).isEmptyDirectory();
  }

  @Test
  void upload_givenUpInTheMiddle_takesNoMoreAndLeavesNoFile() throws Exception {
    Upload upload = blobs.begin();
    upload.write(new byte[10]);
    upload.close();

    assertThatThrownBy(() -> upload.write(new byte[10])).isInstanceOf(ClosedChannelException.class);
    assertThat(uploads).isEmptyDirectory();
  }

  @Test
  void leftovers_ofAProcessThatDied_areRemovedAtTheNextStart() throws Exception {
    try (Upload upload = blobs.begin()) {
      upload.write(new byte[10]);
      assertThat(uploads).isNotEmptyDirectory();

      blobs.withoutLeftovers();

      assertThat(uploads).isEmptyDirectory();
    }
  }
}
