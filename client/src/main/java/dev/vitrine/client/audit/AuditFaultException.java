package dev.vitrine.client.audit;

/** The log is not what its signed head says. */
public final class AuditFaultException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;

  AuditFaultException(String place, String what) {
    super(place + ": " + what);
    this.place = place;
  }

  AuditFaultException(String place, String what, Throwable cause) {
    super(place + ": " + what, cause);
    this.place = place;
  }

  /**
   * The exact place.
   *
   * @return the resource's path below the log's prefix, and the entry or element where there is one
   */
  public String place() {
    return place;
  }
}
