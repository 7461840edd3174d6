package dev.vitrine.tile;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An entry bundle: 1 to 256 log entries, each behind its length in two bytes, big-endian.
 *
 * <p>Immutable, and safe for use by any number of threads.
 */
public final class EntryBundle {
  /** Greatest number of bytes of an entry. */
  public static final int MAX_ENTRY_BYTES = 65_535;

  private static final int PREFIX = 2;

  private final byte[] bytes;
  // Where the length of each entry lies, and the end of the last entry.
  private final int[] offsets;

  private EntryBundle(byte[] bytes, int[] offsets) {
    this.bytes = bytes;
    this.offsets = offsets;
  }

  /**
   * Writes entries as a bundle.
   *
   * @param entries 1..256 entries of at most 65,535 bytes each
   */
  public static byte[] encode(List<byte[]> entries) {
    TilePaths.checkIndexAndWidth(0, entries.size());
    int length = 0;
    for (byte[] entry : entries) {
      if (entry.length > MAX_ENTRY_BYTES) {
        throw new IllegalArgumentException(
            "entry: " + entry.length + " bytes (expected: at most 65535)");
      }
      length += PREFIX + entry.length;
    }
    byte[] bundle = new byte[length];
    int at = 0;
    for (byte[] entry : entries) {
      bundle[at] = (byte) (entry.length >>> 8);
      bundle[at + 1] = (byte) entry.length;
      System.arraycopy(entry, 0, bundle, at + PREFIX, entry.length);
      at += PREFIX + entry.length;
    }
    return bundle;
  }

  /**
   * Reads a bundle of exactly {@code width} entries.
   *
   * @param width number of entries, 1..256
   * @throws TileFormatException if the bytes hold fewer entries, or more bytes
   */
  public static EntryBundle decode(byte[] bytes, int width) throws TileFormatException {
    int[] offsets = offsets(bytes, width);
    if (offsets[width] != bytes.length) {
      throw new TileFormatException(
          "bundle: "
              + bytes.length
              + " bytes (expected: "
              + offsets[width]
              + " for its "
              + width
              + " entries)");
    }
    return new EntryBundle(bytes.clone(), offsets);
  }

  /**
   * Reads the first {@code width} entries of a bundle that may be wider, as a {@link TileSource}
   * may return it.
   *
   * @param width number of entries, 1..256
   * @throws TileFormatException if the bytes are no bundle, or one of fewer entries
   */
  public static EntryBundle decodePrefix(byte[] bytes, int width) throws TileFormatException {
    int[] offsets = offsets(bytes, width);
    int at = offsets[width];
    for (int entries = width; at < bytes.length; entries++) {
      if (entries == TileId.FULL_WIDTH) {
        throw new TileFormatException("bundle: more than 256 entries (expected: at most 256)");
      }
      at = next(bytes, at, entries);
    }
    return new EntryBundle(Arrays.copyOf(bytes, offsets[width]), offsets);
  }

  /** Number of entries, 1..256. */
  public int width() {
    return offsets.length - 1;
  }

  /**
   * Returns the bytes of an entry in a new array.
   *
   * @param i 0..{@link #width()}-1
   */
  public byte[] entry(int i) {
    Objects.checkIndex(i, width());
    return Arrays.copyOfRange(bytes, offsets[i] + PREFIX, offsets[i + 1]);
  }

  /** Returns all entries in new arrays. */
  public List<byte[]> entries() {
    List<byte[]> entries = new ArrayList<>(width());
    for (int i = 0; i < width(); i++) {
      entries.add(entry(i));
    }
    return entries;
  }

  /**
   * Returns the leaf hash of an entry.
   *
   * @param i 0..{@link #width()}-1
   */
  public Hash leafHash(int i) {
    Objects.checkIndex(i, width());
    int start = offsets[i] + PREFIX;
    return TreeHasher.leaf(bytes, start, offsets[i + 1] - start);
  }

  /** Returns the bundle's bytes in a new array. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof EntryBundle other && Arrays.equals(bytes, other.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "EntryBundle[" + width() + " entries, " + bytes.length + " bytes]";
  }

  private static int[] offsets(byte[] bytes, int width) throws TileFormatException {
    TilePaths.checkIndexAndWidth(0, width);
    int[] offsets = new int[width + 1];
    for (int i = 0; i < width; i++) {
      offsets[i + 1] = next(bytes, offsets[i], i);
    }
    return offsets;
  }

  /** Returns where the entry that starts at {@code at} ends. */
  private static int next(byte[] bytes, int at, int entry) throws TileFormatException {
    int left = bytes.length - at - PREFIX;
    if (left < 0) {
      throw new TileFormatException(
          "bundle: " + bytes.length + " bytes (expected: a length of entry " + entry + ")");
    }
    int length = Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    if (length > left) {
      throw new TileFormatException(
          "bundle: " + left + " bytes of entry " + entry + " (expected: " + length + ")");
    }
    return at + PREFIX + length;
  }
}
