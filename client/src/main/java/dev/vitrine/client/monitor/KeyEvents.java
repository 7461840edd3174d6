package dev.vitrine.client.monitor;

import dev.vitrine.v1.Key;
import dev.vitrine.v1.Policy;
import java.util.function.Consumer;

/** Who may write to the log has changed. */
final class KeyEvents implements Rule {
  @Override
  public String name() {
    return "key-events";
  }

  @Override
  public void record(LoggedRecord record, Memory memory, Consumer<Finding> report) {
    if (record.predicate() instanceof Key key) {
      report.accept(keyEvent(record.index(), key));
    } else if (record.predicate() instanceof Policy && record.index() > 0) {
      report.accept(
          Finding.about(
              "POLICY_CHANGED",
              Severity.WARNING,
              "policy",
              "the log's admission policy was replaced",
              record.index()));
    }
  }

  private static Finding keyEvent(long index, Key key) {
    boolean revoked = key.getAction() == Key.Action.REVOKE;
    return Finding.about(
        "KEY_EVENT",
        revoked ? Severity.WARNING : Severity.NOTICE,
        key.getKeyId(),
        String.format(
            "%s key %s, role %s, owner \"%s\"%s",
            key.getAction(),
            key.getKeyId(),
            key.getRole(),
            key.getOwner(),
            key.getReason().isEmpty() ? "" : ": " + key.getReason()),
        index);
  }
}
