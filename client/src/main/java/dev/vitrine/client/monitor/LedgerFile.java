package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** A ledger of one JSON object a line, read again when the file has changed. One thread. */
final class LedgerFile implements LedgerSource {
  private final Path path;
  private String version = "";
  private List<LedgerLine> lines = List.of();

  public LedgerFile(Path path) {
    this.path = path;
  }

  @Override
  public List<LedgerLine> lines() throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      String now =
          attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
      if (!now.equals(version)) {
        lines = read(Files.readString(path, UTF_8));
        version = now;
      }
      return lines;
    } catch (NoSuchFileException e) {
      throw new IOException("release ledger " + path + ": no such file", e);
    } catch (IOException e) {
      throw new IOException("release ledger " + path + ": " + e.getMessage(), e);
    }
  }

  private static List<LedgerLine> read(String text) throws IOException {
    List<LedgerLine> read = new ArrayList<>();
    // What follows the last line feed is still being written.
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    int number = 0;
    for (String line : whole.split("\n")) {
      number++;
      if (!line.isBlank()) {
        read.add(line(number, line));
      }
    }
    return List.copyOf(read);
  }

  private static LedgerLine line(int number, String line) throws IOException {
    try {
      return LedgerLine.parse(line);
    } catch (IllegalArgumentException e) {
      throw new IOException("line " + number + ": " + e.getMessage(), e);
    }
  }
}
