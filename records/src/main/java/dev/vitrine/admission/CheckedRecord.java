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
    List<CheckedSignature> signatures,
    Optional<String> account)
    implements Candidate {

  /**
   * A signature and what is known of it so far.
   *
   * @param verified the algorithm under which it was found valid; empty if the key was not known
   *     then
   */
  record CheckedSignature(String keyId, Optional<SignatureAlgorithm> verified) {}

  static CheckedRecord of(
      byte[] entry,
      Hash leafHash,
      Envelope envelope,
      Statement statement,
      Hash payloadSha256,
      List<CheckedSignature> signatures) {
    Optional<String> account = account(statement.common().getIssuer(), signatures);
    return new CheckedRecord(
        entry, leafHash, envelope, statement, payloadSha256, signatures, account);
  }

  private static Optional<String> account(String issuer, List<CheckedSignature> signatures) {
    for (CheckedSignature signature : signatures) {
      if (signature.verified().isPresent() && signature.keyId().equals(issuer)) {
        return Optional.of(issuer);
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Instant> issuedAt() {
    return Optional.of(Times.instant(statement.common().getIssuedAt()));
  }
}
