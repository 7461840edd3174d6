package dev.vitrine.record;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One file of a manifest.
 *
 * @param path relative, parts separated by {@code /}, no part empty, {@code .} or {@code ..}, no
 *     control character
 * @param size bytes, 0..2^63-1
 * @param sha256 digest of the content
 */
public record ManifestFile(String path, long size, Hash sha256)
    implements Comparable<ManifestFile> {
  private static final int MAX_PATH_LENGTH = 4096;

  public ManifestFile {
    if (!isPath(path)) {
      throw new IllegalArgumentException("path: " + path + " (expected: a/relative/path)");
    }
    if (size < 0) {
      throw new IllegalArgumentException("size of " + path + ": " + size + " (expected: >= 0)");
    }
  }

  /** The leaf's data: {@code path NUL size NUL sha256}, size in decimal, digest in hex. */
  public byte[] leafData() {
    return (path + '\0' + size + '\0' + sha256.hex()).getBytes(StandardCharsets.UTF_8);
  }

  public Hash leafHash() {
    return TreeHasher.leaf(leafData());
  }

  /** By the bytes of the path, unsigned, as C's {@code strcmp} orders UTF-8. */
  @Override
  public int compareTo(ManifestFile other) {
    return Arrays.compareUnsigned(
        path.getBytes(StandardCharsets.UTF_8), other.path.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isPath(String path) {
    if (path.isEmpty() || path.length() > MAX_PATH_LENGTH) {
      return false;
    }
    if (path.chars().anyMatch(c -> c < 0x20 || c == 0x7f || Character.isSurrogate((char) c))) {
      return false;
    }
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }
}
