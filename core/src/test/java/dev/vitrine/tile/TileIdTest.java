package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TileIdTest {
  @ParameterizedTest
  @CsvSource({
    "0, 000",
    "7, 007",
    "999, 999",
    "1000, x001/000",
    "1234067, x001/x234/067",
    "123456789, x123/x456/789",
    "1000000000, x001/x000/x000/000",
    "9223372036854775807, x009/x223/x372/x036/x854/x775/807",
  })
  void path_ofIndex_isThatOfTheTable(long index, String groups) throws TilePathException {
    TileId tile = new TileId(0, index, 256);
    assertThat(tile.path()).isEqualTo("tile/0/" + groups);
    assertThat(TileId.parse(tile.path())).isEqualTo(tile);
    assertThat(tile.withWidth(17).path()).isEqualTo("tile/0/" + groups + ".p/17");
    assertThat(TileId.parse(tile.path() + ".p/17")).isEqualTo(tile.withWidth(17));
    BundleId bundle = new BundleId(index, 256);
    assertThat(bundle.path()).isEqualTo("tile/entries/" + groups);
    assertThat(BundleId.parse(bundle.path())).isEqualTo(bundle);
    assertThat(BundleId.parse(bundle.path() + ".p/255")).isEqualTo(new BundleId(index, 255));
  }

  @Test
  void path_random_roundTrips() throws TilePathException {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      long index = random.nextLong() >>> 1 + random.nextInt(63);
      TileId tile = new TileId(random.nextInt(64), index, 1 + random.nextInt(256));
      assertThat(TileId.parse(tile.path())).isEqualTo(tile);
      BundleId bundle = new BundleId(index, tile.width());
      assertThat(BundleId.parse(bundle.path())).isEqualTo(bundle);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile",
        "tile/",
        "tile/0",
        "tile/0/",
        "/tile/0/000",
        "tile/00/000",
        "tile/01/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/+1/000",
        "tile/0x/000",
        "tile/entries/000",
        "tile/data/000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x001/000/",
        "tile/0/x001//000",
        "tile/0/X001/000",
        "tile/0/x01/000",
        "tile/0/x0011/000",
        "tile/0/-01",
        "tile/0/٠٠٠",
        "tile/0/000.p",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/00",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/1000",
        "tile/0/000.p/-1",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/0/000.P/1",
        "tile/0/.p/1",
        "tile/0/000 ",
        "tile/0/000\n",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/x018/x446/x744/x073/x709/x551/615",
        "tile/0/x018/x446/x744/x073/x709/x551/617", // 2^64 + 1
        "tile/0/x001/x000/x000/x000/x000/x000/x000/000",
      })
  void parse_anythingElse_isRefused(String path) {
    assertThatThrownBy(() -> TileId.parse(path))
        .isInstanceOf(TilePathException.class)
        .hasMessageContaining("expected:");
    String bundle = path.replaceFirst("tile/0/", "tile/entries/");
    if (!bundle.equals("tile/entries/000")) {
      assertThatThrownBy(() -> BundleId.parse(bundle)).isInstanceOf(TilePathException.class);
    }
  }

  @Test
  void parse_longText_isShortenedInTheMessage() {
    assertThatThrownBy(() -> TileId.parse("x".repeat(1_000_000)))
        .isInstanceOf(TilePathException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void coordinates_outOfRange_areRefused() {
    ThrowingCallable[] bad = {
      () -> new TileId(-1, 0, 1),
      () -> new TileId(64, 0, 1),
      () -> new TileId(0, -1, 1),
      () -> new TileId(0, 0, 0),
      () -> new TileId(0, 0, 257),
      () -> new BundleId(-1, 1),
      () -> new BundleId(0, 0),
      () -> new BundleId(0, 257),
    };
    for (ThrowingCallable call : bad) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected:");
    }
  }

  @Test
  void partial_andFull_areToldApart() {
    assertThat(new TileId(1, 2, 255).isPartial()).isTrue();
    assertThat(new TileId(1, 2, 255).full()).isEqualTo(new TileId(1, 2, 256));
    assertThat(new TileId(1, 2, 256).isPartial()).isFalse();
    assertThat(new BundleId(2, 255).isPartial()).isTrue();
    assertThat(new BundleId(2, 255).full()).isEqualTo(new BundleId(2, 256));
    assertThat(new BundleId(2, 255).tile()).isEqualTo(new TileId(0, 2, 255));
  }

  @Test
  void refusal_ofAHostilePath_isOneShortLine() {
    assertThatThrownBy(() -> TileId.parse("tile/0/\u001b[2J\n\u2028" + "x".repeat(1_000)))
        .isInstanceOf(TilePathException.class)
        .hasMessageStartingWith("path: tile/0/?[2J??xxx")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(250));
  }
}
