package dev.vitrine.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who signed a head, as far as the policy's keys can tell. Signatures by other keys are not counted
 * and not named.
 *
 * @param log the log's own signatures, at least one
 * @param witnesses the cosignatures of the policy's witnesses
 */
public record HeadSignatures(List<Signer> log, List<Signer> witnesses) {
  /** Copies the lists. */
  public HeadSignatures {
    log = List.copyOf(log);
    witnesses = List.copyOf(witnesses);
  }

  /**
   * The newest time that a signature vouches for.
   *
   * @return empty where no signature carries a time
   */
  public Optional<Instant> newest() {
    return java.util.stream.Stream.concat(log.stream(), witnesses.stream())
        .flatMap(signer -> signer.time().stream())
        .max(Instant::compareTo);
  }

  /**
   * One verified signature.
   *
   * @param name the key's name
   * @param keyId the key's ID in eight hexadecimal digits
   * @param algorithm the signature's type, as a person reads it
   * @param time when the signer says that it signed; empty for types without a time
   */
  public record Signer(String name, String keyId, String algorithm, Optional<Instant> time) {}
}
