package dev.vitrine.server.access;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.storage.EntrySink;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.LookupPage;
import dev.vitrine.server.storage.StoreTiles;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.HashTiles;
import dev.vitrine.tile.TileCache;
import dev.vitrine.tile.TileHashReader;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The read path. Every call may block on the disk, so none belongs on an event loop; every call
 * sees whole batches only. Ranges are those of the committed tree, which is at least as large as
 * any checkpoint that a reader can hold.
 */
public final class LogReads {
  /**
   * Decoded tiles kept for proofs, 32 MiB at most. A proof reads one tile a level, and without this
   * computes up to 255 hashes for each; those of the upper levels and of the right edge are the
   * same for most proofs.
   */
  private static final int KEPT_TILES = 2048;

  /** Of the tiles dropped, what makes them cheap to use again: 40 MiB, for 16.8 M entries. */
  private static final int KEPT_MIDDLES = 65_536;

  private final LogStore store;
  // A committed tile of a given width never changes, so nothing here can become stale.
  private final HashTiles tiles;

  public LogReads(LogStore store) {
    this.store = Objects.requireNonNull(store, "store");
    this.tiles = new TileCache(HashTiles.of(new StoreTiles(store)), KEPT_TILES, KEPT_MIDDLES);
  }

  /** The newest committed head. */
  public Head head() {
    return store.head();
  }

  /** The entry at an index, empty at or above the committed size. */
  public Optional<byte[]> entry(long index) throws IOException {
    return store.entry(index);
  }

  /** Feeds entries {@code [start, end)}, cut at the committed size, to the sink. */
  public void entries(long start, long end, EntrySink sink) throws IOException {
    long limit = Math.min(end, store.head().size());
    if (start < limit) {
      store.entries(start, limit, sink);
    }
  }

  /** A hash tile's exact bytes, empty if the committed tree has no such tile. */
  public Optional<byte[]> tile(TileId id) throws IOException {
    // A batch's tiles can be read a moment before the head moves.
    if (!TileLayout.holds(id, store.head().size())) {
      return Optional.empty();
    }
    return store
        .tile(id.level(), id.index())
        .filter(bytes -> bytes.length >= id.width() * Hash.SIZE)
        .map(bytes -> cut(bytes, id.width() * Hash.SIZE));
  }

  /** An entry bundle's exact bytes, empty if the committed tree has no such bundle. */
  public Optional<byte[]> bundle(BundleId id) throws IOException {
    long start = id.index() * TileId.FULL_WIDTH;
    long end = start + id.width();
    if (end > store.head().size()) {
      return Optional.empty();
    }
    return Optional.of(store.encodedEntries(start, end));
  }

  /** The index of a leaf hash. */
  public OptionalLong indexOf(Hash leafHash) throws IOException {
    return store.indexOf(leafHash);
  }

  /**
   * Proves a leaf to a tree of any size up to the committed one.
   *
   * @throws IllegalArgumentException if not 0 <= index < size <= head().size()
   */
  public InclusionProof inclusion(long index, long size) throws IOException {
    return ProofBuilder.inclusion(hashes(size), index, size);
  }

  /**
   * Proves that one tree extends another.
   *
   * @throws IllegalArgumentException if not 0 <= oldSize <= newSize <= head().size()
   */
  public ConsistencyProof consistency(long oldSize, long newSize) throws IOException {
    return ProofBuilder.consistency(hashes(newSize), oldSize, newSize);
  }

  /** The root of the tree at any size up to the committed one. */
  public Hash root(long size) throws IOException {
    return ProofBuilder.root(hashes(size), size);
  }

  /**
   * A complete proof of a leaf against a checkpoint.
   *
   * @throws IllegalArgumentException if the checkpoint does not cover the leaf
   */
  public TlogProof proofBundle(long index, PublishedCheckpoint checkpoint) throws IOException {
    InclusionProof proof = inclusion(index, checkpoint.size());
    return new TlogProof(Optional.empty(), index, proof.path(), checkpoint.signed());
  }

  /**
   * Indices that carry a look-up key.
   *
   * @param after the last index seen; to begin, -1 ascending and Long.MAX_VALUE descending
   * @param limit 1..10,000
   */
  public LookupPage lookup(byte[] key, long after, int limit, boolean descending)
      throws IOException {
    return store.lookup(key, after, limit, descending);
  }

  /** Indices of all look-up keys with a prefix, ascending by key. */
  public LookupPage lookupPrefix(byte[] keyPrefix, int skip, int limit) throws IOException {
    return store.lookupPrefix(keyPrefix, skip, limit);
  }

  /** A value of the admission state. */
  public Optional<byte[]> state(byte[] key) throws IOException {
    return store.state(key);
  }

  /** Evidence by its SHA-256. */
  public Optional<byte[]> blob(Hash sha256) throws IOException {
    return store.blob(sha256);
  }

  /** Size of evidence in bytes. */
  public OptionalLong blobSize(Hash sha256) throws IOException {
    return store.blobSize(sha256);
  }

  /** The names of all evidence, in the order of their bytes. */
  public void blobNames(Consumer<Hash> each) throws IOException {
    store.blobNames(each);
  }

  /** Stores evidence durably. */
  public Hash putBlob(byte[] content) throws IOException {
    return store.putBlob(content);
  }

  private TileHashReader hashes(long size) {
    long committed = store.head().size();
    if (size < 0 || size > committed) {
      throw new IllegalArgumentException("size: " + size + " (expected: 0.." + committed + ")");
    }
    return new TileHashReader(tiles, size);
  }

  private static byte[] cut(byte[] bytes, int length) {
    return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
  }
}
