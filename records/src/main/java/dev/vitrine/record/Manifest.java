package dev.vitrine.record;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.TreeHasher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of an update or of a source tree: sorted by path, each path once. Its root is the RFC
 * 6962 root over the leaves {@code path NUL size NUL sha256}; its blob holds the same lines, each
 * ended by a line feed. Immutable.
 */
public final class Manifest {
  private final List<ManifestFile> files;
  private final List<List<Hash>> levels = new ArrayList<>();

  private Manifest(List<ManifestFile> sorted) {
    files = List.copyOf(sorted);
    List<Hash> level = files.stream().map(ManifestFile::leafHash).toList();
    while (!level.isEmpty()) {
      levels.add(level);
      List<Hash> above = new ArrayList<>(level.size() / 2);
      for (int i = 0; i + 1 < level.size(); i += 2) {
        above.add(TreeHasher.node(level.get(i), level.get(i + 1)));
      }
      level = above;
    }
  }

  /**
   * @throws IllegalArgumentException if a path occurs twice
   */
  public static Manifest of(List<ManifestFile> files) {
    List<ManifestFile> sorted = files.stream().sorted().toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).compareTo(sorted.get(i - 1)) == 0) {
        throw new IllegalArgumentException("path: " + sorted.get(i).path() + " (expected: once)");
      }
    }
    return new Manifest(sorted);
  }

  /** Hashes every regular file below a folder; symbolic links are refused, they are not content. */
  public static Manifest ofFolder(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.filter(p -> !Files.isDirectory(p)).toList();
    }
    List<ManifestFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isSymbolicLink(path) || !Files.isRegularFile(path)) {
        throw new IOException(path + ": not a regular file (expected: files and folders only)");
      }
      String name = folder.relativize(path).toString().replace('\\', '/');
      files.add(new ManifestFile(name, Files.size(path), sha256(path)));
    }
    return of(files);
  }

  /** Digest of a file's content. */
  public static Hash sha256(Path file) throws IOException {
    MessageDigest digest = Digests.newSha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return Hash.of(digest.digest());
  }

  /**
   * Reads a manifest blob.
   *
   * @throws RecordFormatException if it is not exactly what {@link #encode} gives
   */
  public static Manifest parse(byte[] blob) throws RecordFormatException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(blob)).toString();
    } catch (CharacterCodingException e) {
      throw bad(0, "bytes that are not UTF-8");
    }
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw bad(0, "no line feed at the end");
    }
    List<ManifestFile> files = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = text.indexOf('\n', from);
      ManifestFile file = parseLine(text.substring(from, to), files.size() + 1);
      if (!files.isEmpty() && file.compareTo(files.get(files.size() - 1)) <= 0) {
        throw bad(files.size() + 1, file.path() + " out of order");
      }
      files.add(file);
      from = to + 1;
    }
    return new Manifest(files);
  }

  private static ManifestFile parseLine(String line, int number) throws RecordFormatException {
    String[] parts = line.split("\0", -1);
    if (parts.length != 3
        || !parts[1].matches("0|[1-9][0-9]{0,18}")
        || !Digests.isSha256(parts[2])) {
      throw bad(number, line.replace('\0', ' '));
    }
    try {
      return new ManifestFile(parts[0], Long.parseLong(parts[1]), Hash.ofHex(parts[2]));
    } catch (IllegalArgumentException e) {
      throw bad(number, String.valueOf(e.getMessage()));
    }
  }

  private static RecordFormatException bad(int line, String value) {
    return new RecordFormatException(
        "MANIFEST_FORMAT", "line " + line, value, "path NUL size NUL sha256 LF, sorted by path");
  }

  public List<ManifestFile> files() {
    return files;
  }

  /** Sum of the sizes. */
  public long totalSize() {
    return files.stream().mapToLong(ManifestFile::size).sum();
  }

  /** The RFC 6962 root; {@link Hash#EMPTY_ROOT} for no files. */
  public Hash root() {
    try {
      return ProofBuilder.root(reader(), files.size());
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
  }

  /** The blob: every line ended by a line feed. */
  public byte[] encode() {
    StringBuilder out = new StringBuilder();
    for (ManifestFile f : files) {
      out.append(f.path()).append('\0').append(f.size()).append('\0').append(f.sha256().hex());
      out.append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * First step of a two-step proof: that a file belongs to {@link #root()}; empty without the path.
   */
  public Optional<FileProof> prove(String path) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).path().equals(path)) {
        try {
          return Optional.of(
              new FileProof(files.get(i), ProofBuilder.inclusion(reader(), i, files.size())));
        } catch (IOException e) {
          throw new IllegalStateException("memory does not fail", e);
        }
      }
    }
    return Optional.empty();
  }

  private HashReader reader() {
    return ids -> {
      List<Hash> hashes = new ArrayList<>(ids.size());
      for (NodeId id : ids) {
        hashes.add(levels.get(id.level()).get((int) id.index()));
      }
      return hashes;
    };
  }
}
