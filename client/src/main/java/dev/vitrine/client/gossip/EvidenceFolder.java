package dev.vitrine.client.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.durable.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Evidence files, each named by the hash of its bytes. Thread-safe.
 *
 * <p>One file convicts a log; a log that signs ever more heads must not fill the disk of those who
 * watch it. So the first {@link #MAX_PER_ORIGIN} of an origin are kept, and no more.
 */
public final class EvidenceFolder {
  /** Files kept of one origin. */
  public static final int MAX_PER_ORIGIN = 16;

  private static final String SUFFIX = ".fork";
  private static final Logger LOGGER = Logger.getLogger(EvidenceFolder.class.getName());

  private final Path folder;
  // Guarded by this.
  private final Map<String, Integer> kept = new HashMap<>();

  public EvidenceFolder(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    for (String id : ids()) {
      count(id);
    }
  }

  /**
   * Keeps evidence that verifies; durable when it returns.
   *
   * @return its id, empty if enough is kept of this origin already
   * @throws EvidenceException if it does not prove a fork
   */
  public Optional<String> keep(ForkEvidence evidence) throws IOException, EvidenceException {
    evidence.verify();
    byte[] bytes = evidence.encode().getBytes(UTF_8);
    String id = id(bytes);
    return write(evidence.origin(), id, bytes) ? Optional.of(id) : Optional.empty();
  }

  private synchronized boolean write(String origin, String id, byte[] bytes) throws IOException {
    Path file = folder.resolve(id + SUFFIX);
    if (Files.exists(file)) {
      return true;
    }
    if (kept.getOrDefault(origin, 0) >= MAX_PER_ORIGIN) {
      return false;
    }
    new AtomicFile(file).write(bytes);
    kept.merge(origin, 1, Integer::sum);
    return true;
  }

  private void count(String id) throws IOException {
    String text = new String(read(id).orElseThrow(), UTF_8);
    try {
      kept.merge(ForkEvidence.parse(text).origin(), 1, Integer::sum);
    } catch (EvidenceException | FormatNewerException | IllegalArgumentException e) {
      // Somebody else's file: it stays, and counts for nobody.
      LOGGER.log(Level.WARNING, "{0}{1}: {2}", new Object[] {id, SUFFIX, e.getMessage()});
    }
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

  /** The name evidence of these bytes has everywhere. */
  public static String id(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
