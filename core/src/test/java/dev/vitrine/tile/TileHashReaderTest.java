package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.TextbookTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileHashReaderTest {
  private static final int MAX = 70_000;
  private static final TextbookTree TREE = TextbookTree.ofSize(MAX);

  @Test
  void proofs_fromTiles_areTextbookProofs() throws IOException {
    MemoryTiles tiles = MemoryTiles.ofSize(MAX);
    HashTiles cache = new TileCache(HashTiles.of(tiles), 8);
    Random random = new Random(8);
    for (int round = 0; round < 3_000; round++) {
      int size = 1 + random.nextInt(round % 2 == 0 ? MAX : 1_000);
      int index = random.nextInt(size);
      TileHashReader reader =
          new TileHashReader(round % 3 == 0 ? HashTiles.of(tiles) : cache, size);
      assertThat(ProofBuilder.inclusion(reader, index, size).path())
          .isEqualTo(TREE.path(index, 0, size));
      assertThat(ProofBuilder.consistency(reader, index + 1, size).path())
          .isEqualTo(TREE.proof(index + 1, size));
      assertThat(ProofBuilder.root(reader, size)).isEqualTo(TREE.root(size));
    }
  }

  @Test
  void read_asksForEachTileOnce() throws IOException {
    MemoryTiles tiles = MemoryTiles.ofSize(MAX);
    ProofBuilder.inclusion(new TileHashReader(tiles, MAX), 3, MAX);
    assertThat(tiles.reads())
        .containsExactlyInAnyOrder(
            new TileId(0, 0, 256),
            new TileId(0, 273, 112),
            new TileId(1, 0, 256),
            new TileId(1, 1, 17));
  }

  @Test
  void nodesOutsideTheTree_areRefused() {
    TileHashReader reader = new TileHashReader(MemoryTiles.ofSize(10), 10);
    assertThatThrownBy(() -> reader.read(List.of(new NodeId(1, 5))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TileHashReader(MemoryTiles.ofSize(10), -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partialTile_onceOnlyTheFullOneIsThere_isReadFromIt(@TempDir Path folder) throws IOException {
    MemoryTiles tiles = MemoryTiles.ofSize(256);
    TileId full = new TileId(0, 0, 256);
    BundleId bundle = new BundleId(0, 256);
    Files.createDirectories(folder.resolve("tile/0"));
    Files.createDirectories(folder.resolve("tile/entries"));
    Files.write(folder.resolve(full.path()), tiles.read(full));
    Files.write(folder.resolve(bundle.path()), tiles.readBundle(bundle));
    FolderTileSource source = new FolderTileSource(folder);
    assertThat(ProofBuilder.root(new TileHashReader(source, 200), 200)).isEqualTo(TREE.root(200));
    VerifyingTileReader reader = new VerifyingTileReader(source, 200, TREE.root(200));
    assertThat(reader.bundle(0).width()).isEqualTo(200);
    TileHashReader larger = new TileHashReader(source, 300);
    assertThatThrownBy(() -> ProofBuilder.root(larger, 300))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void cache_keepsTheMostRecentlyUsedTiles() throws IOException {
    MemoryTiles tiles = MemoryTiles.ofSize(1_000);
    TileCache cache = new TileCache(HashTiles.of(tiles), 2);
    TileId a = new TileId(0, 0, 256);
    TileId b = new TileId(0, 1, 256);
    TileId c = new TileId(0, 2, 256);
    for (TileId id : List.of(a, b, a, c, a, b)) {
      assertThat(cache.tile(id).width()).isEqualTo(256);
    }
    assertThat(tiles.reads()).containsExactly(a, b, c, b);
    assertThatThrownBy(() -> new TileCache(HashTiles.of(tiles), 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
