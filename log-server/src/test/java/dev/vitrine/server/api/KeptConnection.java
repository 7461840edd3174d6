package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that asks again and again, as a client's pool would, and never retries.
 */
final class KeptConnection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  KeptConnection(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /**
   * An answer.
   *
   * @param last whether it says that the connection closes
   */
  record Answer(int status, boolean last, String body) {}

  /**
   * @throws EOFException if the connection ends without an answer
   */
  Answer append(String entry) throws IOException {
    String request =
        "POST /add HTTP/1.1\r\nHost: x\r\nContent-Length: " + entry.length() + "\r\n\r\n" + entry;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return readAnswer(socket.getInputStream());
  }

  private static Answer readAnswer(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).split(" ")[1]);
    int length = -1;
    boolean last = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String header = line.toLowerCase(Locale.ROOT).replace(" ", "");
      last |= header.equals("connection:close");
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(header.indexOf(':') + 1));
      }
    }
    assertThat(length).as("content-length").isNotNegative();
    return new Answer(status, last, new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("closed after '" + line + "' (expected: an answer)");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
