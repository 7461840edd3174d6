package dev.vitrine.client.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.durable.SortedFile.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedFileTest {
  @TempDir Path folder;

  @Test
  void rows_ofAnyNumber_areFoundByKeyAndInOrder() throws Exception {
    for (int count : new int[] {0, 1, 2, 300, 3000}) {
      TreeMap<byte[], Optional<byte[]>> rows = rows(count);
      try (SortedFile file = write(rows)) {
        for (byte[] key : rows.keySet()) {
          Row row = file.get(key).orElseThrow();
          assertThat(row.key()).isEqualTo(key);
          assertThat(row.value().map(ByteBuffer::wrap))
              .isEqualTo(rows.get(key).map(ByteBuffer::wrap));
        }
        for (byte[] missing : rows(count + 50).keySet()) {
          assertThat(file.get(missing).isPresent()).isEqualTo(rows.containsKey(missing));
        }
        requireSame(file.from(new byte[0]), rows);
        for (byte[] start : rows(40).keySet()) {
          requireSame(file.from(start), new TreeMap<>(rows.tailMap(start, true)));
        }
      }
    }
  }

  @Test
  void file_withAnyByteFlipped_isRefusedOrSaysTheSame() throws Exception {
    TreeMap<byte[], Optional<byte[]>> rows = rows(120);
    write(rows).close();
    byte[] whole = Files.readAllBytes(path());
    for (int at = 0; at < whole.length; at += 61) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(path(), damaged);
      assertThatThrownBy(
              () -> {
                try (SortedFile file = SortedFile.open(path())) {
                  requireSame(file.from(new byte[0]), rows);
                }
              })
          .as("byte %d", at)
          .isInstanceOfAny(IOException.class, UncheckedIOException.class);
    }
  }

  @Test
  void file_cutAnywhere_isRefused() throws Exception {
    write(rows(120)).close();
    byte[] whole = Files.readAllBytes(path());
    for (int length = 0; length < whole.length; length += 67) {
      Files.write(path(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> SortedFile.open(path()))
          .as("cut to %d", length)
          .isInstanceOf(IOException.class);
    }
  }

  private static void requireSame(Iterator<Row> found, TreeMap<byte[], Optional<byte[]>> rows) {
    List<String> keys = new ArrayList<>();
    while (found.hasNext()) {
      Row row = found.next();
      keys.add(new String(row.key(), UTF_8));
      assertThat(row.value().map(ByteBuffer::wrap))
          .isEqualTo(rows.get(row.key()).map(ByteBuffer::wrap));
    }
    assertThat(keys).isEqualTo(rows.keySet().stream().map(k -> new String(k, UTF_8)).toList());
  }

  /** Some without a value, some long, keys above 0x7f among them. */
  private static TreeMap<byte[], Optional<byte[]>> rows(int count) {
    TreeMap<byte[], Optional<byte[]>> rows = new TreeMap<>(Arrays::compareUnsigned);
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      byte[] value = "v".repeat(i % 50 == 7 ? 20_000 : random.nextInt(300)).getBytes(UTF_8);
      byte[] key = (random.nextBoolean() ? "a" + i : "\u00e9" + i).getBytes(UTF_8);
      rows.put(key, i % 9 == 4 ? Optional.empty() : Optional.of(value));
    }
    return rows;
  }

  private SortedFile write(TreeMap<byte[], Optional<byte[]>> rows) throws IOException {
    SortedFileWriter.write(
        path(),
        rows.entrySet().stream().map(row -> new Row(row.getKey(), row.getValue())).iterator());
    return SortedFile.open(path());
  }

  private Path path() {
    return folder.resolve("values");
  }
}
