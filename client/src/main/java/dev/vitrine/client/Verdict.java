package dev.vitrine.client;

import java.util.List;

/**
 * What a question to a log comes to. The exit codes are stable: scripts depend on them.
 *
 * <p>"Too old", "newer than this tool" and "unreachable" are verdicts of their own because each
 * calls for another remedy, and none of them may read like tampering.
 */
public enum Verdict {
  /** Signed by the log, to the policy's quorum, and included. */
  VERIFIED(0, "nothing"),
  /** The log's head is good and does not cover the thing asked for. */
  NOT_IN_LOG(10, "ask the vendor for a proof, or wait until the log has published the entry"),
  /** The log holds the same name with other content. */
  DIFFERS_FROM_LOG(11, "do not install it; fetch it again from the vendor and compare"),
  /** The log holds a withdrawal of it. */
  WITHDRAWN(12, "do not install it; take the version that replaces it"),
  /** Two signed heads of one log that do not agree. */
  LOG_FORKED(13, "keep the evidence file, show it to the log's operator, witnesses and monitors"),
  /** A good head, older than one already seen or older than the policy allows. */
  STALE_HEAD(14, "try again later or ask another mirror: the server shown is behind"),
  /** The log speaks a newer format than this tool knows. */
  FORMAT_NEWER(15, "update this tool"),
  /** No usable answer: network, certificate, time-out, or something that is no log answered. */
  LOG_UNREACHABLE(16, "check the address, the network and proxies, then try again"),
  /** An answer that the policy's keys or the log's own signed head do not back. */
  UNTRUSTED(
      17,
      "check that the policy names this log's keys; if it does, report the answer to the log's operator"),
  /** Proven to be in the log, and less than what the reader's own policy requires. */
  POLICY_NOT_MET(
      18, "wait until the log holds what your policy requires, or ask the vendor for it");

  private static final List<Verdict> BY_GRAVITY =
      List.of(
          VERIFIED,
          LOG_UNREACHABLE,
          STALE_HEAD,
          FORMAT_NEWER,
          POLICY_NOT_MET,
          NOT_IN_LOG,
          WITHDRAWN,
          DIFFERS_FROM_LOG,
          UNTRUSTED,
          LOG_FORKED);

  private final int exitCode;
  private final String remedy;

  Verdict(int exitCode, String remedy) {
    this.exitCode = exitCode;
    this.remedy = remedy;
  }

  /**
   * The process exit code of this verdict.
   *
   * @return 0, or 10..18
   */
  public int exitCode() {
    return exitCode;
  }

  /**
   * What the reader can do now, as a clause without a full stop.
   *
   * @return the remedy
   */
  public String remedy() {
    return remedy;
  }

  /**
   * Which of two verdicts a summary must show. Silence is less than a bad answer, and a bad answer
   * less than evidence.
   *
   * @param other another verdict
   * @return the graver one
   */
  public Verdict graver(Verdict other) {
    return BY_GRAVITY.indexOf(this) >= BY_GRAVITY.indexOf(other) ? this : other;
  }

  /**
   * The words a person reads: {@code NOT IN LOG}.
   *
   * @return the name with spaces
   */
  public String words() {
    return name().replace('_', ' ');
  }
}
