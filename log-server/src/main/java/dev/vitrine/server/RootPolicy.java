package dev.vitrine.server;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import dev.vitrine.server.config.AdmissionMode;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.Appender;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StartRefusedException;
import dev.vitrine.v1.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The configured policy record: entry 0 of the log, put there at the first start. */
final class RootPolicy {
  private final Path file;
  private final Envelope envelope;

  private RootPolicy(Path file, Envelope envelope) {
    this.file = file;
    this.envelope = envelope;
  }

  /**
   * The configured one; empty in open mode or where none is configured.
   *
   * @throws StartRefusedException if the file is not a policy record for this origin
   */
  static Optional<RootPolicy> of(Config config, String origin) throws IOException {
    if (config.admission() == AdmissionMode.OPEN || config.rootPolicyFile().isEmpty()) {
      return Optional.empty();
    }
    Path file = config.rootPolicyFile().get();
    try {
      Envelope envelope = Envelope.parseAny(Files.readAllBytes(file));
      Statement statement = envelope.statement();
      if (statement.kind() != Kind.POLICY) {
        throw refused(file, statement.kind().id(), "a policy record");
      }
      String named = ((Policy) statement.predicate()).getOrigin();
      if (!named.equals(origin)) {
        throw refused(file, "a policy for " + named, "one for " + origin + ", this log's origin");
      }
      return Optional.of(new RootPolicy(file, envelope));
    } catch (RecordFormatException e) {
      throw refused(file, String.valueOf(e.getMessage()), "a signed policy record");
    }
  }

  /** What entry 0 must carry. */
  Hash payloadSha256() {
    return Hash.of(Digests.sha256(envelope.payload()));
  }

  /**
   * Appends the policy to an empty log, or compares it with the first entry.
   *
   * @throws StartRefusedException if the log refuses it, or began with another one
   */
  void ensureFirst(Appender appender, LogStore store) throws IOException {
    Optional<byte[]> first = store.entry(0);
    if (first.isEmpty()) {
      append(appender);
      return;
    }
    try {
      Hash payload = Hash.of(Digests.sha256(Envelope.parse(first.get()).payload()));
      if (!payload.equals(payloadSha256())) {
        throw refused(file, "payload " + payloadSha256(), payload + ", of this log's entry 0");
      }
    } catch (RecordFormatException e) {
      throw refused(file, "a policy", "this log's entry 0, which is no record");
    }
  }

  private void append(Appender appender) throws IOException {
    try {
      Appended appended = appender.append(envelope.encode()).get();
      if (appended.index() != 0) {
        throw refused(file, "index " + appended.index(), "index 0");
      }
    } catch (ExecutionException e) {
      throw refused(file, String.valueOf(e.getCause()), "a policy that its own root quorum signed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the root policy was appended", e);
    }
  }

  private static StartRefusedException refused(Path file, String found, String expected) {
    return new StartRefusedException(
        "root-policy-file " + file + ": " + found + " (expected: " + expected + ")");
  }
}
