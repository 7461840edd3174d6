package dev.vitrine.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The Merkle tree as the papers define it, by recursion, with hashing of its own: the oracle that
 * the fast code must agree with. Slow on purpose; hashes of ranges are remembered.
 */
public final class TextbookTree {
  private record Range(long start, long end) {}

  private final List<Hash> leaves;
  private final Map<Range, Hash> known = new HashMap<>();

  public TextbookTree(List<Hash> leafHashes) {
    this.leaves = List.copyOf(leafHashes);
  }

  /** A tree whose entry {@code i} is {@code "entry i"}. */
  public static TextbookTree ofSize(int size) {
    return new TextbookTree(
        LongStream.range(0, size).mapToObj(i -> leaf(("entry " + i).getBytes())).toList());
  }

  /** A tree whose entry {@code i} is the single byte {@code i}. */
  public static TextbookTree ofSingleBytes(int size) {
    return new TextbookTree(
        LongStream.range(0, size).mapToObj(i -> leaf(new byte[] {(byte) i})).toList());
  }

  public static Hash leaf(byte[] entry) {
    return sha256(new byte[] {0}, entry);
  }

  public static Hash node(Hash left, Hash right) {
    return node(left.toByteArray(), right.toByteArray());
  }

  static Hash node(byte[] left, byte[] right) {
    return sha256(new byte[] {1}, left, right);
  }

  public List<Hash> leaves() {
    return leaves;
  }

  public Hash root(long size) {
    return mth(0, size);
  }

  /** MTH(D[start:end]) of RFC 6962 section 2.1. */
  public Hash mth(long start, long end) {
    if (start == end) {
      return sha256();
    }
    if (end - start == 1) {
      return leaves.get((int) start);
    }
    Range range = new Range(start, end);
    Hash hash = known.get(range);
    if (hash == null) {
      long mid = start + split(end - start);
      hash = node(mth(start, mid), mth(mid, end));
      known.put(range, hash);
    }
    return hash;
  }

  /** PATH(index, D[start:end]) of RFC 6962 section 2.1.1, with the index counted from 0. */
  public List<Hash> path(long index, long start, long end) {
    List<Hash> path = new ArrayList<>();
    addPath(index, start, end, path);
    return path;
  }

  private void addPath(long index, long start, long end, List<Hash> path) {
    if (end - start == 1) {
      return;
    }
    long mid = start + split(end - start);
    if (index < mid) {
      addPath(index, start, mid, path);
      path.add(mth(mid, end));
    } else {
      addPath(index, mid, end, path);
      path.add(mth(start, mid));
    }
  }

  /** PROOF(oldSize, D[0:newSize]) of RFC 6962 section 2.1.2. */
  public List<Hash> proof(long oldSize, long newSize) {
    List<Hash> proof = new ArrayList<>();
    addSubproof(oldSize, 0, newSize, true, proof);
    return proof;
  }

  private void addSubproof(long m, long start, long end, boolean b, List<Hash> proof) {
    long n = end - start;
    if (m == n) {
      if (!b) {
        proof.add(mth(start, end));
      }
      return;
    }
    long k = split(n);
    if (m <= k) {
      addSubproof(m, start, start + k, b, proof);
      proof.add(mth(start + k, end));
    } else {
      addSubproof(m - k, start + k, end, false, proof);
      proof.add(mth(start, start + k));
    }
  }

  /** SUBTREE_PROOF(start, end, D[0:size]) of the Merkle tree certificates draft. */
  public List<Hash> subtreeProof(long start, long end, long size) {
    List<Hash> proof = new ArrayList<>();
    if (start != end) {
      addSubtreeSubproof(start, end, 0, size, true, proof);
    }
    return proof;
  }

  private void addSubtreeSubproof(
      long start, long end, long offset, long n, boolean b, List<Hash> proof) {
    if (start == 0 && end == n) {
      if (!b) {
        proof.add(mth(offset, offset + n));
      }
      return;
    }
    long k = split(n);
    if (end <= k) {
      addSubtreeSubproof(start, end, offset, k, b, proof);
      proof.add(mth(offset + k, offset + n));
    } else if (start >= k) {
      addSubtreeSubproof(start - k, end - k, offset + k, n - k, b, proof);
      proof.add(mth(offset, offset + k));
    } else {
      addSubtreeSubproof(0, end - k, offset + k, n - k, false, proof);
      proof.add(mth(offset, offset + k));
    }
  }

  /** Answers reads of complete subtrees from this tree. */
  public HashReader reader() {
    return ids -> ids.stream().map(id -> mth(id.start(), id.end())).toList();
  }

  /** The largest power of two smaller than {@code n}. */
  private static long split(long n) {
    long k = 1;
    while (2 * k < n) {
      k *= 2;
    }
    return k;
  }

  private static Hash sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return Hash.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
