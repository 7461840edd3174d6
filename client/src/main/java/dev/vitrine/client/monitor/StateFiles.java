package dev.vitrine.client.monitor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The files of a monitor's state, all in one folder: {@code journal} is number 0, {@code journal.N}
 * the later ones, {@code values.N} what was in memory before that one.
 */
record StateFiles(Path first) {

  Path journal(int number) {
    return number == 0 ? first : sibling("." + number);
  }

  Path temporary(int number) {
    return sibling("." + number + ".tmp");
  }

  Path values(int number) {
    return first.resolveSibling("values." + number);
  }

  /** The journal in force. */
  int newestJournal() throws IOException {
    int newest = 0;
    for (Path file : all()) {
      newest = Math.max(newest, number(file, first.getFileName() + ".").orElse(0));
    }
    return newest;
  }

  /** What a crash has left, and what is not needed any more. */
  void deleteAllBut(List<Integer> tables, int oldestJournal, int newestJournal) throws IOException {
    for (Path file : all()) {
      OptionalInt journal =
          file.equals(first) ? OptionalInt.of(0) : number(file, first.getFileName() + ".");
      OptionalInt table = number(file, "values.");
      boolean unneeded =
          file.getFileName().toString().matches("(journal|values)\\.[0-9]+\\.tmp")
              || (journal.isPresent()
                  && (journal.getAsInt() < oldestJournal || journal.getAsInt() > newestJournal))
              || (table.isPresent() && !tables.contains(table.getAsInt()));
      if (unneeded) {
        Files.delete(file);
      }
    }
  }

  private Path sibling(String suffix) {
    return first.resolveSibling(first.getFileName() + suffix);
  }

  private List<Path> all() throws IOException {
    List<Path> files = new ArrayList<>();
    Path folder = first.toAbsolutePath().getParent();
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(folder)) {
      siblings.forEach(file -> files.add(first.resolveSibling(file.getFileName())));
    }
    return files;
  }

  /** The number after a prefix, if the name is that. */
  private static OptionalInt number(Path file, String prefix) {
    String name = file.getFileName().toString();
    String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    return rest.matches("[1-9][0-9]{0,8}")
        ? OptionalInt.of(Integer.parseInt(rest))
        : OptionalInt.empty();
  }
}
