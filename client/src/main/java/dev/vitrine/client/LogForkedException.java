package dev.vitrine.client;

import java.util.Objects;

/**
 * Two heads of one log, both signed by it, that do not agree; the evidence is enough for anybody to
 * check.
 */
public final class LogForkedException extends LogException {
  private static final long serialVersionUID = 1L;

  private final transient ForkEvidence evidence;
  private final String where;

  /**
   * Makes the exception.
   *
   * @param evidence the two heads and the proof that they do not agree
   * @param where the place where the evidence was written, as a person reads it
   */
  public LogForkedException(ForkEvidence evidence, String where) {
    super(
        Verdict.LOG_FORKED,
        "the log %s signed two heads that do not agree, of sizes %d and %d; evidence: %s"
            .formatted(
                evidence.origin(),
                evidence.older().checkpoint().size(),
                evidence.newer().checkpoint().size(),
                where));
    this.evidence = Objects.requireNonNull(evidence, "evidence");
    this.where = where;
  }

  /**
   * The evidence.
   *
   * @return two signed heads and the proof that they do not agree
   */
  public ForkEvidence evidence() {
    return evidence;
  }

  /**
   * Where the evidence was written.
   *
   * @return a path, or words for a store that has none
   */
  public String where() {
    return where;
  }
}
