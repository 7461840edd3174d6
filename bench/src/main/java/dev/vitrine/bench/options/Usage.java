package dev.vitrine.bench.options;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells what is wrong with a command line, or what went wrong, without a stack trace. */
public final class Usage {

  private Usage() {}

  /** The command line of {@code scripts/bench}. */
  public static CommandLine of(Object command) {
    return new CommandLine(command)
        .registerConverter(Duration.class, new Durations())
        .setParameterExceptionHandler(Usage::refused)
        .setExecutionExceptionHandler(Usage::failed);
  }

  /** What is thrown where options do not go together. */
  public static ParameterException error(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /**
   * Makes values of what was typed.
   *
   * @param values throws an {@link IllegalArgumentException} for what cannot be
   * @throws ParameterException in its place
   */
  public static <T> T check(CommandSpec command, Supplier<T> values) {
    try {
      return values.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private static int refused(ParameterException wrong, String[] typed) {
    CommandLine line = wrong.getCommandLine();
    PrintWriter print = line.getErr();
    print.println(wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, print);
    String command = line.getCommandSpec().qualifiedName(" ");
    print.println("`scripts/" + command + " --help` lists the options");
    return line.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int failed(Exception failure, CommandLine line, ParseResult parsed)
      throws Exception {
    if (!(failure instanceof IOException || failure instanceof UncheckedIOException)) {
      // Nobody foresaw it, so its trace is wanted.
      throw failure;
    }
    line.getErr().println(line.getCommandSpec().qualifiedName(" ") + ": " + message(failure));
    return line.getCommandSpec().exitCodeOnExecutionException();
  }

  private static String message(Exception failure) {
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    Throwable cause = failure.getCause();
    return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
        ? message
        : message + ": " + cause.getMessage();
  }
}
