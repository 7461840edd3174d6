package dev.vitrine.tile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.PackageExample;
import dev.vitrine.merkle.TreeHasher;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The example in the package comment is what the code does. */
class TilePackageTest {
  private static final int LINE = 64;

  @Test
  void example_isTrue() throws IOException {
    List<byte[]> entries = Stream.of("one", "two", "three").map(e -> e.getBytes(UTF_8)).toList();
    TileUpdate update =
        TileFrontier.empty().append(entries.stream().map(TreeHasher::leaf).toList());
    TileId tile = new TileId(0, 0, 3);
    assertThat(update.tiles()).containsOnlyKeys(tile);
    String hashes = HexFormat.of().formatHex(update.tiles().get(tile));
    String bundle = HexFormat.of().formatHex(EntryBundle.encode(entries));
    String indent = " ".repeat(22);
    assertThat(PackageExample.of("dev.vitrine.tile"))
        .containsExactly(
            "tile/0/000.p/3        " + hashes.substring(0, LINE),
            indent + hashes.substring(LINE, 2 * LINE),
            indent + hashes.substring(2 * LINE),
            "tile/entries/000.p/3  " + bundle);
  }
}
