package dev.vitrine.client;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A log in memory: entries, keys, and the bytes of every resource at any size. */
public final class TestLog {
  public static final String ORIGIN = "test.example/log";
  private static final byte[] SEED =
      "a seed for tests only, 32 bytes.".getBytes(StandardCharsets.US_ASCII);

  private final SignerKey key;
  private final List<byte[]> entries = new ArrayList<>();
  // levels.get(k) holds the hashes of level k's tiles.
  private final List<List<Hash>> levels = new ArrayList<>();

  public TestLog() {
    try {
      key = SignerKey.ofSeed(ORIGIN, SignatureType.ED25519, SEED);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A log of {@code size} entries whose content depends on a word, so that two words make two
   * histories.
   */
  public static TestLog of(int size, String word) {
    TestLog log = new TestLog();
    for (int i = 0; i < size; i++) {
      log.add("%s %d".formatted(word, i).getBytes(StandardCharsets.UTF_8));
    }
    return log;
  }

  public synchronized long add(byte[] entry) {
    entries.add(entry.clone());
    addHash(0, TreeHasher.leaf(entry));
    return entries.size() - 1;
  }

  private void addHash(int level, Hash hash) {
    if (levels.size() == level) {
      levels.add(new ArrayList<>());
    }
    List<Hash> hashes = levels.get(level);
    hashes.add(hash);
    if (hashes.size() % 256 == 0) {
      CompactRange range = CompactRange.empty();
      hashes.subList(hashes.size() - 256, hashes.size()).forEach(range::append);
      addHash(level + 1, range.root());
    }
  }

  public synchronized int size() {
    return entries.size();
  }

  public synchronized byte[] entry(long index) {
    return entries.get((int) index).clone();
  }

  public SignerKey key() {
    return key;
  }

  public String vkey() {
    return key.verifierKey().toString();
  }

  public synchronized Hash root(long size) {
    CompactRange range = CompactRange.empty();
    if (size > 0) {
      levels.get(0).subList(0, (int) size).forEach(range::append);
    }
    return range.root();
  }

  public SignedCheckpoint head(long size) {
    return signed(new Checkpoint(ORIGIN, size, root(size)));
  }

  public SignedCheckpoint signed(Checkpoint checkpoint) {
    return new CheckpointSigner(key).sign(checkpoint, Instant.EPOCH);
  }

  /** The bytes of a tile or bundle, by its path; empty where the log of that size has none. */
  public synchronized Optional<byte[]> resource(String path, long size) {
    try {
      if (path.startsWith("tile/entries/")) {
        BundleId id = BundleId.parse(path);
        return TileLayout.holds(id, size) ? Optional.of(bundle(id)) : Optional.empty();
      }
      TileId id = TileId.parse(path);
      return TileLayout.holds(id, size) ? Optional.of(tile(id)) : Optional.empty();
    } catch (dev.vitrine.tile.TilePathException e) {
      return Optional.empty();
    }
  }

  private byte[] bundle(BundleId id) {
    int first = (int) id.index() * 256;
    return EntryBundle.encode(entries.subList(first, first + id.width()));
  }

  private byte[] tile(TileId id) {
    byte[] bytes = new byte[id.width() * Hash.SIZE];
    for (int i = 0; i < id.width(); i++) {
      levels.get(id.level()).get((int) id.index() * 256 + i).copyTo(bytes, i * Hash.SIZE);
    }
    return bytes;
  }

  /** Writes checkpoint, tiles and bundles of a size as files. */
  public void writeTo(Path folder, long size) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("checkpoint"), head(size).encode());
    for (TileLayout.TileSpan span : TileLayout.tileSpans(size)) {
      for (long index = 0; index < span.fullTiles(); index++) {
        write(folder, new TileId(span.level(), index, 256), size);
      }
      Optional<TileId> partial = span.partial();
      if (partial.isPresent()) {
        write(folder, partial.get(), size);
      }
    }
  }

  private void write(Path folder, TileId id, long size) throws IOException {
    List<String> paths = new ArrayList<>(List.of(id.path()));
    if (id.level() == 0) {
      paths.add(new BundleId(id.index(), id.width()).path());
    }
    for (String path : paths) {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, resource(path, size).orElseThrow());
    }
  }

  /** A copy with one bit of one byte turned. */
  public static byte[] flipped(byte[] bytes, int at) {
    byte[] copy = Arrays.copyOf(bytes, bytes.length);
    copy[at] ^= 1;
    return copy;
  }
}
