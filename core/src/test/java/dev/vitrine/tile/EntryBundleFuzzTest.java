package dev.vitrine.tile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vitrine.merkle.Allocations;
import java.util.Arrays;

/**
 * Any bytes are refused with the documented exception, or are the one encoding of what they hold.
 * The first byte of the input is the width asked for. The corpus is replayed in every test run;
 * {@code JAZZER_FUZZ=1} searches for more.
 */
class EntryBundleFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void decode(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int width = 1 + Byte.toUnsignedInt(input[0]);
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    decode(bytes, width);
    try (Allocations allocations = Allocations.limitedFor(input.length)) {
      decode(bytes, width);
    }
  }

  private static void decode(byte[] bytes, int width) {
    try {
      EntryBundle bundle = EntryBundle.decode(bytes, width);
      if (!Arrays.equals(EntryBundle.encode(bundle.entries()), bytes)) {
        throw new AssertionError(bundle + " has another encoding");
      }
      if (!EntryBundle.decodePrefix(bytes, width).equals(bundle)) {
        throw new AssertionError(bundle + " is not its own prefix");
      }
    } catch (TileFormatException expected) {
      requireNoPrefixWhereShort(bytes, width);
    }
  }

  /** A refused bundle may still begin with one; then its first entries must read the same. */
  private static void requireNoPrefixWhereShort(byte[] bytes, int width) {
    try {
      EntryBundle prefix = EntryBundle.decodePrefix(bytes, width);
      byte[] encoded = EntryBundle.encode(prefix.entries());
      if (!Arrays.equals(encoded, 0, encoded.length, bytes, 0, encoded.length)) {
        throw new AssertionError(prefix + " is not what the bytes begin with");
      }
    } catch (TileFormatException expected) {
      // Nor does it begin with one.
    }
  }
}
