package dev.vitrine.client.check;

import dev.vitrine.client.cli.Vitrine;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** Runs {@code vitrine} in a process in which whoever opens a socket ends the process with 99. */
public final class NoSockets extends SelectorProvider {
  static final int OPENED = 99;

  private static IOException opened() {
    new Throwable("a socket was opened").printStackTrace();
    Runtime.getRuntime().halt(OPENED);
    return new IOException("halted");
  }

  /** Arguments as for {@code vitrine}. */
  public static void main(String[] args) throws IOException {
    Socket.setSocketImplFactory(
        () -> {
          throw new IllegalStateException(opened());
        });
    ServerSocket.setSocketFactory(
        () -> {
          throw new IllegalStateException(opened());
        });
    DatagramSocket.setDatagramSocketImplFactory(
        () -> {
          throw new IllegalStateException(opened());
        });
    Vitrine.main(args);
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    throw opened();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    throw opened();
  }

  @Override
  public Pipe openPipe() throws IOException {
    throw opened();
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    throw opened();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    throw opened();
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    throw opened();
  }
}
