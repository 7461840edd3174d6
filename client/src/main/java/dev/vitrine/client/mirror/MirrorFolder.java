package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.HashTile;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of one log's copy. Entries come in order and whole bundles at a time; what is written
 * is durable after {@link #sync}. One thread.
 */
public final class MirrorFolder {
  private static final int WIDTH = TileId.FULL_WIDTH;

  private final Path folder;
  private final Sync sync;
  private final AtomicFile checkpoint;
  private final AtomicFile frontierFile;
  private final Set<Path> dirty = new LinkedHashSet<>();
  // Hashes of the tile at the right edge of each level of tiles.
  private final Map<Integer, List<Hash>> edges = new TreeMap<>();
  private final CompactRange frontier;
  // Exists: most files follow one in the same folder.
  private @Nullable Path lastFolder;

  /** Goes on from what was last made durable. */
  public MirrorFolder(Path folder) throws IOException {
    this(folder, FileSync::all);
  }

  MirrorFolder(Path folder, Sync sync) throws IOException {
    this.folder = created(folder);
    this.sync = sync;
    this.checkpoint = new AtomicFile(folder.resolve("checkpoint"));
    this.frontierFile = new AtomicFile(folder.resolve("frontier"));
    this.frontier = readFrontier();
    readEdges();
  }

  /** Number of entries held. */
  public long size() {
    return frontier.size();
  }

  public Hash root() {
    return frontier.root();
  }

  /**
   * Root of the first entries that are held.
   *
   * @param size at most {@link #size()}, all of which is synced
   */
  Hash root(long size) throws IOException {
    return size == size() ? root() : new HeldTree(folder, size()).root(size);
  }

  Path path() {
    return folder;
  }

  public Optional<SignedCheckpoint> checkpoint() throws IOException {
    try {
      Optional<byte[]> bytes = checkpoint.read();
      return bytes.isEmpty() ? Optional.empty() : Optional.of(SignedCheckpoint.parse(bytes.get()));
    } catch (NoteFormatException e) {
      throw new IOException(checkpoint.path() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes a bundle, of which the entries before {@link #size()} are held already.
   *
   * @param start index of the bundle's first entry, a multiple of 256
   */
  public void append(long start, EntryBundle bundle) throws IOException {
    byte[] hashes = new byte[bundle.width() * Hash.SIZE];
    for (int i = 0; i < bundle.width(); i++) {
      bundle.leafHash(i).copyTo(hashes, i * Hash.SIZE);
    }
    try {
      append(start, bundle, HashTile.decode(hashes, bundle.width()));
    } catch (TileFormatException e) {
      throw new IllegalStateException("a tile just made is none", e);
    }
  }

  /**
   * The same for a bundle whose leaf hashes are known.
   *
   * @param leaves computed from the bundle's entries
   * @throws IOException after which this object is of no use: some files may be written, others
   *     not; a new one goes on from what is durable
   */
  public void append(long start, EntryBundle bundle, HashTile leaves) throws IOException {
    if (start % WIDTH != 0 || start > size() || start + bundle.width() <= size()) {
      throw new IllegalArgumentException(
          "bundle at "
              + start
              + " of "
              + bundle.width()
              + " entries (expected: to go on at "
              + size()
              + ")");
    }
    write(new BundleId(start / WIDTH, bundle.width()).path(), bundle.toByteArray());
    try {
      if (start == size() && bundle.width() == WIDTH) {
        write(new TileId(0, start / WIDTH, WIDTH).path(), leaves.toByteArray());
        frontier.appendSubtree(HashTile.HEIGHT, leaves.root(), this::node);
      } else {
        for (int i = (int) (size() - start); i < bundle.width(); i++) {
          frontier.append(leaves.hash(i), this::node);
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
  }

  /**
   * The bundle at a place, as far as it is held.
   *
   * @param start index of its first entry, a multiple of 256 below {@link #size()}
   */
  EntryBundle bundle(long start) throws IOException {
    int width = (int) Math.min(WIDTH, size() - start);
    Path file = folder.resolve(new BundleId(start / WIDTH, width).path());
    try {
      return EntryBundle.decode(Files.readAllBytes(file), width);
    } catch (TileFormatException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Makes all that was appended durable, and remembers to go on after it. */
  public void sync() throws IOException {
    writePartialTiles();
    Set<Path> folders = new LinkedHashSet<>(List.of(folder));
    for (Path file : dirty) {
      for (Path up = parent(file); !up.equals(folder) && folders.add(up); ) {
        up = parent(up);
      }
    }
    sync.all(dirty);
    sync.all(folders);
    dirty.clear();
    frontierFile.write(encode(frontier));
  }

  /**
   * Shows a checkpoint for what is durably held, or for a beginning of it.
   *
   * @throws IllegalStateException if it is for anything else
   */
  public void publish(SignedCheckpoint signed) throws IOException {
    long shown = signed.checkpoint().size();
    if (!dirty.isEmpty() || shown > size() || !root(shown).equals(signed.checkpoint().root())) {
      throw new IllegalStateException(
          "checkpoint " + signed + " (expected: size " + size() + " root " + root() + ", synced)");
    }
    if (shown < size()) {
      // So that a static server, which cuts nothing, has what belongs to this size.
      for (Map.Entry<String, byte[]> partial :
          new HeldTree(folder, size()).partials(shown).entrySet()) {
        write(partial.getKey(), partial.getValue());
      }
      sync();
    }
    checkpoint.write(signed.encode());
  }

  private static Path created(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      // The files in it are made durable by their own folder; this makes the folder's name so.
      AtomicFile.syncName(folder);
    }
    return folder;
  }

  private void node(NodeId id, Hash hash) {
    if (id.level() % 8 == 0) {
      edges.computeIfAbsent(id.level() / 8, level -> new ArrayList<>()).add(hash);
      writeFullTile(id);
    }
  }

  private void writeFullTile(NodeId id) {
    int level = id.level() / 8;
    List<Hash> edge = edges.getOrDefault(level, List.of());
    if (edge.size() < WIDTH) {
      return;
    }
    try {
      write(new TileId(level, id.index() / WIDTH, WIDTH).path(), bytes(edge));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    edge.clear();
  }

  private void writePartialTiles() throws IOException {
    for (Map.Entry<Integer, List<Hash>> edge : edges.entrySet()) {
      int width = edge.getValue().size();
      if (width > 0) {
        long index = (size() >>> (8 * edge.getKey())) / WIDTH;
        write(new TileId(edge.getKey(), index, width).path(), bytes(edge.getValue()));
      }
    }
  }

  /** The edge is not kept apart: its hashes are in the tiles and bundles on disk. */
  private void readEdges() throws IOException {
    for (int level = 0; size() >>> (8 * level) > 0; level++) {
      long hashes = size() >>> (8 * level);
      int width = (int) (hashes % WIDTH);
      List<Hash> edge = new ArrayList<>();
      if (width > 0) {
        byte[] tile =
            Files.readAllBytes(folder.resolve(new TileId(level, hashes / WIDTH, width).path()));
        for (int i = 0; i < width; i++) {
          edge.add(Hash.of(tile, i * Hash.SIZE));
        }
      }
      edges.put(level, edge);
    }
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = folder.resolve(path);
    if (!parent(file).equals(lastFolder)) {
      lastFolder = Files.createDirectories(parent(file));
    }
    // Written beside and moved, so that a reader never sees half a tile.
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, bytes);
    Files.move(temporary, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    dirty.add(file);
  }

  private CompactRange readFrontier() throws IOException {
    Optional<byte[]> bytes = frontierFile.read();
    if (bytes.isEmpty()) {
      return CompactRange.empty();
    }
    String[] lines = new String(bytes.get(), UTF_8).split("\n");
    List<Hash> hashes = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      hashes.add(Hash.ofBase64(lines[i]));
    }
    return CompactRange.of(Long.parseLong(lines[0]), hashes);
  }

  private static byte[] encode(CompactRange frontier) {
    StringBuilder text = new StringBuilder().append(frontier.size()).append('\n');
    frontier.hashes().forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] bytes(List<Hash> hashes) {
    byte[] bytes = new byte[hashes.size() * Hash.SIZE];
    for (int i = 0; i < hashes.size(); i++) {
      hashes.get(i).copyTo(bytes, i * Hash.SIZE);
    }
    return bytes;
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("file: " + file + " (expected: below a folder)");
    }
    return parent;
  }

  /** Makes files, or the names in folders, durable. */
  interface Sync {
    void all(Collection<Path> files) throws IOException;
  }
}
