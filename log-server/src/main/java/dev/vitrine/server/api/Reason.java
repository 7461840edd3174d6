package dev.vitrine.server.api;

import io.grpc.Status;

/**
 * Why the network side refuses a request: stable names with one gRPC and one HTTP status each.
 * Admission rules bring their own names; {@code docs/wire.md} lists all.
 */
public enum Reason {
  /** A parameter is missing. */
  PARAMETER_MISSING(Status.Code.INVALID_ARGUMENT, 400),
  /** A parameter is not of its grammar or range. */
  PARAMETER_INVALID(Status.Code.INVALID_ARGUMENT, 400),
  /** The entry has no bytes. */
  ENTRY_EMPTY(Status.Code.INVALID_ARGUMENT, 400),
  /** The entry is above 65,535 bytes. */
  ENTRY_TOO_LARGE(Status.Code.INVALID_ARGUMENT, 413),
  /** The document is above the configured size. */
  BLOB_TOO_LARGE(Status.Code.INVALID_ARGUMENT, 413),
  /** The document does not have the digest it was sent under. */
  BLOB_DIGEST(Status.Code.INVALID_ARGUMENT, 422),
  /** No document with this digest. */
  BLOB_NOT_FOUND(Status.Code.NOT_FOUND, 404),
  /** The range of bytes lies beyond the document. */
  RANGE(Status.Code.OUT_OF_RANGE, 416),
  /** Too many uploads are under way. */
  UPLOADS_FULL(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** The signing key has used up what it may append. */
  KEY_QUOTA_EXCEEDED(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** The signing key's entries fill its share of the queue. */
  KEY_SHARE_FULL(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** No such path. */
  NO_SUCH_RESOURCE(Status.Code.UNIMPLEMENTED, 404),
  /** The path exists, but not for this method. */
  METHOD_NOT_ALLOWED(Status.Code.UNIMPLEMENTED, 405),
  /** The body did not arrive in time. */
  BODY_TOO_SLOW(Status.Code.DEADLINE_EXCEEDED, 408),
  /** No entry at this index. */
  ENTRY_NOT_FOUND(Status.Code.NOT_FOUND, 404),
  /** No entry with this leaf hash. */
  LEAF_NOT_FOUND(Status.Code.NOT_FOUND, 404),
  /** No checkpoint has been published yet. */
  NO_CHECKPOINT(Status.Code.NOT_FOUND, 404),
  /** The range lies beyond the log. */
  OUT_OF_RANGE(Status.Code.OUT_OF_RANGE, 400),
  /** The queue of accepted entries is full. */
  QUEUE_FULL(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** The client has used up what it may append. */
  QUOTA_EXCEEDED(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** Too many reads are waiting. */
  READS_FULL(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** The client does not read the answers it has asked for on this connection. */
  ANSWERS_UNREAD(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** Too little space is left on the disk. */
  DISK_FULL(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** The batch could not be stored; nothing of it was. */
  STORE_FAILED(Status.Code.RESOURCE_EXHAUSTED, 429),
  /** The log takes no entries: it stops or is frozen. */
  NOT_ACCEPTING(Status.Code.UNAVAILABLE, 503),
  /** The entry is durable, but the stage waited for was not reached in time. */
  STAGE_NOT_REACHED(Status.Code.DEADLINE_EXCEEDED, 504),
  /** The caller gave up. */
  CANCELLED(Status.Code.CANCELLED, 499),
  /** A fault of the server, logged there. */
  INTERNAL(Status.Code.INTERNAL, 500);

  private final Status.Code grpcCode;
  private final int httpStatus;

  Reason(Status.Code grpcCode, int httpStatus) {
    this.grpcCode = grpcCode;
    this.httpStatus = httpStatus;
  }

  /** The gRPC status. */
  public Status.Code grpcCode() {
    return grpcCode;
  }

  /** The HTTP status. */
  public int httpStatus() {
    return httpStatus;
  }
}
