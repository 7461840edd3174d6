package dev.vitrine.server;

import dev.vitrine.admission.Admission;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.access.ApiBinder;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.publisher.WitnessQuorum;
import dev.vitrine.server.publisher.witness.WitnessSetup;
import dev.vitrine.server.storage.LogStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * What a server is put together from, besides its configuration.
 *
 * @param clock gives batch and signature times
 * @param admission makes the rules
 * @param witnesses makes the quorum, if one is configured
 * @param apis what is bound to the network
 * @param freeBytes asks the file system of a folder
 * @param onFatal told when the process must end at once, because what is on disk is unknown
 * @param store stands between the log and its open store; a test's way to make it fail
 */
public record Parts(
    Clock clock,
    Rules admission,
    Witnesses witnesses,
    List<ApiBinder> apis,
    ToLongFunction<Path> freeBytes,
    Consumer<Throwable> onFatal,
    UnaryOperator<LogStore> store) {
  public Parts {
    apis = List.copyOf(apis);
  }

  /** Makes a witness quorum from the configuration and the log's own keys. */
  @FunctionalInterface
  public interface Witnesses {
    Optional<WitnessQuorum> open(Config config, List<VerifierKey> logKeys, Metrics metrics)
        throws IOException;
  }

  /** Makes the rules of admission from the configuration, the log's origin and its store. */
  @FunctionalInterface
  public interface Rules {
    Admission open(Config config, String origin, LogStore store) throws IOException;
  }

  /** The parts of a real server. */
  public static Parts standard(Consumer<Throwable> onFatal) {
    return new Parts(
        Clock.systemUTC(),
        Admissions::open,
        WitnessSetup::open,
        List.of(),
        folder -> folder.toFile().getUsableSpace(),
        onFatal,
        UnaryOperator.identity());
  }

  public Parts withClock(Clock newClock) {
    return new Parts(newClock, admission, witnesses, apis, freeBytes, onFatal, store);
  }

  public Parts withAdmission(Rules newAdmission) {
    return new Parts(clock, newAdmission, witnesses, apis, freeBytes, onFatal, store);
  }

  public Parts withWitnesses(Witnesses newWitnesses) {
    return new Parts(clock, admission, newWitnesses, apis, freeBytes, onFatal, store);
  }

  public Parts withApis(List<ApiBinder> newApis) {
    return new Parts(clock, admission, witnesses, newApis, freeBytes, onFatal, store);
  }

  public Parts withFreeBytes(ToLongFunction<Path> newFreeBytes) {
    return new Parts(clock, admission, witnesses, apis, newFreeBytes, onFatal, store);
  }

  public Parts withStore(UnaryOperator<LogStore> newStore) {
    return new Parts(clock, admission, witnesses, apis, freeBytes, onFatal, newStore);
  }
}
