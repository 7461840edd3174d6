package dev.vitrine.server.publisher.witness;

import dev.vitrine.note.VerifierKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyFormatException;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.publisher.WitnessQuorum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes the quorum the configuration asks for. */
public final class WitnessSetup {
  private WitnessSetup() {}

  /**
   * @param logKeys the log's own keys, which the policy file need not name
   * @throws IOException if the policy file cannot be read or is no policy
   */
  public static Optional<WitnessQuorum> open(
      Config config, List<VerifierKey> logKeys, Metrics metrics) throws IOException {
    Optional<Path> file = config.witnessPolicyFile();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Policy policy = policy(file.get());
    for (VerifierKey key : logKeys) {
      policy = policy.withLog(key);
    }
    HttpWitnessQuorum quorum =
        new HttpWitnessQuorum(
            policy,
            config.witnessTimeout(),
            observer(metrics),
            () -> System.currentTimeMillis() / 1000);
    for (WitnessQuorum.WitnessState witness : quorum.states()) {
      metrics.gauge(
          Metric.WITNESS_SIZE,
          () -> quorum.state(witness.name()).cosignedSize(),
          "witness",
          witness.name());
    }
    return Optional.of(quorum);
  }

  private static Policy policy(Path file) throws IOException {
    try {
      return Policy.parse(Files.readAllBytes(file));
    } catch (PolicyFormatException e) {
      throw new IOException("witness.policy-file " + file + ": " + e.getMessage(), e);
    }
  }

  private static WitnessObserver observer(Metrics metrics) {
    return (witness, outcome, took) -> {
      String result = outcome.name().toLowerCase(Locale.ROOT);
      metrics.counter(Metric.WITNESS_ANSWERS, "witness", witness, "outcome", result).increment();
      metrics.timer(Metric.WITNESS_SECONDS, "witness", witness).record(took);
    };
  }
}
