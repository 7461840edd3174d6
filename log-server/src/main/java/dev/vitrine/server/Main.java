package dev.vitrine.server;

import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.config.ConfigException;
import dev.vitrine.server.export.LogExport;
import dev.vitrine.server.observe.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Starts the server from the command line: {@code [--config FILE] [--export FOLDER]}. */
public final class Main {
  /** A wrong command line or configuration. */
  static final int EXIT_USAGE = 2;

  /** The log must not be served as it is: damaged, rolled back, in use. */
  static final int EXIT_REFUSED = 3;

  /** What is on disk became unknown while the server ran. */
  static final int EXIT_FATAL = 70;

  private static final String USAGE =
      "usage: serve [--config FILE] [--export FOLDER]\n"
          + "  --config FILE    YAML, see docs/configuration.md; without it the defaults\n"
          + "  --export FOLDER  write the log as tlog-tiles files, instead of serving it\n"
          + "  --version        print the version\n"
          + "  --help           print this";

  private static final Set<String> OPTIONS = Set.of("--config", "--export");

  private Main() {}

  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    if (arguments.equals(List.of("--help"))) {
      System.out.println(USAGE);
    } else if (arguments.equals(List.of("--version"))) {
      System.out.println(Version.text());
    } else if (areOptions(arguments)) {
      run(value(arguments, "--config"), value(arguments, "--export"));
    } else {
      System.err.println(USAGE);
      System.exit(EXIT_USAGE);
    }
  }

  private static boolean areOptions(List<String> arguments) {
    List<String> names = names(arguments);
    return arguments.size() == 2 * names.size()
        && OPTIONS.containsAll(names)
        && names.stream().distinct().count() == names.size();
  }

  private static List<String> names(List<String> arguments) {
    return IntStream.range(0, arguments.size() / 2).mapToObj(i -> arguments.get(2 * i)).toList();
  }

  private static @Nullable String value(List<String> arguments, String option) {
    int at = names(arguments).indexOf(option);
    return at < 0 ? null : arguments.get(2 * at + 1);
  }

  private static void run(@Nullable String file, @Nullable String export) {
    try {
      Config config = file == null ? Config.defaults() : Config.load(Path.of(file));
      if (export == null) {
        serve(config);
      } else {
        export(config, Path.of(export));
      }
    } catch (ConfigException e) {
      refuse(e.getMessage(), EXIT_USAGE);
    } catch (IOException e) {
      refuse(e.getMessage(), EXIT_REFUSED);
    }
  }

  private static void export(Config config, Path folder) throws IOException {
    Checkpoint checkpoint = LogExport.write(config, folder).checkpoint();
    System.out.println(
        "exported " + checkpoint.size() + " entries of " + checkpoint.origin() + " to " + folder);
  }

  private static void serve(Config config) throws IOException {
    Event.STARTING
        .info()
        .addKeyValue("version", Version.text())
        .addKeyValue("folder", config.dataFolder().toAbsolutePath().normalize())
        .log();
    Parts parts = Parts.standard(Main::end).withApis(List.of(new ApiServer()));
    LogServer server = LogServer.start(config, parts);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "vitrine-stop"));
    print(server, LogPolicyFile.write(config.dataFolder(), server.keys()), System.out);
  }

  private static void print(LogServer server, Path policy, PrintStream out) {
    out.println("origin   " + server.origin());
    for (VerifierKey key : server.keys()) {
      out.println("vkey     " + key);
    }
    out.println("policy   " + policy);
    for (String address : server.addresses()) {
      boolean admin = server.adminAddress().filter(address::equals).isPresent();
      out.println((admin ? "admin    " : "address  ") + address);
    }
    out.flush();
  }

  private static void refuse(@Nullable String message, int code) {
    Event.REFUSED_TO_START.error().addKeyValue("reason", message).log();
    System.exit(code);
  }

  private static void end(Throwable because) {
    // Not exit: the orderly stop must not publish what nobody knows.
    Runtime.getRuntime().halt(EXIT_FATAL);
  }
}
