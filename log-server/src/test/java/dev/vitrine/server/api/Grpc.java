package dev.vitrine.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.vitrine.v1.AppendRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the tests say to gRPC. */
final class Grpc {

  private Grpc() {}

  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  static AppendRequest append(String entry) {
    return AppendRequest.newBuilder().setEntry(bytes(entry)).build();
  }

  static ByteString bytes(String text) {
    return ByteString.copyFrom(text, StandardCharsets.UTF_8);
  }

  static ErrorInfo errorInfo(StatusRuntimeException e) throws Exception {
    return detail(e, ErrorInfo.class).orElseThrow();
  }

  static Optional<RetryInfo> retryInfo(StatusRuntimeException e) throws Exception {
    return detail(e, RetryInfo.class);
  }

  private static <T extends com.google.protobuf.Message> Optional<T> detail(
      StatusRuntimeException e, Class<T> type) throws Exception {
    Status status = StatusProto.fromThrowable(e);
    for (Any any : status.getDetailsList()) {
      if (any.is(type)) {
        return Optional.of(any.unpack(type));
      }
    }
    return Optional.empty();
  }
}
