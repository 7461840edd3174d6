package dev.vitrine.record;

/**
 * Bytes that are not a record. Carries no stack: hostile input is an everyday answer, not a fault.
 */
public final class RecordFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String field;
  private final String value;
  private final String expectation;

  /**
   * @param code stable name of the rule, one of the table in docs/records/reasons.md
   * @param field path of the field, empty for the whole
   * @param value the offending value, shortened
   * @param expectation what was expected instead
   */
  public RecordFormatException(String code, String field, String value, String expectation) {
    super(message(field, value, expectation), null, false, false);
    this.code = code;
    this.field = field;
    this.value = value;
    this.expectation = expectation;
  }

  public String code() {
    return code;
  }

  public String field() {
    return field;
  }

  public String value() {
    return value;
  }

  /**
   * Whether these may be bytes of a record whose format is newer than this library, such as another
   * version of a kind or a field that was added later, and not simply no record.
   */
  public boolean isNewerFormat() {
    return switch (code) {
      case "UNKNOWN_FIELD", "ENUM_VALUE" -> true;
      case "KIND_UNKNOWN" -> value.startsWith("https://vitrine.dev/");
      case "STATEMENT_TYPE" -> value.startsWith("https://in-toto.io/Statement/");
      case "PAYLOAD_TYPE" -> value.startsWith("application/vnd.in-toto");
      default -> false;
    };
  }

  /** The same fault seen from the object that holds {@code parent}. */
  RecordFormatException inside(String parent) {
    String path = field.isEmpty() || field.startsWith("[") ? parent + field : parent + "." + field;
    return new RecordFormatException(code, path, value, expectation);
  }

  private static String message(String field, String value, String expectation) {
    String shown = value.length() > 100 ? value.substring(0, 100) + "…" : value;
    return (field.isEmpty() ? "record" : field) + ": " + shown + " (expected: " + expectation + ")";
  }
}
