package dev.vitrine.server.api;

import dev.vitrine.merkle.Hash;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The documents that were read in ranges of late, bounded by bytes. The store has no part of a
 * document without the whole, so that a reader of many ranges would have it read each time. Nothing
 * here can become stale: a document is named by its digest. Thread-safe.
 */
final class KeptBlobs {
  private final long maxBytes;
  // Both guarded by this; the least recently used comes first.
  private final LinkedHashMap<Hash, byte[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  KeptBlobs(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized Optional<byte[]> get(Hash sha256) {
    return Optional.ofNullable(kept.get(sha256));
  }

  synchronized void keep(Hash sha256, byte[] content) {
    if (content.length > maxBytes || kept.putIfAbsent(sha256, content) != null) {
      return;
    }
    bytes += content.length;
    Iterator<Map.Entry<Hash, byte[]>> eldest = kept.entrySet().iterator();
    while (bytes > maxBytes) {
      bytes -= eldest.next().getValue().length;
      eldest.remove();
    }
  }
}
