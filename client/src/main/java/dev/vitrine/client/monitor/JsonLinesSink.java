package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Appends one line of JSON an alert to a file, fsynced. The file itself says which alerts it holds,
 * so each is in it exactly once; a torn last line is cut off when the file is opened.
 */
public final class JsonLinesSink implements AlertSink, AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final Map<String, Long> taken = new HashMap<>();

  public JsonLinesSink(Path path) throws IOException {
    this.path = path;
    if (Files.exists(path)) {
      cutTornLine(path);
      readTaken(path);
    }
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  @Override
  public String name() {
    return "file:" + path.toAbsolutePath().normalize();
  }

  @Override
  public long taken(String origin) {
    return taken.getOrDefault(origin, 0L);
  }

  @Override
  public void deliver(Alert alert) throws IOException {
    long before = channel.size();
    ByteBuffer line = ByteBuffer.wrap((alert.json() + "\n").getBytes(UTF_8));
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      channel.truncate(before);
      throw e;
    }
    taken.put(alert.origin(), alert.sequence());
  }

  @Override
  public void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void readTaken(Path file) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Alert alert = Alert.parse(line);
        taken.merge(alert.origin(), alert.sequence(), Math::max);
      }
    }
  }

  private static void cutTornLine(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      long end = file.length();
      while (end > 0 && byteAt(file, end - 1) != '\n') {
        end--;
      }
      if (end < file.length()) {
        file.setLength(end);
      }
    }
  }

  private static int byteAt(RandomAccessFile file, long at) throws IOException {
    file.seek(at);
    return file.read();
  }
}
