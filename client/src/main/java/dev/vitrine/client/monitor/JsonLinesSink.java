package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.monitor.AlertLine.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Appends one line of JSON an alert to a file, fsynced. The file itself says which alerts it holds,
 * so each is in it exactly once; a torn last line is cut off when the file is opened.
 */
public final class JsonLinesSink implements AlertSink, AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final Map<String, Written> last;

  public JsonLinesSink(Path path) throws IOException {
    this.path = path;
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    AlertLines written = AlertLines.read(path, AlertLine.JSON);
    this.last = new HashMap<>(written.last());
    channel.truncate(written.whole());
  }

  @Override
  public String name() {
    return "file:" + path.toAbsolutePath().normalize();
  }

  @Override
  public boolean remembers() {
    return true;
  }

  @Override
  public Optional<Written> last(String origin) {
    return Optional.ofNullable(last.get(origin));
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
    last.put(alert.origin(), AlertLine.JSON.written(alert));
  }

  @Override
  public void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
