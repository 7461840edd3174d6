package dev.vitrine.client.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.TestLog;
import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A million entries of 300 bytes, written as files by code independent of the audit, and audited.
 */
@Tag("long")
class AuditRateTest {
  private static final int ENTRIES = 1 << 20;

  @TempDir Path folder;

  @Test
  void audit_ofAMillionEntries_isCleanAndFasterThanAMillionASecond() throws Exception {
    Checkpoint head = write(folder, ENTRIES, 300);
    AuditReport first = new Audit(new FolderTileSource(folder), head).run();
    AuditReport warm = new Audit(new FolderTileSource(folder), head).run();
    System.out.printf(
        "audit: %,d entries of 300 bytes, %,.0f/s, then %,.0f/s%n",
        ENTRIES, first.entriesPerSecond(), warm.entriesPerSecond());
    assertThat(warm.entries()).isEqualTo(ENTRIES);
    assertThat(warm.entriesPerSecond()).isGreaterThan(1_000_000);
  }

  /** Writes a log of full tiles. */
  static Checkpoint write(Path folder, int entries, int bytes) throws IOException {
    Random random = new Random(7);
    CompactRange range = CompactRange.empty();
    List<ByteArrayOutputStream> levels = new ArrayList<>();
    List<byte[]> bundle = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      byte[] entry = new byte[bytes];
      random.nextBytes(entry);
      bundle.add(entry);
      range.append(TreeHasher.leaf(entry), (id, hash) -> collect(folder, levels, id, hash));
      if (bundle.size() == 256) {
        write(folder, new BundleId(i / 256, 256).path(), EntryBundle.encode(bundle));
        bundle.clear();
      }
    }
    for (int level = 0; level < levels.size(); level++) {
      int width = levels.get(level).size() / Hash.SIZE;
      if (width > 0) {
        write(
            folder,
            new TileId(level, (long) entries >>> 8 * level + 8, width).path(),
            levels.get(level).toByteArray());
      }
    }
    return new Checkpoint(TestLog.ORIGIN, entries, range.root());
  }

  private static void collect(
      Path folder, List<ByteArrayOutputStream> levels, NodeId id, Hash hash) {
    if (id.level() % 8 != 0) {
      return;
    }
    int level = id.level() / 8;
    if (levels.size() == level) {
      levels.add(new ByteArrayOutputStream());
    }
    ByteArrayOutputStream tile = levels.get(level);
    tile.writeBytes(hash.toByteArray());
    if (tile.size() == 256 * Hash.SIZE) {
      try {
        write(folder, new TileId(level, id.index() / 256, 256).path(), tile.toByteArray());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      tile.reset();
    }
  }

  private static void write(Path folder, String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Keeps a log for measuring the command: folder, entries, bytes an entry. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Checkpoint head = write(folder, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    Files.write(folder.resolve("checkpoint"), new TestLog().signed(head).encode());
    System.out.println(new TestLog().vkey());
  }
}
