package dev.vitrine.client.monitor;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Subject;

/** Reads an entry as a record. */
final class Records {
  private Records() {}

  static LoggedRecord read(long index, byte[] entry, Hash leaf) throws RecordFormatException {
    Statement statement = Envelope.parse(entry).statement();
    return new LoggedRecord(
        index,
        leaf.hex(),
        statement.kind().id(),
        statement.predicate(),
        statement.common(),
        statement.subjects().stream().map(Records::subject).toList());
  }

  private static LoggedRecord.RecordSubject subject(Subject subject) {
    return new LoggedRecord.RecordSubject(
        subject.getName(), subject.getDigestOrDefault("sha256", ""));
  }
}
