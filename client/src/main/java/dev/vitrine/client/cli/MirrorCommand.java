package dev.vitrine.client.cli;

import dev.vitrine.client.durable.FolderLock;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.Address;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.mirror.LogMirror;
import dev.vitrine.client.mirror.MirrorFolder;
import dev.vitrine.client.mirror.MirrorRoutes;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignerKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import dev.vitrine.policy.PolicyLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine mirror}. */
@Command(
    name = "mirror",
    mixinStandardHelpOptions = true,
    description = "Keeps verified copies of logs and serves them as tiles.")
final class MirrorCommand implements Callable<Integer> {
  @Option(
      names = "--policy",
      required = true,
      description = "tlog-policy file; every log line with a URL is copied.")
  private Path policyFile;

  @Option(names = "--state", required = true, description = "Folder for the copies.")
  private Path state;

  @Option(names = "--key", description = "File of the mirror's private cosignature key.")
  private @Nullable Path key;

  @Option(names = "--listen", description = "HOST:PORT on which to serve the copies.")
  private @Nullable String listen;

  @Option(names = "--interval", defaultValue = "PT2S", description = "Pause between pulls.")
  private Duration interval;

  @Option(names = "--once", description = "Pull once, then end.")
  private boolean once;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    try (FolderLock lock = FolderLock.acquire(state)) {
      Map<String, LogMirror> mirrors = mirrors();
      if (listen == null) {
        return run(mirrors);
      }
      HttpEndpoint served = HttpEndpoint.start(Address.parse(listen), 16, new MirrorRoutes(state));
      try (served) {
        spec.commandLine().getErr().println("listening on " + served.url());
        return run(mirrors);
      }
    }
  }

  private int run(Map<String, LogMirror> mirrors) throws InterruptedException {
    while (true) {
      boolean all = true;
      for (Map.Entry<String, LogMirror> mirror : mirrors.entrySet()) {
        all &= pull(mirror.getKey(), mirror.getValue());
      }
      if (once) {
        return all ? 0 : 1;
      }
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    }
  }

  private boolean pull(String origin, LogMirror mirror) {
    try {
      spec.commandLine().getOut().println(mirror.pull());
      spec.commandLine().getOut().flush();
      return true;
    } catch (IOException | ForkException | NoteFormatException | NoteVerificationException e) {
      spec.commandLine().getErr().println(origin + ": " + e.getMessage());
      return false;
    }
  }

  private Map<String, LogMirror> mirrors() throws IOException {
    Map<String, List<PolicyLog>> logs =
        policy().logs().stream()
            .collect(
                Collectors.groupingBy(PolicyLog::origin, LinkedHashMap::new, Collectors.toList()));
    Optional<Cosigner> cosigner =
        key == null ? Optional.empty() : Optional.of(new Cosigner(List.of(signer(key))));
    Map<String, LogMirror> mirrors = new LinkedHashMap<>();
    for (Map.Entry<String, List<PolicyLog>> log : logs.entrySet()) {
      mirrors.put(log.getKey(), mirror(log.getKey(), log.getValue(), cosigner));
    }
    return mirrors;
  }

  private LogMirror mirror(String origin, List<PolicyLog> logs, Optional<Cosigner> cosigner)
      throws IOException {
    List<URI> urls =
        logs.stream().flatMap(log -> log.url().stream()).distinct().map(URI::create).toList();
    if (urls.isEmpty()) {
      throw usage("--policy: log " + origin + " has no URL");
    }
    return new LogMirror(
        logs.stream().map(PolicyLog::key).toList(),
        new RemoteLog(urls, Duration.ofSeconds(30)),
        new MirrorFolder(state.resolve(WatchedLog.originHash(origin))),
        cosigner,
        InstantSource.system());
  }

  private SignerKey signer(Path file) throws IOException {
    try {
      return SignerKey.parse(Files.readString(file).strip());
    } catch (NoteFormatException e) {
      throw usage("--key " + file + ": " + e.getMessage());
    }
  }

  private Policy policy() throws IOException {
    try {
      return Policy.parse(Files.readAllBytes(policyFile));
    } catch (PolicyFormatException e) {
      throw usage("--policy " + policyFile + ": " + e.getMessage());
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
