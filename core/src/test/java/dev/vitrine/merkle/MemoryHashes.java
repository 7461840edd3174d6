package dev.vitrine.merkle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every complete node of a tree in memory, collected while a compact range grows. */
public final class MemoryHashes implements HashReader {
  private final Map<NodeId, Hash> nodes = new HashMap<>();

  public static MemoryHashes of(List<Hash> leaves) {
    MemoryHashes hashes = new MemoryHashes();
    CompactRange range = CompactRange.empty();
    leaves.forEach(leaf -> range.append(leaf, hashes.nodes::put));
    return hashes;
  }

  @Override
  public List<Hash> read(List<NodeId> ids) {
    return ids.stream().map(nodes::get).toList();
  }
}
