package dev.vitrine.tile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vitrine.merkle.Allocations;

/**
 * Any text is refused with the documented exception, or is the one path of what it names. The
 * corpus is replayed in every test run; {@code JAZZER_FUZZ=1} searches for more.
 */
class TilePathFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void tile(byte[] input) {
    String path = new String(input, ISO_8859_1);
    parseTile(path);
    try (Allocations allocations = Allocations.limitedFor(input.length)) {
      parseTile(path);
    }
  }

  @FuzzTest(maxDuration = "5m")
  void bundle(byte[] input) {
    String path = new String(input, ISO_8859_1);
    parseBundle(path);
    try (Allocations allocations = Allocations.limitedFor(input.length)) {
      parseBundle(path);
    }
  }

  private static void parseTile(String path) {
    try {
      TileId tile = TileId.parse(path);
      if (!tile.path().equals(path)) {
        throw new AssertionError(tile + " has another path: " + tile.path());
      }
    } catch (TilePathException expected) {
      // Nothing that this text could name.
    }
  }

  private static void parseBundle(String path) {
    try {
      BundleId bundle = BundleId.parse(path);
      if (!bundle.path().equals(path)) {
        throw new AssertionError(bundle + " has another path: " + bundle.path());
      }
    } catch (TilePathException expected) {
      // Nothing that this text could name.
    }
  }
}
