package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.monitor.AlertLine.Written;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a file of alerts holds.
 *
 * @param last the last alert of each log
 * @param whole bytes up to the end of the last whole line
 * @param torn what follows: a line that was cut short
 */
record AlertLines(Map<String, Written> last, long whole, byte[] torn) {
  private static final int BLOCK = 8192;

  /** Reads a file; lines that are no alerts are passed over. */
  static AlertLines read(Path path, AlertLine format) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      long whole = endOfLastLine(file);
      byte[] torn = new byte[Math.toIntExact(file.length() - whole)];
      file.seek(whole);
      file.readFully(torn);
      file.seek(0);
      InputStream lines = new LimitedStream(Channels.newInputStream(file.getChannel()), whole);
      return new AlertLines(last(lines, format), whole, torn);
    }
  }

  private static Map<String, Written> last(InputStream in, AlertLine format) throws IOException {
    Map<String, Written> last = new HashMap<>();
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      format.read(line).ifPresent(written -> last.put(written.origin(), written));
    }
    return last;
  }

  private static long endOfLastLine(RandomAccessFile file) throws IOException {
    byte[] block = new byte[BLOCK];
    long end = file.length();
    while (end > 0) {
      int length = (int) Math.min(block.length, end);
      file.seek(end - length);
      file.readFully(block, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return end - length + i + 1;
        }
      }
      end -= length;
    }
    return 0;
  }

  /** Ends where the last whole line does: the beginning of an alert is no alert. */
  private static final class LimitedStream extends FilterInputStream {
    private long left;

    LimitedStream(InputStream in, long limit) {
      super(in);
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int at, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(to, at, (int) Math.min(left, length));
      left -= Math.max(0, count);
      return count;
    }
  }
}
