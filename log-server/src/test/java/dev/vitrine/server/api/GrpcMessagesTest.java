package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogBlockingStub;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Messages and methods that a correct client would not send. */
final class GrpcMessagesTest extends GrpcFixture {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          return new byte[0];
        }
      };

  @Test
  void message_aboveTheLimit_isResourceExhausted_andTheConnectionGoesOn() throws Exception {
    start();

    StatusRuntimeException e =
        refused(
            () ->
                stub.append(
                    AppendRequest.newBuilder()
                        .setEntry(ByteString.copyFrom(new byte[5 << 20]))
                        .build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(stub.append(Grpc.append("after")).getIndex()).isZero();
  }

  @Test
  void message_compressed_isTaken_andABombIsNot() throws Exception {
    start();
    TransparencyLogBlockingStub gzip = stub.withCompression("gzip");

    assertThat(gzip.append(Grpc.append("squeezed")).getIndex()).isZero();
    StatusRuntimeException e =
        refused(
            () ->
                gzip.append(
                    AppendRequest.newBuilder()
                        .setEntry(ByteString.copyFrom(new byte[50 << 20]))
                        .build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void message_noProtobuf_isInvalidArgumentAtOnce() throws Exception {
    start();

    StatusRuntimeException e =
        refused(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel,
                    raw("vitrine.v1.TransparencyLog/Append"),
                    CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS),
                    new byte[] {(byte) 0x0a, (byte) 0xff}));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void call_withoutItsMessage_failsAtOnce() throws Exception {
    start();
    CompletableFuture<Status> ended = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            raw("vitrine.v1.TransparencyLog/GetEntry"),
            CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    call.halfClose();

    assertThat(ended.get(4, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void method_unknown_isUnimplemented() throws Exception {
    start();

    for (String method : List.of("vitrine.v1.TransparencyLog/Nothing", "no.Service/Append")) {
      StatusRuntimeException e =
          refused(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel,
                      raw(method),
                      CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS),
                      new byte[0]));
      assertThat(e.getStatus().getCode()).as(method).isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  private static MethodDescriptor<byte[], byte[]> raw(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(method)
        .build();
  }
}
