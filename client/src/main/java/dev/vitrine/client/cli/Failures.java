package dev.vitrine.client.cli;

import dev.vitrine.client.AppendRejectedException;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LogForkedException;
import dev.vitrine.client.RefusedException;
import dev.vitrine.client.Verdict;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what went wrong into words, a remedy and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  static final int FAULT = 1;
  static final int USAGE = 2;

  @Override
  public int handleExecutionException(Exception thrown, CommandLine line, ParseResult parsed) {
    // What a log has to answer for is told as such, whoever read it.
    Exception failure =
        thrown instanceof IOException && thrown.getCause() instanceof LogException e ? e : thrown;
    boolean json = parsed.hasMatchedOption("--json") || anyJson(parsed);
    Answer answer = explain(failure);
    if (json) {
      answer.print(line.getOut(), true);
    } else {
      answer.print(line.getErr(), false);
    }
    return exitCode(failure);
  }

  private static boolean anyJson(ParseResult parsed) {
    return parsed.hasSubcommand()
        && (parsed.subcommand().hasMatchedOption("--json") || anyJson(parsed.subcommand()));
  }

  static int exitCode(Exception failure) {
    if (failure instanceof LogException e) {
      return e.verdict().exitCode();
    }
    return failure instanceof UsageException || isOwnFile(failure) ? USAGE : FAULT;
  }

  private static Answer explain(Exception failure) {
    if (failure instanceof LogForkedException e) {
      return verdict(e).fact("evidence", e.where());
    }
    if (failure instanceof LogException e) {
      return verdict(e);
    }
    if (failure instanceof AppendRejectedException e) {
      return Answer.of("REFUSED", String.valueOf(e.getMessage())).fact("reason", e.reason());
    }
    if (failure instanceof RefusedException e) {
      return Answer.of("REFUSED", String.valueOf(e.getMessage())).fact("reason", e.reason());
    }
    if (failure instanceof UsageException) {
      return Answer.of("USAGE", String.valueOf(failure.getMessage()));
    }
    if (failure instanceof IOException e && isOwnFile(e)) {
      return Answer.of("USAGE", file(e));
    }
    return Answer.of("FAULT", failure instanceof IOException e ? file(e) : failure.toString());
  }

  private static Answer verdict(LogException e) {
    Verdict verdict = e.verdict();
    return Answer.of(verdict.words(), String.valueOf(e.getMessage()))
        .fact("remedy", verdict.remedy());
  }

  /** A file of the caller's that is not there: no fault of a log, and not to be read as one. */
  private static boolean isOwnFile(Exception failure) {
    return failure instanceof NoSuchFileException
        || failure instanceof FileNotFoundException
        || failure instanceof AccessDeniedException;
  }

  private static String file(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file: " + e.getMessage();
    }
    if (e instanceof AccessDeniedException) {
      return "not allowed to read or write: " + e.getMessage();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
