package dev.vitrine.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Requests that are under way at the same time, each on a connection of its own: all of them are
 * sent but for their last byte before the first one is finished. One thread.
 */
final class ManyConnections {
  private ManyConnections() {}

  /**
   * What came back.
   *
   * @param status {@link #NONE} if the connection ended without an answer
   */
  record Answer(int status, String body) {
    static final int NONE = 0;
  }

  /**
   * @param answered told how many answers there are so far, after each
   */
  static List<Answer> post(URI url, List<byte[]> bodies, IntConsumer answered) throws IOException {
    List<Connection> connections = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (byte[] body : bodies) {
        connections.add(new Connection(url, body));
      }
      for (Connection connection : connections) {
        connection.finishRequest();
        connection.channel.configureBlocking(false);
        connection.channel.register(selector, SelectionKey.OP_READ, connection);
      }
      int open = connections.size();
      int answers = 0;
      while (open > 0) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          Connection connection = (Connection) key.attachment();
          if (key.isValid() && connection.readToEnd()) {
            key.cancel();
            open--;
            if (connection.answer().status() != Answer.NONE) {
              answers++;
              answered.accept(answers);
            }
          }
        }
        selector.selectedKeys().clear();
      }
      return connections.stream().map(Connection::answer).toList();
    } finally {
      for (Connection connection : connections) {
        connection.channel.close();
      }
    }
  }

  private static final class Connection {
    private final SocketChannel channel;
    private final byte lastByte;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    Connection(URI url, byte[] body) throws IOException {
      channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
      String head =
          "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(url.getPath(), url.getAuthority(), body.length);
      send(ByteBuffer.wrap(head.getBytes(UTF_8)));
      send(ByteBuffer.wrap(body, 0, body.length - 1));
      lastByte = body[body.length - 1];
    }

    void finishRequest() {
      try {
        send(ByteBuffer.wrap(new byte[] {lastByte}));
      } catch (IOException e) {
        // Killed meanwhile, which reading will tell.
        received.reset();
      }
    }

    private void send(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /** Whether there is no more to come. */
    boolean readToEnd() {
      ByteBuffer buffer = ByteBuffer.allocate(8192);
      try {
        int count = channel.read(buffer);
        received.write(buffer.array(), 0, Math.max(0, count));
        return count < 0;
      } catch (IOException e) {
        return true;
      }
    }

    Answer answer() {
      String text = received.toString(UTF_8);
      int end = text.indexOf("\r\n\r\n");
      boolean whole =
          end > 0 && received.size() == text.substring(0, end + 4).length() + length(text, end);
      if (!whole) {
        return new Answer(Answer.NONE, "");
      }
      return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4));
    }

    /** What was killed in the middle of an answer has not answered. */
    private static int length(String text, int headEnd) {
      return text.substring(0, headEnd)
          .lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
          .mapToInt(line -> Integer.parseInt(line.substring(line.indexOf(':') + 1).strip()))
          .findFirst()
          .orElseThrow();
    }
  }
}
