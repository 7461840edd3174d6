package dev.vitrine.bench.load;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Plain-text HTTP/2 connections to one log, used in turn. */
final class GrpcChannels implements AutoCloseable {

  private static final int WINDOW = 4 << 20;

  private final List<ManagedChannel> channels;

  // owned by the sending thread
  private int turn;

  GrpcChannels(Endpoint endpoint, int connections) {
    channels =
        IntStream.range(0, connections)
            .<ManagedChannel>mapToObj(
                i ->
                    NettyChannelBuilder.forAddress(endpoint.host(), endpoint.port())
                        .usePlaintext()
                        // Answers are only counted, so a thread of their own would be a detour.
                        .directExecutor()
                        .flowControlWindow(WINDOW)
                        .maxInboundMessageSize(WINDOW)
                        .build())
            .toList();
  }

  List<ManagedChannel> all() {
    return channels;
  }

  ManagedChannel next() {
    turn = (turn + 1) % channels.size();
    return channels.get(turn);
  }

  @Override
  public void close() {
    for (ManagedChannel channel : channels) {
      channel.shutdown();
    }
    for (ManagedChannel channel : channels) {
      try {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
