package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TextbookTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class VerifyingTileReaderTest {
  private static final int LARGE = 70_000;
  private static final TextbookTree TREE = TextbookTree.ofSize(LARGE);

  @Test
  void honestSource_givesEveryTileBundleAndProof() throws IOException, ProofException {
    MemoryTiles tiles = MemoryTiles.ofSize(LARGE);
    for (int size : new int[] {1, 255, 256, 257, 300, 65_536, LARGE}) {
      VerifyingTileReader reader = new VerifyingTileReader(tiles, size, TREE.root(size));
      assertThat(reader.size()).isEqualTo(size);
      assertThat(reader.root()).isEqualTo(TREE.root(size));
      for (TileLayout.TileSpan span : TileLayout.tileSpans(size)) {
        for (long i = 0; i < span.fullTiles(); i++) {
          assertThat(reader.tile(span.level(), i).width()).isEqualTo(256);
        }
      }
      Random random = new Random(9);
      for (int round = 0; round < 50; round++) {
        int index = random.nextInt(size);
        ProofVerifier.verifyInclusion(
            ProofBuilder.inclusion(reader, index, size), TREE.leaves().get(index), TREE.root(size));
        EntryBundle bundle = reader.bundle(index / 256);
        assertThat(bundle.entry(index % 256)).isEqualTo(("entry " + index).getBytes());
      }
    }
  }

  @Test
  void anyBitOfAnyTile_flipped_isNoticed() throws IOException {
    int size = 300;
    MemoryTiles tiles = MemoryTiles.ofSize(size);
    assertThat(tiles.tiles()).hasSize(3);
    for (Map.Entry<TileId, byte[]> tile : tiles.tiles().entrySet()) {
      byte[] bytes = tile.getValue();
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        VerifyingTileReader reader = new VerifyingTileReader(tiles, size, TREE.root(size));
        assertNoticed(() -> reader.tile(tile.getKey().level(), tile.getKey().index()));
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Test
  void aBitOfEveryTileOfALargeTree_flipped_isNoticedInTilesAndProofs() throws IOException {
    MemoryTiles tiles = MemoryTiles.ofSize(LARGE);
    Random random = new Random(10);
    for (Map.Entry<TileId, byte[]> tile : tiles.tiles().entrySet()) {
      byte[] bytes = tile.getValue();
      int bit = random.nextInt(8 * bytes.length);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      VerifyingTileReader reader = new VerifyingTileReader(tiles, LARGE, TREE.root(LARGE));
      assertNoticed(() -> reader.tile(tile.getKey().level(), tile.getKey().index()));
      long index = ((256 * tile.getKey().index() + bit / 256) << 8 * tile.getKey().level()) ^ 1;
      assertNoticed(() -> ProofBuilder.inclusion(reader, index % LARGE, LARGE));
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void anyBitOfABundle_flipped_isNoticed() throws IOException {
    int size = 300;
    MemoryTiles tiles = MemoryTiles.ofSize(size);
    VerifyingTileReader reader = new VerifyingTileReader(tiles, size, TREE.root(size));
    for (Map.Entry<BundleId, byte[]> bundle : tiles.bundles().entrySet()) {
      byte[] bytes = bundle.getValue();
      for (int bit = 0; bit < 8 * bytes.length; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertNoticed(() -> reader.bundle(bundle.getKey().index()));
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }

  @Test
  void otherRootOrSize_isNoticed() {
    MemoryTiles tiles = MemoryTiles.ofSize(300);
    VerifyingTileReader otherRoot = new VerifyingTileReader(tiles, 300, TREE.root(299));
    assertThatThrownBy(() -> otherRoot.tile(0, 0))
        .isInstanceOfSatisfying(
            TileVerificationException.class,
            e -> {
              assertThat(e.expected()).isEqualTo(TREE.root(299));
              assertThat(e.computed()).isEqualTo(TREE.root(300));
            })
        .hasMessageContaining("root of the tree of 300 leaves");
    VerifyingTileReader otherSize = new VerifyingTileReader(tiles, 299, TREE.root(300));
    assertThatThrownBy(() -> otherSize.bundle(0)).isInstanceOf(TileVerificationException.class);
  }

  @Test
  void sourceThatWasWrongOnce_isAskedAgain() throws IOException {
    MemoryTiles tiles = MemoryTiles.ofSize(300);
    for (byte[] bytes : tiles.tiles().values()) {
      VerifyingTileReader reader = new VerifyingTileReader(tiles, 300, TREE.root(300));
      bytes[0] ^= 1;
      assertNoticed(() -> ProofBuilder.root(reader, 300), () -> reader.tile(0, 0));
      bytes[0] ^= 1;
      assertThat(ProofBuilder.root(reader, 300)).isEqualTo(TREE.root(300));
    }
  }

  @Test
  void tooShortTile_isNoticed() {
    TileSource source =
        new TileSource() {
          @Override
          public byte[] read(TileId id) {
            return new byte[32];
          }

          @Override
          public byte[] readBundle(BundleId id) {
            return new byte[0];
          }
        };
    VerifyingTileReader reader = new VerifyingTileReader(source, 300, TREE.root(300));
    assertThatThrownBy(() -> reader.tile(0, 0)).isInstanceOf(TileFormatException.class);
    VerifyingTileReader one = new VerifyingTileReader(source, 1, Hash.of(new byte[32]));
    assertThatThrownBy(() -> one.bundle(0)).isInstanceOf(TileFormatException.class);
  }

  @Test
  void placesOutsideTheTree_areRefused() {
    MemoryTiles tiles = MemoryTiles.ofSize(300);
    VerifyingTileReader reader = new VerifyingTileReader(tiles, 300, TREE.root(300));
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> reader.tile(0, 2),
            () -> reader.tile(2, 0),
            () -> reader.bundle(2),
            () -> reader.bundle(Long.MAX_VALUE))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: within size 300");
    }
  }

  private static void assertNoticed(ThrowingCallable... calls) {
    boolean noticed = false;
    for (ThrowingCallable call : calls) {
      try {
        call.call();
      } catch (TileVerificationException | TileFormatException expected) {
        noticed = true;
      } catch (Throwable other) {
        throw new AssertionError(other);
      }
    }
    if (!noticed) {
      throw new AssertionError("a changed tile or bundle was trusted");
    }
  }
}
