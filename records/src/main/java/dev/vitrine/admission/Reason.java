package dev.vitrine.admission;

import static dev.vitrine.admission.Rejection.Status.ALREADY_EXISTS;
import static dev.vitrine.admission.Rejection.Status.FAILED_PRECONDITION;
import static dev.vitrine.admission.Rejection.Status.INVALID_ARGUMENT;
import static dev.vitrine.admission.Rejection.Status.PERMISSION_DENIED;

import dev.vitrine.record.RecordFormatException;

/**
 * Every reason to refuse a record. Names are stable: callers branch on them.
 * docs/records/reasons.md holds the same table, and a test compares the two.
 */
public enum Reason {
  ENTRY_SIZE(
      INVALID_ARGUMENT, "the entry is empty or longer than the policy or the tile format allows"),
  ENVELOPE_FORMAT(INVALID_ARGUMENT, "the bytes are not a protobuf io.intoto.Envelope"),
  ENVELOPE_NOT_CANONICAL(INVALID_ARGUMENT, "the envelope is not in its one canonical encoding"),
  PAYLOAD_TYPE(INVALID_ARGUMENT, "the payload is not application/vnd.in-toto+json"),
  SIGNATURE_COUNT(INVALID_ARGUMENT, "the envelope has no signature, or too many"),
  SIGNATURE_DUPLICATE(INVALID_ARGUMENT, "one key signed twice"),
  KEY_ID_FORMAT(INVALID_ARGUMENT, "a key id is not 64 lower-case hex digits"),
  JSON_SYNTAX(INVALID_ARGUMENT, "the payload is not JSON"),
  JSON_TYPE(INVALID_ARGUMENT, "a JSON value has another type than its field, or is null"),
  JSON_FLOAT(INVALID_ARGUMENT, "a number has a fraction or an exponent"),
  JSON_DEPTH(INVALID_ARGUMENT, "the JSON is nested too deep"),
  JSON_DUPLICATE_KEY(INVALID_ARGUMENT, "a JSON object names a member twice"),
  INVALID_UTF8(INVALID_ARGUMENT, "a string is not valid UTF-8, or has an unpaired surrogate"),
  CONTROL_CHARACTER(INVALID_ARGUMENT, "a string contains a control character"),
  UNKNOWN_FIELD(INVALID_ARGUMENT, "a field is not in the schema"),
  ENUM_VALUE(INVALID_ARGUMENT, "a value is not one of the field's names"),
  BASE64(INVALID_ARGUMENT, "bytes are not canonical base64"),
  TIME_FORMAT(INVALID_ARGUMENT, "a time is not RFC 3339 in UTC"),
  STATEMENT_TYPE(INVALID_ARGUMENT, "the payload is not an in-toto Statement v1"),
  KIND_UNKNOWN(INVALID_ARGUMENT, "the predicateType is none of the nine kinds"),
  SCHEMA_MISMATCH(INVALID_ARGUMENT, "common.schema is not the predicateType"),
  FIELD_REQUIRED(INVALID_ARGUMENT, "a required field is missing"),
  FIELD_FORBIDDEN(INVALID_ARGUMENT, "a field is set that has no meaning here"),
  FIELD_FORMAT(INVALID_ARGUMENT, "a value does not have its field's form"),
  FIELD_RANGE(INVALID_ARGUMENT, "a number is out of its field's range"),
  TIME_ORDER(INVALID_ARGUMENT, "an end lies before its begin"),
  DIGEST_FORMAT(INVALID_ARGUMENT, "a digest is not lower-case hex of its length"),
  SUBJECT(INVALID_ARGUMENT, "a subject has no sha256, no name, or another one's name"),
  UNSIGNED_DIGEST_MISSING(
      INVALID_ARGUMENT, "the code signature is embedded, and the digest before signing is missing"),
  EVENT_ID_FORMAT(INVALID_ARGUMENT, "the event id is not a ULID"),
  REGION(INVALID_ARGUMENT, "a country or region is not an ISO 3166-1 alpha-2 code or EU"),
  PLACES_EQUAL(INVALID_ARGUMENT, "a relocation goes to where the data already is"),
  KEY_MATERIAL(INVALID_ARGUMENT, "a public key is malformed, too weak, or not what its id names"),
  VERDICT_COUNTS(INVALID_ARGUMENT, "matched and total contradict the verdict"),
  RECONCILIATION_CLAIM(
      INVALID_ARGUMENT, "the record does not claim that nothing else was released"),
  MANIFEST_FORMAT(
      INVALID_ARGUMENT, "the manifest blob is not sorted lines of path, size and sha256"),
  MANIFEST_MISMATCH(
      INVALID_ARGUMENT, "the manifest blob does not have the root or the totals told"),
  EVIDENCE_SIZE(
      INVALID_ARGUMENT, "a blob has another size than the record says, or is too large to check"),
  EVIDENCE_MISSING(FAILED_PRECONDITION, "a public document is not in the log's blob store yet"),
  SIGNATURE_INVALID(PERMISSION_DENIED, "a signature does not verify"),
  KEY_UNKNOWN(PERMISSION_DENIED, "a signer's key is not registered"),
  KEY_RETIRED(PERMISSION_DENIED, "a signer's key is retired"),
  KEY_REVOKED(PERMISSION_DENIED, "a signer's key is revoked"),
  KEY_NOT_VALID(PERMISSION_DENIED, "a signer's key is not valid at the time of issue"),
  ISSUER(PERMISSION_DENIED, "the issuer is not among the signers"),
  ROLE_MISSING(PERMISSION_DENIED, "too few signers have a role that this kind asks for"),
  SUPERVISOR_MISSING(PERMISSION_DENIED, "the step needs the supervisor's signature"),
  ROOT_QUORUM(PERMISSION_DENIED, "too few root keys signed"),
  OLD_KEY_MISSING(PERMISSION_DENIED, "a rotation is not signed by the key it replaces"),
  EVENT_ID_REUSED(ALREADY_EXISTS, "the event id belongs to another payload"),
  VERSION_DIGEST(ALREADY_EXISTS, "this version was logged before with other digests"),
  KEY_EXISTS(ALREADY_EXISTS, "the key was registered before"),
  POLICY_MISSING(FAILED_PRECONDITION, "the log has no root policy yet"),
  POLICY_MISMATCH(FAILED_PRECONDITION, "the first entry is not the configured root policy"),
  POLICY_ORIGIN(FAILED_PRECONDITION, "the policy is for another log"),
  ISSUED_AT_WINDOW(FAILED_PRECONDITION, "the time of issue is too far from the log's time"),
  SEQUENCE(FAILED_PRECONDITION, "the sequence is not the stream's next"),
  PREVIOUS(FAILED_PRECONDITION, "previous is not the stream's last leaf hash"),
  STREAM_KIND(FAILED_PRECONDITION, "the stream belongs to another kind"),
  STREAM_UNKNOWN(FAILED_PRECONDITION, "the stream, or that part of it, is not in the log"),
  REFERENCE(FAILED_PRECONDITION, "a referenced entry is not in the log under that hash"),
  TARGET_KIND(FAILED_PRECONDITION, "the referenced entry is of a kind this record cannot speak of"),
  DATABASE_DATE(FAILED_PRECONDITION, "the database date is earlier than the stream's last"),
  BASE_SEQUENCE(FAILED_PRECONDITION, "the base of an increment is not an earlier update"),
  RELOCATION_TRANSITION(
      FAILED_PRECONDITION, "the step does not follow from the relocation's state"),
  RELOCATION_CHANGED(
      FAILED_PRECONDITION, "stream, dataset or places differ from the earlier steps"),
  REBUILD_DIGEST(FAILED_PRECONDITION, "a GOOD rebuild does not have the digests that were logged"),
  INDEPENDENCE(FAILED_PRECONDITION, "the vendor's own key claims to be independent"),
  EFFECTIVE_FROM(FAILED_PRECONDITION, "a withdrawal would hold from before its own index"),
  KEY_STATE(FAILED_PRECONDITION, "the key's state does not allow the action"),
  DAY_ORDER(FAILED_PRECONDITION, "the day is not later than the stream's last"),
  COUNT_MISMATCH(FAILED_PRECONDITION, "a stream's count contradicts the log");

  private final Rejection.Status status;
  private final String meaning;

  Reason(Rejection.Status status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  public Rejection.Status status() {
    return status;
  }

  /** One clause for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** A refusal: {@code field: value (expected: expectation)}. */
  public RejectionException refuse(String field, String value, String expectation) {
    String name = field.isEmpty() ? "entry" : field;
    String found = value.isEmpty() ? "missing" : value;
    return new Rejection(
            name(), name, value, name + ": " + found + " (expected: " + expectation + ")", status)
        .toException();
  }

  static RejectionException refuse(RecordFormatException e) {
    Reason reason = valueOf(e.code());
    return new Rejection(
            reason.name(),
            e.field().isEmpty() ? "entry" : e.field(),
            e.value(),
            String.valueOf(e.getMessage()),
            reason.status)
        .toException();
  }
}
