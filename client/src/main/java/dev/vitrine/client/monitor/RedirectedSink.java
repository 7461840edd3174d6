package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.monitor.AlertLine.Written;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Standard output that is a regular file, as in {@code >> alerts.log}: what earlier processes wrote
 * can be read, so each alert is in it exactly once. A line that a crash cut short is completed and
 * not cut off, since other processes may share the file's end.
 */
final class RedirectedSink implements AlertSink {
  private final AlertLine format;
  private final FileOutputStream out;
  private final Map<String, Written> last;
  private byte[] torn;

  /**
   * @param path of the file to whose end {@code out} writes
   */
  RedirectedSink(Path path, FileOutputStream out, AlertLine format) throws IOException {
    this.format = format;
    this.out = out;
    AlertLines written = AlertLines.read(path, format);
    this.last = new HashMap<>(written.last());
    this.torn = written.torn();
  }

  @Override
  public String name() {
    return TerminalSink.NAME;
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
    byte[] line = (format.of(alert) + "\n").getBytes(UTF_8);
    if (startsWith(line, torn)) {
      out.write(line, torn.length, line.length - torn.length);
    } else {
      // The beginning of something else, which ends here.
      out.write('\n');
      out.write(line);
    }
    torn = new byte[0];
    last.put(alert.origin(), format.written(alert));
  }

  @Override
  public void flush() throws IOException {
    out.getFD().sync();
  }

  private static boolean startsWith(byte[] line, byte[] start) {
    return start.length <= line.length
        && Arrays.equals(line, 0, start.length, start, 0, start.length);
  }
}
