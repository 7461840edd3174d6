package dev.vitrine.client;

import io.grpc.netty.NettyChannelBuilder;
import java.net.URI;

/**
 * Opens gRPC channels. A class of its own, so that nothing of gRPC is loaded where it is not used.
 */
final class GrpcChannels {
  /**
   * The largest honest answer is an entry of 65,535 bytes; a checkpoint may be as large as its
   * limit.
   */
  private static final int MESSAGE_SLACK_BYTES = 128 << 10;

  private static final int FLOW_WINDOW_BYTES = 1 << 20;

  private GrpcChannels() {}

  static LogTransport transport(URI address, RequestLimits limits) {
    if (address.getHost() == null || address.getPort() < 0) {
      throw new IllegalArgumentException(
          "address: %s (expected: grpc://HOST:PORT)".formatted(address));
    }
    NettyChannelBuilder channel =
        NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
            .maxInboundMessageSize(limits.maxCheckpointBytes() + MESSAGE_SLACK_BYTES)
            .flowControlWindow(FLOW_WINDOW_BYTES)
            // Answers complete futures; a hop to another thread would cost more than that.
            .directExecutor();
    if (address.getScheme().equals("grpc")) {
      channel.usePlaintext();
    }
    return new GrpcTransport(address.toString(), channel.build(), limits);
  }
}
