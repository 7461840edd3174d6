package dev.vitrine.merkle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A tree of up to 2^63-1 leaves of which a few are special and all others the same, so that the
 * hash of any range can be known: a {@link HashReader} for sizes that no machine can hold, and a
 * recursive oracle beside it.
 */
final class SparseTree implements HashReader {
  private final SortedMap<Long, Hash> special = new TreeMap<>();
  private final Hash[] plain = new Hash[NodeId.MAX_LEVEL + 1];
  private final Map<NodeId, Hash> known = new HashMap<>();

  SparseTree(Iterable<Long> specialLeaves) {
    specialLeaves.forEach(i -> special.put(i, TextbookTree.leaf(("special " + i).getBytes())));
    plain[0] = TextbookTree.leaf("plain".getBytes());
    for (int level = 1; level < plain.length; level++) {
      plain[level] = TextbookTree.node(plain[level - 1], plain[level - 1]);
    }
  }

  @Override
  public List<Hash> read(List<NodeId> ids) {
    return ids.stream().map(this::complete).toList();
  }

  Hash leaf(long index) {
    return complete(new NodeId(0, index));
  }

  /** MTH(D[start:end]) by the textbook's split, stopping at complete subtrees. */
  Hash mth(long start, long end) {
    long size = end - start;
    if (size == 0) {
      return Hash.EMPTY_ROOT;
    }
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      return complete(new NodeId(level, start >>> level));
    }
    long mid = start + Long.highestOneBit(size - 1);
    return TextbookTree.node(mth(start, mid), mth(mid, end));
  }

  private Hash complete(NodeId id) {
    if (special.subMap(id.start(), id.end()).isEmpty()) {
      return plain[id.level()];
    }
    if (id.level() == 0) {
      return special.get(id.index());
    }
    Hash hash = known.get(id);
    if (hash == null) {
      Hash left = complete(new NodeId(id.level() - 1, 2 * id.index()));
      Hash right = complete(new NodeId(id.level() - 1, 2 * id.index() + 1));
      hash = TextbookTree.node(left, right);
      known.put(id, hash);
    }
    return hash;
  }
}
