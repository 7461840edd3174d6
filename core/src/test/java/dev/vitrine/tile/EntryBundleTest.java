package dev.vitrine.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Allocations;
import dev.vitrine.merkle.TextbookTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryBundleTest {
  @Test
  void entries_ofAllSizes_roundTrip() throws TileFormatException {
    Random random = new Random(6);
    List<byte[]> entries = new ArrayList<>();
    for (int length : new int[] {0, 1, 255, 256, 65_535, 3}) {
      byte[] entry = new byte[length];
      random.nextBytes(entry);
      entries.add(entry);
      byte[] bytes = EntryBundle.encode(entries);
      EntryBundle bundle = EntryBundle.decode(bytes, entries.size());
      assertThat(bundle.entries()).usingRecursiveComparison().isEqualTo(entries);
      assertThat(bundle.toByteArray()).isEqualTo(bytes);
      assertThat(bundle.width()).isEqualTo(entries.size());
      int last = entries.size() - 1;
      assertThat(bundle.leafHash(last)).isEqualTo(TextbookTree.leaf(entry));
    }
  }

  @Test
  void decode_everyTruncation_isRefused() throws TileFormatException {
    byte[] bytes = EntryBundle.encode(List.of(new byte[3], new byte[0], new byte[5]));
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> EntryBundle.decode(shorter, 3))
          .isInstanceOf(TileFormatException.class);
      assertThatThrownBy(() -> EntryBundle.decodePrefix(shorter, 3))
          .isInstanceOf(TileFormatException.class);
    }
    assertThat(EntryBundle.decode(bytes, 3).entry(2)).hasSize(5);
  }

  @Test
  void decode_bytesAfterTheLastEntry_areRefused() {
    byte[] bytes = EntryBundle.encode(List.of(new byte[3], new byte[0]));
    assertThatThrownBy(() -> EntryBundle.decode(bytes, 1))
        .isInstanceOf(TileFormatException.class)
        .hasMessage("bundle: 7 bytes (expected: 5 for its 1 entries)");
  }

  @Test
  void decode_lengthsThatAreNotThere_allocateLittle() {
    byte[] bytes = {(byte) 0xff, (byte) 0xff, 0};
    assertThat(Allocations.of(() -> refused(bytes, 1))).isLessThan(4_096);
    assertThat(Allocations.of(() -> refused(new byte[0], 256))).isLessThan(4_096);
  }

  @Test
  void decode_soundBundle_allocatesItsSizeAndLittleMore() {
    byte[] bytes = EntryBundle.encode(Collections.nCopies(256, new byte[1_000]));
    assertThat(Allocations.of(() -> decoded(bytes, 256))).isLessThan(bytes.length + 4_096L);
  }

  private static void refused(byte[] bytes, int width) {
    try {
      EntryBundle.decode(bytes, width);
      throw new AssertionError("decoded");
    } catch (TileFormatException expected) {
      // Counted: what the refusal itself allocates.
    }
  }

  private static void decoded(byte[] bytes, int width) {
    try {
      EntryBundle.decode(bytes, width);
    } catch (TileFormatException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void decodePrefix_widerBundle_keepsTheFirst() throws TileFormatException {
    byte[] bytes = EntryBundle.encode(List.of(new byte[3], new byte[0], new byte[5]));
    EntryBundle bundle = EntryBundle.decodePrefix(bytes, 2);
    EntryBundle same = EntryBundle.decode(Arrays.copyOf(bytes, 7), 2);
    assertThat(bundle).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo("");
    assertThat(bundle).hasToString("EntryBundle[2 entries, 7 bytes]");
    assertThat(EntryBundle.decodePrefix(bytes, 3).width()).isEqualTo(3);
  }

  @Test
  void decodePrefix_brokenRest_isRefused() {
    byte[] bytes = EntryBundle.encode(List.of(new byte[3], new byte[0], new byte[5]));
    assertThatThrownBy(() -> EntryBundle.decodePrefix(Arrays.copyOf(bytes, 13), 2))
        .isInstanceOf(TileFormatException.class);
    assertThatThrownBy(() -> EntryBundle.decodePrefix(new byte[2 * 257], 1))
        .isInstanceOf(TileFormatException.class)
        .hasMessageContaining("more than 256 entries");
  }

  @Test
  void encode_whatNoBundleHolds_isRefused() {
    assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("entry: 65536 bytes (expected: at most 65535)");
    assertThatThrownBy(() -> EntryBundle.encode(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntryBundle.encode(Collections.nCopies(257, new byte[0])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EntryBundle.decode(new byte[0], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytes_changedAfterwards_leaveBundleAlone() throws TileFormatException {
    byte[] bytes = EntryBundle.encode(List.of(new byte[3]));
    EntryBundle bundle = EntryBundle.decode(bytes, 1);
    bytes[2] = 9;
    bundle.entry(0)[0] = 9;
    bundle.toByteArray()[2] = 9;
    assertThat(bundle.entry(0)).isEqualTo(new byte[3]);
    assertThatThrownBy(() -> bundle.entry(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bundle.leafHash(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
