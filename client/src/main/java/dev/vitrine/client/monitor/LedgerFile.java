package dev.vitrine.client.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Supplier;

/** A ledger of one JSON object a line, read again when the file has changed. One thread. */
final class LedgerFile implements Supplier<List<LedgerLine>> {
  private final Path path;
  private String version = "";
  private List<LedgerLine> lines = List.of();

  public LedgerFile(Path path) {
    this.path = path;
  }

  @Override
  public List<LedgerLine> get() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      String now =
          attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
      if (!now.equals(version)) {
        lines =
            Files.readAllLines(path).stream()
                .filter(line -> !line.isBlank())
                .map(LedgerLine::parse)
                .toList();
        version = now;
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException("release ledger " + path + ": " + e.getMessage(), e);
    }
  }
}
