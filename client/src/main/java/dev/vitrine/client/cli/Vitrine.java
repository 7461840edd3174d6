package dev.vitrine.client.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code vitrine} command: asks a transparency log and believes only what it has verified. */
@Command(
    name = "vitrine",
    mixinStandardHelpOptions = true,
    versionProvider = Vitrine.JarVersion.class,
    description = "Asks a transparency log and believes only what it has verified.",
    footer = {
      "",
      "Exit codes: 0 verified or done, 1 fault, 2 usage, 10 NOT IN LOG, 11 DIFFERS FROM LOG,",
      "12 WITHDRAWN, 13 LOG FORKED, 14 STALE HEAD, 15 FORMAT NEWER, 16 LOG UNREACHABLE, 17 UNTRUSTED,",
      "18 POLICY NOT MET."
    })
public final class Vitrine implements Runnable {
  @Spec private CommandSpec spec;

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param args the command's name, its options and parameters
   */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int exitCode = run(out, err, args);
    out.flush();
    endSelectors();
    System.exit(exitCode);
  }

  /**
   * Wakes the HTTP client's threads from their native wait, which ends them: HotSpot waits up to
   * 300 ms at its exit for threads that are in native code, and a client of JDK 17 cannot be
   * closed.
   */
  static void endSelectors() {
    Thread[] threads = new Thread[Thread.activeCount() + 8];
    int count = Thread.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().endsWith("SelectorManager")) {
        threads[i].interrupt();
      }
    }
  }

  /**
   * Runs one command.
   *
   * @param out for the answer
   * @param err for errors, progress and warnings
   * @param args the command's name, its options and parameters
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Vitrine());
    Optional<Object> wanted = args.length == 0 ? Optional.empty() : Commands.create(args[0]);
    if (wanted.isPresent()) {
      line.addSubcommand(args[0], wanted.get());
    } else {
      Commands.NAMES.forEach(name -> line.addSubcommand(name, Commands.create(name).orElseThrow()));
    }
    line.setOut(out).setErr(err);
    line.setExecutionExceptionHandler(new Failures());
    int exitCode = line.execute(args);
    out.flush();
    return exitCode;
  }

  /** The version of the jar that this class is in. */
  static final class JarVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Vitrine.class.getPackage().getImplementationVersion();
      return new String[] {"vitrine " + (version == null ? "development" : version)};
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
