package dev.vitrine.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/**
 * A question refused over gRPC, with the reason that the log gives in {@code google.rpc.ErrorInfo}.
 */
final class GrpcRefusals {
  private GrpcRefusals() {}

  static RefusedException of(StatusRuntimeException failure) {
    String reason = reason(failure);
    RefusedException refusal =
        new RefusedException(reason, reason + ": " + failure.getStatus().getDescription());
    refusal.initCause(failure);
    return refusal;
  }

  /** The status' own name where a log gives no reason. */
  private static String reason(StatusRuntimeException failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status != null) {
      for (Any detail : status.getDetailsList()) {
        try {
          if (detail.is(ErrorInfo.class)) {
            return detail.unpack(ErrorInfo.class).getReason();
          }
        } catch (InvalidProtocolBufferException e) {
          break; // What it is cannot be read; that it is a refusal stands.
        }
      }
    }
    return failure.getStatus().getCode().name();
  }
}
