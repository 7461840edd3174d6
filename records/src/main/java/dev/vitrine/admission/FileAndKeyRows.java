package dev.vitrine.admission;

import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.RootKey;
import dev.vitrine.v1.Subject;
import java.util.List;

/**
 * The look-up rows by a file's name and of records about a key. They follow from the record alone,
 * so that a store from before they existed is completed from its entries, by the code that
 * admission runs.
 */
public final class FileAndKeyRows {
  private FileAndKeyRows() {}

  /** The rows of an entry; none if it is no record. */
  public static List<LookupRow> of(byte[] entry) {
    LookupKeys.Rows rows = new LookupKeys.Rows();
    try {
      add(rows, Statement.parse(Envelope.parse(entry).payload()));
    } catch (RecordFormatException e) {
      // A log may have been in open mode once; what is no record is found by nothing.
      return List.of();
    }
    return List.copyOf(rows.list());
  }

  static void add(LookupKeys.Rows rows, Statement statement) {
    if (statement.kind() == Kind.BUILD || statement.kind() == Kind.DETECTION_UPDATE) {
      for (Subject subject : statement.subjects()) {
        String name = subject.getName();
        rows.add(LookupKeys.fileName(name.substring(name.lastIndexOf('/') + 1)));
      }
    }
    if (statement.predicate() instanceof Key key) {
      rows.add(LookupKeys.aboutKey(key.getKeyId()));
      if (key.getAction() == Key.Action.ROTATE) {
        rows.add(LookupKeys.aboutKey(key.getReplaces()));
      }
    }
    if (statement.predicate() instanceof Policy policy) {
      for (RootKey key : policy.getRootKeysList()) {
        rows.add(LookupKeys.aboutKey(key.getKeyId()));
      }
    }
  }
}
