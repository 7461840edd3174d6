package dev.vitrine.client.cli;

import dev.vitrine.client.Acknowledgement;
import dev.vitrine.merkle.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The file that {@code append --acks} writes: {@code INDEX LEAFHASH SOURCE} a line. */
final class Acks {
  private Acks() {}

  static String line(Acknowledgement entry, String source) {
    return "%d %s %s\n".formatted(entry.index(), entry.leafHash().hex(), source);
  }

  /**
   * Reads all whole lines; what a killed writer left of the last one is not a promise that was
   * noted.
   */
  static List<Acknowledgement> read(Path file) throws IOException, UsageException {
    String text = Files.readString(file);
    List<Acknowledgement> entries = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      String[] words = line.split(" ", 3);
      try {
        entries.add(new Acknowledgement(Long.parseLong(words[0]), Hash.ofHex(words[1]), false));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new UsageException(
            "%s: %s (expected: INDEX LEAFHASH SOURCE, as append --acks writes)"
                .formatted(file, line));
      }
    }
    return entries;
  }
}
