package dev.vitrine.client.cli;

import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command speaks. Every command mixes this in. */
final class OutputOptions {
  @Option(names = "--json", description = "Print one JSON object instead of text.")
  boolean json;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress, and no word while waiting.")
  boolean quiet;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Prints an answer in the form that was asked for. */
  void print(Answer answer) {
    answer.print(command.commandLine().getOut(), json);
  }

  /** Progress goes to standard error, and only to a terminal. */
  Progress progress(String what, long total) {
    boolean shown = !quiet && !json && System.console() != null;
    return new Progress(command.commandLine().getErr(), what, total, shown);
  }

  /** Tells on standard error, terminal or not, why an entry is still under way. */
  Consumer<String> delays() {
    return quiet
        ? why -> {}
        : new DelayNotices(
            command.commandLine().getErr(), System.console() == null ? "" : Progress.CLEAR);
  }

  /** The terminal's output, for commands that print raw bytes or streams. */
  java.io.PrintWriter out() {
    return command.commandLine().getOut();
  }
}
