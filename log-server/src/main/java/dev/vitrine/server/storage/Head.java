package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import java.util.Objects;

/**
 * The committed tree: its size in leaves and its root.
 *
 * @param size number of leaves, 0..2^63-1
 * @param root the RFC 6962 root of the first {@code size} leaves
 */
public record Head(long size, Hash root) {
  /** The head of a log without entries. */
  public static final Head EMPTY = new Head(0, Hash.EMPTY_ROOT);

  public Head {
    Objects.requireNonNull(root, "root");
    if (size < 0) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
    }
    if (size == 0 && !root.equals(Hash.EMPTY_ROOT)) {
      throw new IllegalArgumentException("root: " + root + " (expected: the empty root at size 0)");
    }
  }
}
