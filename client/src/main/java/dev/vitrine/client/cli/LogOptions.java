package dev.vitrine.client.cli;

import dev.vitrine.client.FileTrustStore;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogClientBuilder;
import dev.vitrine.client.RequestLimits;
import dev.vitrine.client.TrustStore;
import dev.vitrine.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which log, whose signatures count, and what is remembered of it. Every command that asks a log
 * mixes this in.
 */
final class LogOptions {
  @Option(
      names = "--log",
      paramLabel = "URL|FOLDER",
      description =
          "The log: http(s)://…, grpc(s)://HOST:PORT, or a folder. Default: $VITRINE_LOG.")
  @Nullable String log;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Whose signatures count, a C2SP tlog-policy file. Default: $VITRINE_POLICY.")
  @Nullable Path policyFile;

  @Option(
      names = "--vkey",
      paramLabel = "VKEY|FILE",
      description = "Instead of a policy: a key of the log, no witnesses. May be repeated.")
  List<String> vkeys = new ArrayList<>();

  @Option(
      names = "--trust-dir",
      paramLabel = "DIR",
      description =
          "Where verified heads are remembered. Default: $VITRINE_TRUST or ~/.local/state/vitrine/trust.")
  @Nullable Path trustFolder;

  @Option(
      names = "--forget",
      description = "Neither compare with the remembered head nor remember this one.")
  boolean forget;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "For each answer of the log. Default: ${DEFAULT-VALUE}.")
  int timeoutSeconds;

  @Option(
      names = "--max-age",
      paramLabel = "SECONDS",
      description = "Refuse heads whose newest signature is older.")
  @Nullable Integer maxAgeSeconds;

  /** A client of the log that the options or the environment name. */
  LogClient open() throws UsageException, IOException {
    return builder(address()).build();
  }

  /** The log's address as given. */
  String address() throws UsageException {
    String address = log != null ? log : System.getenv("VITRINE_LOG");
    if (address == null || address.isEmpty()) {
      throw new UsageException("no log given (expected: --log URL or FOLDER, or VITRINE_LOG)");
    }
    return address;
  }

  /** A client that is not complete yet. */
  LogClientBuilder builder(String address) throws UsageException, IOException {
    if (address.startsWith("grpc")) {
      GrpcNotes.LOGGER.setLevel(Level.SEVERE);
    }
    if (timeoutSeconds < 1) {
      throw new UsageException("--timeout: %d (expected: at least 1)".formatted(timeoutSeconds));
    }
    LogClientBuilder builder =
        LogClient.builder()
            .log(address)
            .policy(policy())
            .trustStore(trustStore())
            .limits(
                new RequestLimits(
                    Duration.ofSeconds(timeoutSeconds),
                    RequestLimits.DEFAULT.maxCheckpointBytes()));
    if (maxAgeSeconds != null) {
      builder.maxHeadAge(Duration.ofSeconds(maxAgeSeconds));
    }
    return builder;
  }

  /** The policy of the file, or of the keys given. */
  Policy policy() throws UsageException, IOException {
    return Policies.read(Optional.ofNullable(policyFile), vkeys);
  }

  private TrustStore trustStore() {
    return forget ? TrustStore.inMemory() : FileTrustStore.in(trustFolder());
  }

  private Path trustFolder() {
    if (trustFolder != null) {
      return trustFolder;
    }
    String named = System.getenv("VITRINE_TRUST");
    if (named != null && !named.isEmpty()) {
      return Path.of(named);
    }
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state != null && !state.isEmpty()
            ? Path.of(state)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return base.resolve("vitrine").resolve("trust");
  }

  /** True where the log is a folder on this machine. */
  static boolean isFolder(String address) {
    return !address.contains("://") && Files.isDirectory(Path.of(address));
  }

  /**
   * What a log does wrong is told by the verdict; the gRPC library's own notes would stand around
   * it. The field keeps the logger, and with it its level, from being collected.
   */
  private static final class GrpcNotes {
    private static final Logger LOGGER = Logger.getLogger("io.grpc");
  }
}
