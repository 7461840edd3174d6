package dev.vitrine.bench.load;

import dev.vitrine.v1.Stage;
import java.io.IOException;

/** The ways into a log. */
public enum Via {
  /** {@code POST /add}, one entry a request. */
  http,
  /** {@code Append}, one entry a call. */
  grpc,
  /** {@code AppendStream}. */
  stream,
  /** The write path in this process, without a network. */
  direct;

  /**
   * Connects over the network.
   *
   * @param connections HTTP/1.1 or HTTP/2 connections
   * @param wait how far an append must have come before it is answered; HTTP knows only DURABLE
   */
  public Target open(Endpoint endpoint, int connections, Stage wait) throws IOException {
    if (this == http && wait != Stage.STAGE_DURABLE) {
      throw new IllegalArgumentException("wait: " + wait + " over http (expected: durable)");
    }
    return switch (this) {
      case http -> new HttpTarget(endpoint, connections);
      case grpc -> new GrpcUnaryTarget(endpoint, connections, wait);
      case stream -> new GrpcStreamTarget(endpoint, connections, wait);
      case direct ->
          throw new IllegalArgumentException("via: direct (expected: one with a network)");
    };
  }
}
