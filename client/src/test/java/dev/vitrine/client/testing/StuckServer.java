package dev.vitrine.client.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every request with the same bytes, which are no whole answer, and then with nothing. */
public final class StuckServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final byte[] beginning;

  public StuckServer(String beginning) throws IOException {
    this.beginning = beginning.getBytes(US_ASCII);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(this::accept, "stuck-server");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  /** The headers of an answer whose body stops after a few bytes. */
  public static StuckServer inTheBody() throws IOException {
    return new StuckServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"heads\":[");
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/";
  }

  /** Connections that were made to it. */
  public int connections() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        connection.getOutputStream().write(beginning);
        connection.getOutputStream().flush();
      }
    } catch (IOException e) {
      // Closed.
    }
  }
}
