package dev.vitrine.server;

import dev.vitrine.admission.TestLog;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.sequencer.Appended;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Small servers in the test's own process, without a network. */
public final class TestServers {
  private TestServers() {}

  /**
   * Open admission, small buffers, fast checkpoints.
   *
   * @param more key, value, key, value, ...
   */
  public static Config config(Path folder, String... more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "data-folder", folder.toString(),
                "admission", "open",
                "listen", "127.0.0.1:0",
                "admin-listen", "off",
                "checkpoint-interval", "5ms",
                "store.write-buffer", "64KiB",
                "store.block-cache", "4MiB",
                "disk.floor", "1MiB"));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return Config.of(settings);
  }

  /**
   * A log of records in {@code folder}/data, of the origin that {@link TestLog} makes records for.
   */
  static Config recordsConfig(Path folder, Path rootPolicy) {
    return Config.of(
        Map.of(
            "origin",
            TestLog.ORIGIN,
            "data-folder",
            folder.resolve("data").toString(),
            "admin-listen",
            "off",
            "root-policy-file",
            rootPolicy.toString()));
  }

  public static Parts parts() {
    return Parts.standard(
        because -> {
          throw new AssertionError("unexpected end", because);
        });
  }

  public static LogServer start(Path folder, String... more) throws IOException {
    return LogServer.start(config(folder, more), parts().withApis(List.of()));
  }

  /** Appends entries and waits until all are durable. */
  public static List<Appended> append(LogServer server, List<byte[]> entries) throws Exception {
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (byte[] entry : entries) {
      answers.add(server.context().appender().append(entry));
    }
    List<Appended> appended = new ArrayList<>();
    for (CompletableFuture<Appended> answer : answers) {
      appended.add(answer.get(30, TimeUnit.SECONDS));
    }
    return appended;
  }

  /** Appends and waits until a visible checkpoint covers it all. */
  public static void publish(LogServer server, List<byte[]> entries) throws Exception {
    append(server, entries);
    long last = server.context().reads().head().size() - 1;
    server.context().checkpoints().awaitWitnessed(last).get(30, TimeUnit.SECONDS);
  }

  public static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file).toString()),
                java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
