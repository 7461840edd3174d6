package dev.vitrine.bench.load;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;

/** Reads a gRPC status as the answer to one entry. */
final class GrpcAnswers {

  private GrpcAnswers() {}

  static void report(Throwable error, Answer answer) {
    Status status = Status.fromThrowable(error);
    if (isPushBack(status.getCode())) {
      answer.refused(status.getCode().name(), retryAfterMillis(error));
    } else {
      answer.failed(status.getCode() + ": " + status.getDescription());
    }
  }

  static boolean isPushBack(Status.Code code) {
    return code == Status.Code.RESOURCE_EXHAUSTED || code == Status.Code.UNAVAILABLE;
  }

  private static long retryAfterMillis(Throwable error) {
    com.google.rpc.Status details = StatusProto.fromThrowable(error);
    if (details == null) {
      return 0;
    }
    for (Any detail : details.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return delay.getSeconds() * 1000 + delay.getNanos() / 1_000_000;
        } catch (InvalidProtocolBufferException e) {
          return 0;
        }
      }
    }
    return 0;
  }
}
