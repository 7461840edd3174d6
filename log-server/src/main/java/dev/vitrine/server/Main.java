package dev.vitrine.server;

import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.api.ApiServer;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.config.ConfigException;
import dev.vitrine.server.observe.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the server from the command line: {@code [--config FILE]}. */
public final class Main {
  /** A wrong command line or configuration. */
  static final int EXIT_USAGE = 2;

  /** The log must not be served as it is: damaged, rolled back, in use. */
  static final int EXIT_REFUSED = 3;

  /** What is on disk became unknown while the server ran. */
  static final int EXIT_FATAL = 70;

  private static final String USAGE =
      "usage: serve [--config FILE]\n"
          + "  --config FILE  YAML, see docs/configuration.md; without it the defaults\n"
          + "  --version      print the version\n"
          + "  --help         print this";

  private Main() {}

  public static void main(String[] args) {
    List<String> arguments = List.of(args);
    if (arguments.equals(List.of("--help"))) {
      System.out.println(USAGE);
    } else if (arguments.equals(List.of("--version"))) {
      System.out.println(Version.text());
    } else if (arguments.isEmpty()
        || (arguments.size() == 2 && arguments.get(0).equals("--config"))) {
      serve(arguments.isEmpty() ? null : arguments.get(1));
    } else {
      System.err.println(USAGE);
      System.exit(EXIT_USAGE);
    }
  }

  private static void serve(@Nullable String file) {
    try {
      Config config = file == null ? Config.defaults() : Config.load(Path.of(file));
      Event.STARTING
          .info()
          .addKeyValue("version", Version.text())
          .addKeyValue("folder", config.dataFolder().toAbsolutePath().normalize())
          .log();
      Parts parts = Parts.standard(Main::end).withApis(List.of(new ApiServer()));
      LogServer server = LogServer.start(config, parts);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "vitrine-stop"));
      print(server, LogPolicyFile.write(config.dataFolder(), server.keys()), System.out);
    } catch (ConfigException e) {
      refuse(e.getMessage(), EXIT_USAGE);
    } catch (IOException e) {
      refuse(e.getMessage(), EXIT_REFUSED);
    }
  }

  private static void print(LogServer server, Path policy, PrintStream out) {
    out.println("origin   " + server.origin());
    for (VerifierKey key : server.keys()) {
      out.println("vkey     " + key);
    }
    out.println("policy   " + policy);
    for (String address : server.addresses()) {
      out.println("address  " + address);
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
