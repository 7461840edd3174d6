package dev.vitrine.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Bytes of the files below a folder. */
public final class DiskUse {

  private DiskUse() {}

  /**
   * Bytes that the file system has allocated, as {@code du} counts them: a file made large in
   * advance costs only what was written to it, a small one costs a whole block.
   */
  public static long bytes(Path folder) throws IOException {
    Process process =
        new ProcessBuilder("du", "-s", "--block-size=1", folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!output.matches("(?s)[0-9]+\t.*")) {
      throw new IOException("du: " + output.strip() + " (expected: a number of bytes)");
    }
    return Long.parseLong(output.substring(0, output.indexOf('\t')));
  }

  /** Removes a folder that this run made. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
