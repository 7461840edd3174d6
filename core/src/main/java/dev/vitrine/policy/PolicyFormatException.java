package dev.vitrine.policy;

/** A policy file that breaks a rule of C2SP tlog-policy; the message names the line. */
public final class PolicyFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param line 1-based; 0 for the file as a whole
   * @param problem the offending value and what was expected
   */
  public PolicyFormatException(int line, String problem) {
    super(line == 0 ? "policy: " + problem : "policy line " + line + ": " + problem);
  }
}
