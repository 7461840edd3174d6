package dev.vitrine.admission;

import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A record that passed the stateless rules. */
record CheckedRecord(
    byte[] entry,
    Hash leafHash,
    Envelope envelope,
    Statement statement,
    Hash payloadSha256,
    List<CheckedSignature> signatures)
    implements Candidate {

  /**
   * A signature and what is known of it so far.
   *
   * @param verified the algorithm under which it was found valid; empty if the key was not known
   *     then
   */
  record CheckedSignature(String keyId, Optional<SignatureAlgorithm> verified) {}

  @Override
  public Optional<String> account() {
    String issuer = statement.common().getIssuer();
    return signatures.stream()
        .filter(s -> s.verified().isPresent())
        .map(CheckedSignature::keyId)
        .filter(issuer::equals)
        .findFirst();
  }

  @Override
  public Optional<Instant> issuedAt() {
    return Optional.of(Times.instant(statement.common().getIssuedAt()));
  }
}
