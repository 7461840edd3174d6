package dev.vitrine.client.monitor;

import com.google.protobuf.Message;
import dev.vitrine.v1.Common;
import java.util.List;

/**
 * A record as a rule sees it.
 *
 * @param kind for example {@code detection-update}
 * @param predicate the message of that kind
 * @param subjects what the record is about
 */
record LoggedRecord(
    long index,
    String leafHash,
    String kind,
    Message predicate,
    Common common,
    List<RecordSubject> subjects) {
  LoggedRecord {
    subjects = List.copyOf(subjects);
  }

  /**
   * A subject of a record.
   *
   * @param sha256 lower-case hexadecimal, empty if it has none
   */
  record RecordSubject(String name, String sha256) {}
}
