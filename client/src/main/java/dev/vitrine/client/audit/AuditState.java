package dev.vitrine.client.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How far an audit has come: a text file of one {@code name value} pair a line, ended by the
 * SHA-256 of what comes before it. A damaged file is as good as none: the audit starts at the first
 * entry.
 *
 * @param origin the log's origin
 * @param leafTiles full level-0 tiles done
 * @param hashes for each level from 1 to 7, the hashes of its unfinished tile
 */
record AuditState(String origin, long leafTiles, List<byte[]> hashes) {
  private static final String HEADER = "vitrine/audit-state@v1";

  AuditState {
    hashes = List.copyOf(hashes);
  }

  void save(Path file) throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    text.append("origin ").append(origin).append('\n');
    text.append("tiles ").append(leafTiles).append('\n');
    hashes.forEach(
        level ->
            text.append("level ").append(Base64.getEncoder().encodeToString(level)).append('\n'));
    String checksum = sha256(text.toString());
    text.append("sha256 ").append(checksum).append('\n');
    Path aside = file.resolveSibling(file.getFileName() + ".writing");
    Files.writeString(aside, text);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static Optional<AuditState> load(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int end = text.lastIndexOf("sha256 ");
    if (!text.startsWith(HEADER + "\n")
        || end < 0
        || !text.substring(end).equals("sha256 " + sha256(text.substring(0, end)) + "\n")) {
      return Optional.empty();
    }
    String[] lines = text.split("\n");
    List<byte[]> hashes = new ArrayList<>();
    for (int i = 0; i < UpperLevels.TOP; i++) {
      hashes.add(Base64.getDecoder().decode(lines[3 + i].substring("level ".length())));
    }
    return Optional.of(
        new AuditState(
            lines[1].substring("origin ".length()),
            Long.parseLong(lines[2].substring("tiles ".length())),
            hashes));
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
