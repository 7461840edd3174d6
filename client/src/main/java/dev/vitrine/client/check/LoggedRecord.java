package dev.vitrine.client.check;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Subject;
import java.time.Instant;
import java.util.Optional;

/** A record that is proven to be at an index of the log; what it says is its signers' word. */
record LoggedRecord(long index, Hash leafHash, Envelope envelope, Statement statement) {

  static LoggedRecord parse(long index, byte[] entry) throws RecordFormatException {
    Envelope envelope = Envelope.parse(entry);
    return new LoggedRecord(index, TreeHasher.leaf(entry), envelope, envelope.statement());
  }

  /** Whether a customer receives what this record is about. */
  boolean isRelease() {
    return statement.kind() == Kind.BUILD || statement.kind() == Kind.DETECTION_UPDATE;
  }

  /** The subject that has a digest, as shipped or unsigned. */
  Optional<Subject> subject(Hash sha256) {
    return statement.subjects().stream()
        .filter(
            subject ->
                subject.getDigestMap().entrySet().stream()
                    .anyMatch(
                        digest ->
                            digest.getKey().endsWith("sha256")
                                && digest.getValue().equals(sha256.hex())))
        .findFirst();
  }

  /** The subject of a name, whatever its digest. */
  Optional<Subject> subject(String name) {
    return statement.subjects().stream()
        .filter(subject -> subject.getName().equals(name) || subject.getName().endsWith("/" + name))
        .findFirst();
  }

  /** Whether this is a build of a product, and of that version unless it is empty. */
  boolean isBuildOf(String product, String version) {
    return statement.predicate() instanceof Build build
        && build.getProduct().equals(product)
        && (version.isEmpty() || build.getVersion().equals(version));
  }

  /** When the record says it was issued, which the log compared with its clock. */
  Instant issuedAt() {
    return Times.instant(statement.common().getIssuedAt());
  }

  /** Whether the vendor let it skip the minimum age. */
  boolean isEmergency() {
    return statement.predicate() instanceof DetectionUpdate update && update.getEmergency();
  }

  /** The root over an update's files; empty for other kinds. */
  Optional<Hash> manifestRoot() {
    return statement.predicate() instanceof DetectionUpdate update
            && !update.getFiles().getManifestRoot().isEmpty()
        ? Optional.of(Hash.ofHex(update.getFiles().getManifestRoot()))
        : Optional.empty();
  }
}
