package dev.vitrine.client.check;

import dev.vitrine.client.LogException;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.Verdict;
import java.util.Optional;

/**
 * Asks about many files one after another: what goes wrong with one is that one's verdict, and the
 * others are asked about all the same.
 *
 * <p>A log that has stopped to answer would cost a time-out for each of thousands of files. After
 * {@value #SILENT_IN_A_ROW} files without an answer in a row, or {@value #SILENT_IN_ALL} in all,
 * the rest is not asked about, and its reports say so.
 */
final class OneByOne {
  static final int SILENT_IN_A_ROW = 3;
  static final int SILENT_IN_ALL = 30;

  private final Optional<LogException> doubt;
  private int silentInARow;
  private int silentInAll;

  /**
   * Starts.
   *
   * @param doubt a question about all the files that went wrong: with it open, NOT IN LOG cannot be
   *     said of any
   */
  OneByOne(Optional<LogException> doubt) {
    this.doubt = doubt;
  }

  /** A question about one file. */
  @FunctionalInterface
  interface Question {
    CheckReport ask() throws LogException;
  }

  /** Whether the log is still asked. */
  boolean isAsking() {
    return silentInARow < SILENT_IN_A_ROW && silentInAll < SILENT_IN_ALL;
  }

  CheckReport check(FileDigest file, Question question) {
    if (!isAsking()) {
      return CheckReport.failed(
          file,
          new LogUnreachableException(
              "not asked about: the log gave no answer about %d files before this one"
                  .formatted(silentInAll)));
    }
    try {
      CheckReport report = question.ask();
      silentInARow = 0;
      return report.verdict() == Verdict.NOT_IN_LOG && doubt.isPresent()
          ? CheckReport.failed(file, doubt.get())
          : report;
    } catch (LogException e) {
      boolean silent = e.verdict() == Verdict.LOG_UNREACHABLE;
      silentInARow = silent ? silentInARow + 1 : 0;
      silentInAll += silent ? 1 : 0;
      return CheckReport.failed(file, e);
    }
  }
}
