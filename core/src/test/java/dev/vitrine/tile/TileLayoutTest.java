package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.NodeId;
import dev.vitrine.tile.TileLayout.BundleSlice;
import dev.vitrine.tile.TileLayout.TileSpan;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileLayoutTest {
  /** The table of the format: full tiles + width of the partial one, level by level. */
  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, '0+1'",
    "255, '0+255'",
    "256, '1+0 0+1'",
    "257, '1+1 0+1'",
    "65535, '255+255 0+255'",
    "65536, '256+0 1+0 0+1'",
    "70000, '273+112 1+17 0+1'",
    "16777216, '65536+0 256+0 1+0 0+1'",
  })
  void tileSpans_areThoseOfTheTable(long size, String expected) {
    List<TileSpan> spans = TileLayout.tileSpans(size);
    assertThat(
            spans.stream()
                .map(span -> span.fullTiles() + "+" + span.partialWidth())
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
    for (int level = 0; level < spans.size(); level++) {
      assertThat(spans.get(level).level()).isEqualTo(level);
    }
  }

  @Test
  void rightEdge_isThePartialTiles() {
    assertThat(TileLayout.rightEdge(70_000).stream().map(TileId::path))
        .containsExactly("tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1");
    assertThat(TileLayout.rightEdge(256).stream().map(TileId::path))
        .containsExactly("tile/1/000.p/1");
    assertThat(TileLayout.rightEdge(0)).isEmpty();
    assertThat(TileLayout.rightEdge(Long.MAX_VALUE)).hasSize(8);
  }

  @Test
  void tile_isWhatTheSizeHasAtThePlace() {
    assertThat(TileLayout.tile(0, 272, 70_000)).contains(new TileId(0, 272, 256));
    assertThat(TileLayout.tile(0, 273, 70_000)).contains(new TileId(0, 273, 112));
    assertThat(TileLayout.tile(0, 274, 70_000)).isEmpty();
    assertThat(TileLayout.tile(3, 0, 70_000)).isEmpty();
    assertThat(TileLayout.tile(63, 0, Long.MAX_VALUE)).isEmpty();
    assertThat(TileLayout.tile(0, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
    assertThat(TileLayout.tile(7, 0, Long.MAX_VALUE)).contains(new TileId(7, 0, 127));
    assertThat(TileLayout.bundle(273, 70_000)).contains(new BundleId(273, 112));
    assertThat(TileLayout.bundle(1, 256)).isEmpty();
  }

  @Test
  void holds_widthsUpToThatOfTheSize() {
    assertThat(TileLayout.holds(new TileId(1, 1, 17), 70_000)).isTrue();
    assertThat(TileLayout.holds(new TileId(1, 1, 3), 70_000)).isTrue();
    assertThat(TileLayout.holds(new TileId(1, 1, 18), 70_000)).isFalse();
    assertThat(TileLayout.holds(new TileId(1, 0, 256), 70_000)).isTrue();
    assertThat(TileLayout.holds(new TileId(40, 0, 1), 70_000)).isFalse();
    assertThat(TileLayout.holds(new BundleId(273, 112), 70_000)).isTrue();
    assertThat(TileLayout.holds(new BundleId(273, 113), 70_000)).isFalse();
  }

  @Test
  void tileOf_node_isTheTileThatItsHashesLieIn() {
    assertThat(TileLayout.tileOf(new NodeId(0, 69_999), 70_000)).isEqualTo(new TileId(0, 273, 112));
    assertThat(TileLayout.tileOf(new NodeId(7, 1), 70_000)).isEqualTo(new TileId(0, 0, 256));
    assertThat(TileLayout.tileOf(new NodeId(7, 2), 70_000)).isEqualTo(new TileId(0, 1, 256));
    assertThat(TileLayout.tileOf(new NodeId(8, 272), 70_000)).isEqualTo(new TileId(1, 1, 17));
    assertThat(TileLayout.tileOf(new NodeId(62, 0), Long.MAX_VALUE))
        .isEqualTo(new TileId(7, 0, 127));
    assertThatThrownBy(() -> TileLayout.tileOf(new NodeId(4, 4_375), 70_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("70000");
  }

  @Test
  void bundles_coverTheRange() {
    assertThat(TileLayout.bundles(250, 600, 700))
        .containsExactly(
            new BundleSlice(new BundleId(0, 256), 250, 6),
            new BundleSlice(new BundleId(1, 256), 0, 256),
            new BundleSlice(new BundleId(2, 188), 0, 88));
    assertThat(TileLayout.bundles(5, 5, 700)).isEmpty();
    ThrowingCallable[] bad = {
      () -> TileLayout.bundles(-1, 5, 700),
      () -> TileLayout.bundles(6, 5, 700),
      () -> TileLayout.bundles(0, 701, 700),
      () -> TileLayout.bundles(0, 0, -1),
    };
    for (ThrowingCallable call : bad) {
      assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
