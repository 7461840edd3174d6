package dev.vitrine.admission;

/**
 * Why an entry may not enter.
 *
 * @param code the rule's stable name, UPPER_SNAKE_CASE
 * @param field where in the entry, a path such as {@code predicate.sequence}; {@code entry} for all
 *     of it; may be empty
 * @param value the offending value, shortened to 200 characters; may be empty
 * @param message one sentence for people, with what was expected
 * @param status the class of the refusal, for gRPC and HTTP
 */
public record Rejection(String code, String field, String value, String message, Status status) {
  private static final int MAX_VALUE_LENGTH = 200;

  /** A refusal's class; each has one gRPC status and one HTTP status. */
  public enum Status {
    /** The entry is malformed: it is wrong in every log and at any time. */
    INVALID_ARGUMENT(3, 400),
    /** The entry contradicts what another entry of the same name already says. */
    ALREADY_EXISTS(6, 409),
    /** The entry is not signed by whom this log asks for. */
    PERMISSION_DENIED(7, 403),
    /** A quota is used up; the same entry may enter later. */
    RESOURCE_EXHAUSTED(8, 429),
    /** The entry does not fit the state of this log. */
    FAILED_PRECONDITION(9, 422);

    private final int grpcCode;
    private final int httpStatus;

    Status(int grpcCode, int httpStatus) {
      this.grpcCode = grpcCode;
      this.httpStatus = httpStatus;
    }

    /** The {@code google.rpc.Code} number. */
    public int grpcCode() {
      return grpcCode;
    }

    /** The HTTP status. */
    public int httpStatus() {
      return httpStatus;
    }
  }

  public Rejection {
    if (!code.matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")) {
      throw new IllegalArgumentException("code: " + code + " (expected: UPPER_SNAKE_CASE)");
    }
    if (value.length() > MAX_VALUE_LENGTH) {
      value = value.substring(0, MAX_VALUE_LENGTH) + "…";
    }
  }

  /** The refusal as an exception. */
  public RejectionException toException() {
    return new RejectionException(this);
  }
}
