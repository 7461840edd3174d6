package dev.vitrine.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /add}, one entry a request, over a fixed number of HTTP/1.1 connections. An entry
 * that finds all of them busy waits here, and its wait counts as latency.
 */
public final class HttpTarget implements Target {

  private record Waiting(byte[] entry, Answer answer) {}

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Queue<HttpConnection> idle = new ConcurrentLinkedQueue<>();
  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
  private final Bootstrap bootstrap;
  private volatile boolean closing;

  /**
   * @throws IOException if the log does not accept a connection
   */
  public HttpTarget(Endpoint endpoint, int connections) throws IOException {
    this.bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress(endpoint.host(), endpoint.port())
            .handler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    channel.pipeline().addLast(connection(endpoint));
                  }
                });
    for (int i = 0; i < connections; i++) {
      var connecting = bootstrap.connect().awaitUninterruptibly();
      if (!connecting.isSuccess()) {
        close();
        throw new IOException("cannot connect to " + endpoint, connecting.cause());
      }
    }
  }

  private HttpConnection connection(Endpoint endpoint) {
    return new HttpConnection(endpoint, this::idle, lost -> replace(lost));
  }

  private void idle(HttpConnection connection) {
    Waiting next = waiting.poll();
    if (next != null) {
      connection.send(next.entry(), next.answer());
      return;
    }
    idle.add(connection);
    if (!waiting.isEmpty()) {
      matchWaiting();
    }
  }

  private void replace(HttpConnection lost) {
    idle.remove(lost);
    if (!closing) {
      bootstrap.connect();
    }
  }

  @Override
  public void send(byte[] entry, Answer answer) {
    HttpConnection connection = idle.poll();
    if (connection != null) {
      connection.send(entry, answer);
      return;
    }
    waiting.add(new Waiting(entry, answer));
    matchWaiting();
  }

  /** Joins what waits with what is idle; both may have changed since the caller looked. */
  private void matchWaiting() {
    @Nullable HttpConnection connection = idle.poll();
    while (connection != null) {
      Waiting next = waiting.poll();
      if (next == null) {
        idle.add(connection);
        return;
      }
      connection.send(next.entry(), next.answer());
      connection = idle.poll();
    }
  }

  @Override
  public void close() {
    closing = true;
    loops.shutdownGracefully().awaitUninterruptibly();
  }
}
