package dev.vitrine.server.api;

import dev.vitrine.admission.Rejection;
import dev.vitrine.server.sequencer.OverloadedException;
import dev.vitrine.server.sequencer.RejectedAppendException;
import dev.vitrine.server.sequencer.StoppingException;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * An answer that says no, before it is HTTP or gRPC.
 *
 * @param reason stable, UPPER_SNAKE_CASE
 * @param grpcCode never OK
 * @param httpStatus 400..599
 * @param field the parameter or the place in the entry; may be empty
 * @param value the offending value, shortened; may be empty
 * @param message one sentence, with what was expected
 * @param retryAfter when the same request may succeed; empty: not unchanged
 */
public record Failure(
    String reason,
    Status.Code grpcCode,
    int httpStatus,
    String field,
    String value,
    String message,
    Optional<Duration> retryAfter) {

  private static final Duration STOPPING_RETRY = Duration.ofSeconds(1);
  private static final int MAX_VALUE_LENGTH = 200;
  private static final String ISSUER = "predicate.common.issuer";

  public Failure {
    if (value.length() > MAX_VALUE_LENGTH) {
      value = value.substring(0, MAX_VALUE_LENGTH) + "…";
    }
  }

  /** A refusal by the network side itself. */
  public static Failure of(Reason reason, String field, String value, String message) {
    return new Failure(
        reason.name(),
        reason.grpcCode(),
        reason.httpStatus(),
        field,
        value,
        message,
        Optional.empty());
  }

  /** A refusal that may be tried again. */
  public static Failure retryable(Reason reason, Duration retryAfter, String message) {
    return new Failure(
        reason.name(),
        reason.grpcCode(),
        reason.httpStatus(),
        "",
        "",
        message,
        Optional.of(retryAfter));
  }

  /** The failure's throwable form; carries no stack. */
  public RequestException toException() {
    return new RequestException(this);
  }

  /** What to answer for anything that was thrown; faults of the server are logged here. */
  public static Failure of(Throwable thrown) {
    Throwable cause = unwrap(thrown);
    if (cause instanceof RequestException e) {
      return e.failure();
    }
    if (cause instanceof RejectedAppendException e) {
      return of(e.rejection());
    }
    if (cause instanceof OverloadedException e) {
      return overloaded(e);
    }
    if (cause instanceof StoppingException e) {
      return retryable(Reason.NOT_ACCEPTING, STOPPING_RETRY, String.valueOf(e.getMessage()));
    }
    if (cause instanceof CancellationException) {
      return of(Reason.CANCELLED, "", "", "the caller gave up");
    }
    Faults.report("a request", cause);
    return of(Reason.INTERNAL, "", "", "internal error; the server's log has the cause");
  }

  private static Failure overloaded(OverloadedException e) {
    Reason reason = Reason.valueOf(e.reason().name());
    return new Failure(
        reason.name(),
        reason.grpcCode(),
        reason.httpStatus(),
        e.keyId().isEmpty() ? "" : ISSUER,
        e.keyId(),
        String.valueOf(e.getMessage()),
        Optional.of(e.retryAfter()));
  }

  /** An admission rule's refusal. */
  public static Failure of(Rejection rejection) {
    Rejection.Status status = rejection.status();
    return new Failure(
        rejection.code(),
        Status.fromCodeValue(status.grpcCode()).getCode(),
        status.httpStatus(),
        rejection.field(),
        rejection.value(),
        rejection.message(),
        status == Rejection.Status.RESOURCE_EXHAUSTED
            ? Optional.of(STOPPING_RETRY)
            : Optional.empty());
  }

  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
