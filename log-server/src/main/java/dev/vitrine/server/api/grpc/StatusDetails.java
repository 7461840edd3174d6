package dev.vitrine.server.api.grpc;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import dev.vitrine.server.api.Failure;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/**
 * A failure as a gRPC status with {@code ErrorInfo}, and {@code RetryInfo} where trying again makes
 * sense.
 */
final class StatusDetails {

  static final String DOMAIN = "vitrine.dev";

  private StatusDetails() {}

  static StatusRuntimeException of(Throwable thrown) {
    return of(Failure.of(thrown));
  }

  static StatusRuntimeException of(Failure failure) {
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setReason(failure.reason()).setDomain(DOMAIN);
    if (!failure.field().isEmpty()) {
      info.putMetadata("field", failure.field());
    }
    if (!failure.value().isEmpty()) {
      info.putMetadata("value", failure.value());
    }
    Status.Builder status =
        Status.newBuilder()
            .setCode(failure.grpcCode().value())
            .setMessage(failure.message())
            .addDetails(Any.pack(info.build()));
    failure.retryAfter().ifPresent(wait -> status.addDetails(Any.pack(retry(wait))));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static RetryInfo retry(java.time.Duration wait) {
    return RetryInfo.newBuilder()
        .setRetryDelay(Duration.newBuilder().setSeconds(wait.getSeconds()).setNanos(wait.getNano()))
        .build();
  }
}
