package dev.vitrine.crypto;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which provider does the work of each algorithm. The Corretto provider is taken where it is on the
 * class path and answers the known-answer tests of that algorithm rightly; else Bouncy Castle. The
 * choice is made once an algorithm, when its first key is loaded. System property {@value
 * #PROPERTY} set to {@code bouncycastle} keeps the Corretto provider out.
 */
public final class CryptoProviders {
  /** System property: {@code auto} (default) or {@code bouncycastle}. */
  public static final String PROPERTY = "vitrine.crypto";

  private static final Map<SignatureAlgorithm, SignatureEngine> CHOSEN = new ConcurrentHashMap<>();

  private CryptoProviders() {}

  /** For each algorithm the name and version of the provider in use. */
  public static Map<SignatureAlgorithm, String> inUse() {
    Map<SignatureAlgorithm, String> names = new EnumMap<>(SignatureAlgorithm.class);
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      names.put(algorithm, engine(algorithm).name());
    }
    return Collections.unmodifiableMap(names);
  }

  static SignatureEngine engine(SignatureAlgorithm algorithm) {
    return CHOSEN.computeIfAbsent(algorithm, a -> choose(a, Corretto.ENGINE));
  }

  /** The candidate if it is there and right, else Bouncy Castle. */
  static SignatureEngine choose(
      SignatureAlgorithm algorithm, Optional<? extends SignatureEngine> candidate) {
    return candidate
        .<SignatureEngine>map(engine -> engine)
        .filter(engine -> KnownAnswers.pass(engine, algorithm))
        .orElse(BouncyCastleEngine.INSTANCE);
  }

  static Optional<CorrettoEngine> candidate(String wanted) {
    return switch (wanted) {
      case "auto" -> CorrettoEngine.load();
      case "bouncycastle" -> Optional.empty();
      default ->
          throw new IllegalArgumentException(
              PROPERTY + ": " + wanted + " (expected: auto or bouncycastle)");
    };
  }

  /** Loaded on first use only: the native library takes a while. */
  private static final class Corretto {
    static final Optional<CorrettoEngine> ENGINE = candidate(System.getProperty(PROPERTY, "auto"));
  }
}
