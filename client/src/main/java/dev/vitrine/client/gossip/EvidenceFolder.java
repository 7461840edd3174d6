package dev.vitrine.client.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.durable.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Evidence files, each named by the hash of its bytes. Thread-safe. */
public final class EvidenceFolder {
  private static final String SUFFIX = ".fork";

  private final Path folder;

  public EvidenceFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /**
   * Keeps evidence that verifies; durable when it returns.
   *
   * @return its id
   * @throws EvidenceException if it does not prove a fork
   */
  public String keep(ForkEvidence evidence) throws IOException, EvidenceException {
    evidence.verify();
    byte[] bytes = evidence.encode().getBytes(UTF_8);
    String id = id(bytes);
    Path file = folder.resolve(id + SUFFIX);
    if (!Files.exists(file)) {
      new AtomicFile(file).write(bytes);
    }
    return id;
  }

  public List<String> ids() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    }
  }

  public Optional<byte[]> read(String id) throws IOException {
    if (!id.matches("[0-9a-f]{64}")) {
      return Optional.empty();
    }
    return new AtomicFile(folder.resolve(id + SUFFIX)).read();
  }

  private static String id(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
