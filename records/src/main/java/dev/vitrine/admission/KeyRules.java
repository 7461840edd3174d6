package dev.vitrine.admission;

import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.KeyState;
import dev.vitrine.v1.KeyState.Status;
import java.util.Optional;

/** Keys: only the root quorum changes them, and a change holds from its index on. */
final class KeyRules implements KindRules<Key> {
  private static final String AT = "predicate.";

  @Override
  public Documents documents(Key key) {
    return new Documents().add(key.hasAttestation(), key.getAttestation(), AT + "attestation");
  }

  @Override
  public void check(Statement statement, Key key, BlobView blobs) throws RejectionException {
    if (!KeyIds.isWellFormed(key.getKeyId())) {
      throw Reason.KEY_ID_FORMAT.refuse(AT + "keyId", key.getKeyId(), "64 lower-case hex digits");
    }
    boolean brings = key.getAction() == Key.Action.REGISTER || key.getAction() == Key.Action.ROTATE;
    if (brings) {
      Signing.check(key.getAlgorithm(), key.getSpki().toByteArray(), key.getKeyId(), "predicate");
      Check.required(
          key.getRole() != Key.Role.ROLE_UNSPECIFIED,
          AT + "role",
          "PIPELINE, RELEASE_MANAGER, UPDATE_ASSEMBLER, RESIDENCY_OFFICER, SUPERVISOR, REBUILDER or AUDITOR");
      Check.required(key.getOwner(), AT + "owner");
    } else {
      Check.required(
          key.getAction() != Key.Action.ACTION_UNSPECIFIED,
          AT + "action",
          "REGISTER, ROTATE, RETIRE or REVOKE");
      Check.absent(key.getSpki().isEmpty(), AT + "spki", "none for " + key.getAction());
    }
    Check.order(
        key.hasNotBefore(),
        key.getNotBefore(),
        key.hasNotAfter(),
        key.getNotAfter(),
        AT + "notAfter");
    if (key.getAction() == Key.Action.ROTATE) {
      if (!KeyIds.isWellFormed(key.getReplaces())) {
        throw Reason.KEY_ID_FORMAT.refuse(AT + "replaces", key.getReplaces(), "64 hex digits");
      }
    } else {
      Check.absent(key.getReplaces().isEmpty(), AT + "replaces", "none but for ROTATE");
    }
    if (key.getAction() == Key.Action.REVOKE) {
      Check.required(key.getReason(), AT + "reason");
    }
  }

  @Override
  public void admit(Admitting admitting, Key key) throws RejectionException {
    admitting.requireRootQuorum();
    switch (key.getAction()) {
      case REGISTER -> register(admitting, key);
      case ROTATE -> rotate(admitting, key);
      case RETIRE -> end(admitting, key.getKeyId(), Status.RETIRED, AT + "keyId");
      default -> end(admitting, key.getKeyId(), Status.REVOKED, AT + "keyId");
    }
    admitting.rows().add(LookupKeys.key(key.getKeyId()));
  }

  private static void register(Admitting admitting, Key key) throws RejectionException {
    Optional<KeyState> before = admitting.state().key(key.getKeyId());
    if (before.isPresent()) {
      throw Reason.KEY_EXISTS.refuse(AT + "keyId", key.getKeyId(), "a key this log has never seen");
    }
    KeyState.Builder state =
        KeyState.newBuilder()
            .setSpki(key.getSpki())
            .setAlgorithm(key.getAlgorithm())
            .setRole(key.getRole())
            .setOwner(key.getOwner())
            .setStatus(Status.ACTIVE)
            .setSince(admitting.index());
    if (key.hasNotBefore()) {
      state.setNotBefore(key.getNotBefore().getSeconds());
    }
    if (key.hasNotAfter()) {
      state.setNotAfter(key.getNotAfter().getSeconds());
    }
    admitting.state().put(StateKeys.key(key.getKeyId()), state.build());
  }

  private static void rotate(Admitting admitting, Key key) throws RejectionException {
    KeyState old = end(admitting, key.getReplaces(), Status.RETIRED, AT + "replaces");
    if (!admitting.signers().contains(key.getReplaces())) {
      throw Reason.OLD_KEY_MISSING.refuse(
          "signatures", admitting.signers().roles(), "also key " + key.getReplaces());
    }
    if (old.getRole() != key.getRole()) {
      throw Reason.KEY_STATE.refuse(
          AT + "role", key.getRole().name(), old.getRole() + ", the old key's");
    }
    register(admitting, key);
    admitting.rows().add(LookupKeys.key(key.getReplaces()));
  }

  private static KeyState end(Admitting admitting, String keyId, Status status, String field)
      throws RejectionException {
    KeyState before =
        admitting
            .state()
            .key(keyId)
            .orElseThrow(
                () -> Reason.KEY_STATE.refuse(field, keyId + " unknown", "a registered key"));
    boolean allowed =
        !before.getRoot()
            && (before.getStatus() == Status.ACTIVE
                || (status == Status.REVOKED && before.getStatus() == Status.RETIRED));
    if (!allowed) {
      String is = before.getRoot() ? "root" : before.getStatus().name();
      throw Reason.KEY_STATE.refuse(field, keyId + " " + is, "a registered key in force");
    }
    admitting
        .state()
        .put(
            StateKeys.key(keyId),
            before.toBuilder().setStatus(status).setSince(admitting.index()).build());
    return before;
  }
}
