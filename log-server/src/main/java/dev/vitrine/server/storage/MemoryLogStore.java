package dev.vitrine.server.storage;

import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A store that forgets everything when the process ends: for tests and for reading the contract.
 */
public final class MemoryLogStore implements LogStore {
  // All guarded by this.
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<Long, byte[]> tiles = new HashMap<>();
  private final Map<Hash, Long> leaves = new HashMap<>();
  private final NavigableMap<byte[], byte[]> state = new TreeMap<>(Arrays::compareUnsigned);
  private final NavigableMap<byte[], Long> lookups = new TreeMap<>(Arrays::compareUnsigned);
  private final Map<Hash, byte[]> blobs = new HashMap<>();
  private final Map<String, byte[]> meta = new HashMap<>();
  private Head head = Head.EMPTY;

  @Override
  public synchronized Head head() {
    return head;
  }

  @Override
  public synchronized void commit(Batch batch) {
    if (!batch.base().equals(head)) {
      throw new IllegalArgumentException("base: " + batch.base() + " (expected: " + head + ")");
    }
    long index = head.size();
    for (int i = 0; i < batch.entries().size(); i++) {
      entries.add(batch.entries().get(i));
      leaves.put(batch.leafHashes().get(i), index + i);
    }
    for (TileWrite tile : batch.tiles()) {
      tiles.put(tileKey(tile.level(), tile.index()), tile.bytes());
    }
    for (StateWrite write : batch.state()) {
      write
          .value()
          .ifPresentOrElse(v -> state.put(write.key(), v), () -> state.remove(write.key()));
    }
    for (LookupWrite row : batch.lookups()) {
      lookups.put(LookupRows.key(row.key(), row.index()), row.index());
    }
    head = batch.next();
  }

  @Override
  public synchronized Optional<byte[]> entry(long index) {
    return index >= 0 && index < head.size()
        ? Optional.of(entries.get((int) index).clone())
        : Optional.empty();
  }

  @Override
  public void entries(long start, long end, EntrySink sink) {
    List<byte[]> range = range(start, end);
    long index = start;
    for (byte[] entry : range) {
      if (!sink.accept(index++, entry.clone())) {
        return;
      }
    }
  }

  @Override
  public byte[] encodedEntries(long start, long end) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] entry : range(start, end)) {
      ByteBuffer one = ByteBuffer.allocate(EncodedEntries.LENGTH_BYTES + entry.length);
      EncodedEntries.put(one, entry);
      out.writeBytes(one.array());
    }
    return out.toByteArray();
  }

  @Override
  public synchronized Optional<byte[]> tile(int level, long index) {
    return Optional.ofNullable(tiles.get(tileKey(level, index))).map(byte[]::clone);
  }

  @Override
  public synchronized OptionalLong indexOf(Hash leafHash) {
    Long index = leaves.get(leafHash);
    return index == null ? OptionalLong.empty() : OptionalLong.of(index);
  }

  @Override
  public synchronized Optional<byte[]> state(byte[] key) {
    return Optional.ofNullable(state.get(key)).map(byte[]::clone);
  }

  @Override
  public synchronized LookupPage lookup(byte[] key, long after, int limit, boolean descending) {
    NavigableMap<byte[], Long> rows =
        lookups.subMap(LookupRows.key(key, 0), true, LookupRows.key(key, Long.MAX_VALUE), true);
    List<Long> found = new ArrayList<>();
    for (Map.Entry<byte[], Long> row : (descending ? rows.descendingMap() : rows).entrySet()) {
      boolean wanted = descending ? row.getValue() < after : row.getValue() > after;
      if (wanted && LookupRows.isOf(row.getKey(), key)) {
        found.add(row.getValue());
      }
    }
    return LookupRows.page(found, limit);
  }

  @Override
  public synchronized LookupPage lookupPrefix(byte[] keyPrefix, int skip, int limit) {
    List<Long> found = new ArrayList<>();
    for (Map.Entry<byte[], Long> row : lookups.tailMap(keyPrefix, true).entrySet()) {
      if (LookupRows.startsWith(row.getKey(), keyPrefix)) {
        found.add(row.getValue());
      }
    }
    return LookupRows.page(found.subList(Math.min(skip, found.size()), found.size()), limit);
  }

  @Override
  public synchronized Optional<byte[]> blob(Hash sha256) {
    return Optional.ofNullable(blobs.get(sha256)).map(byte[]::clone);
  }

  @Override
  public synchronized OptionalLong blobSize(Hash sha256) {
    byte[] blob = blobs.get(sha256);
    return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.length);
  }

  @Override
  public synchronized void blobNames(Consumer<Hash> each) {
    blobs.keySet().stream().sorted().forEach(each);
  }

  @Override
  public synchronized Hash putBlob(byte[] content) {
    try {
      Hash name = Hash.of(MessageDigest.getInstance("SHA-256").digest(content));
      blobs.put(name, content.clone());
      return name;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public synchronized Optional<byte[]> meta(String name) {
    return Optional.ofNullable(meta.get(name)).map(byte[]::clone);
  }

  @Override
  public synchronized void putMeta(String name, Optional<byte[]> value) {
    value.ifPresentOrElse(v -> meta.put(name, v.clone()), () -> meta.remove(name));
  }

  @Override
  public Head backup(Path newFolder) throws StoreException {
    throw new StoreException("backup to " + newFolder + ": a store in memory has no files");
  }

  @Override
  public void verifyChecksums() {
    // Memory has no checksums of its own to compare.
  }

  @Override
  public void close() {
    // Nothing is held.
  }

  private synchronized List<byte[]> range(long start, long end) {
    if (start < 0 || start > end || end > head.size()) {
      throw new IllegalArgumentException(
          "range: " + start + ".." + end + " (expected: within 0.." + head.size() + ")");
    }
    return List.copyOf(entries.subList((int) start, (int) end));
  }

  private static long tileKey(int level, long index) {
    return (long) level << 56 | index;
  }
}
