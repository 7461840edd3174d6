package dev.vitrine.admission;

import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.KeyState;
import dev.vitrine.v1.KeyState.Status;
import dev.vitrine.v1.KindRule;
import dev.vitrine.v1.Need;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.PolicyState;
import dev.vitrine.v1.RootKey;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Policies: signed by the root quorum in force and by the quorum that the new policy names, so that
 * no policy can enter that nobody could ever replace.
 */
final class PolicyRules implements KindRules<Policy> {
  static final int DEFAULT_MAX_ENTRY_SIZE = 16_384;

  private static final String AT = "predicate.";
  private static final int MAX_NEED = 10;

  @Override
  public Documents documents(Policy policy) {
    return new Documents().addAll(policy.getSchemasList(), AT + "schemas");
  }

  @Override
  public void check(Statement statement, Policy policy, BlobView blobs) throws RejectionException {
    Check.required(policy.getOrigin(), AT + "origin");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < policy.getRootKeysCount(); i++) {
      RootKey key = policy.getRootKeys(i);
      String at = AT + "rootKeys[" + i + "]";
      Signing.check(key.getAlgorithm(), key.getSpki().toByteArray(), key.getKeyId(), at);
      Check.required(key.getOwner(), at + ".owner");
      Check.absent(ids.add(key.getKeyId()), at + ".keyId", "each root key once");
    }
    Check.range(policy.getRootQuorum(), 1, policy.getRootKeysCount(), AT + "rootQuorum");
    if (policy.getMaxEntrySize() != 0) {
      Check.range(
          policy.getMaxEntrySize(), 1024, OpenAdmission.MAX_ENTRY_LENGTH, AT + "maxEntrySize");
    }
    Set<String> kinds = new HashSet<>();
    for (int i = 0; i < policy.getRulesCount(); i++) {
      String at = AT + "rules[" + i + "]";
      checkRule(policy.getRules(i), at);
      Check.absent(kinds.add(policy.getRules(i).getKind()), at + ".kind", "each kind once");
    }
  }

  private static void checkRule(KindRule rule, String at) throws RejectionException {
    Optional<Kind> kind = Kind.ofId(rule.getKind()).filter(Needs::isConfigurable);
    if (kind.isEmpty()) {
      throw Reason.FIELD_FORMAT.refuse(
          at + ".kind", rule.getKind(), "a kind that is signed by roles");
    }
    Check.required(rule.getNeedsCount() > 0, at + ".needs", "at least one need");
    for (int i = 0; i < rule.getNeedsCount(); i++) {
      Need need = rule.getNeeds(i);
      Check.required(need.getAnyOfCount() > 0, at + ".needs[" + i + "].anyOf", "at least one role");
      Check.range(need.getCount(), 1, MAX_NEED, at + ".needs[" + i + "].count");
    }
  }

  @Override
  public void admit(Admitting admitting, Policy policy) throws RejectionException {
    admitting.requireRootQuorum();
    Optional<PolicyState> before = admitting.state().policy();
    long own =
        policy.getRootKeysList().stream()
            .filter(k -> admitting.signers().contains(k.getKeyId()))
            .count();
    if (own < policy.getRootQuorum()) {
      throw Reason.ROOT_QUORUM.refuse(
          "signatures", own + " of the new root keys", policy.getRootQuorum() + " of them");
    }
    if (before.isPresent()) {
      checkOrigin(before.get().getPolicy(), policy);
      retireOthers(admitting, before.get().getPolicy(), policy);
    }
    for (RootKey key : policy.getRootKeysList()) {
      registerRoot(admitting, key);
    }
    admitting
        .state()
        .put(
            StateKeys.policy(),
            PolicyState.newBuilder().setIndex(admitting.index()).setPolicy(policy).build());
  }

  private static void checkOrigin(Policy before, Policy policy) throws RejectionException {
    if (!before.getOrigin().equals(policy.getOrigin())) {
      throw Reason.POLICY_ORIGIN.refuse(AT + "origin", policy.getOrigin(), before.getOrigin());
    }
  }

  private static void retireOthers(Admitting admitting, Policy before, Policy policy) {
    for (RootKey old : before.getRootKeysList()) {
      boolean stays =
          policy.getRootKeysList().stream().anyMatch(k -> k.getKeyId().equals(old.getKeyId()));
      if (!stays) {
        admitting
            .state()
            .put(
                StateKeys.key(old.getKeyId()),
                root(old).setStatus(Status.RETIRED).setSince(admitting.index()).build());
      }
    }
  }

  private static void registerRoot(Admitting admitting, RootKey key) throws RejectionException {
    Optional<KeyState> before = admitting.state().key(key.getKeyId());
    boolean stays =
        before.isPresent()
            && before.get().getRoot()
            && before.get().getStatus() == Status.ACTIVE
            && before.get().getAlgorithm() == key.getAlgorithm();
    if (before.isPresent() && !stays) {
      throw Reason.KEY_EXISTS.refuse(
          AT + "rootKeys", key.getKeyId(), "a new key, or a root key in force");
    }
    if (!stays) {
      admitting
          .state()
          .put(StateKeys.key(key.getKeyId()), root(key).setSince(admitting.index()).build());
    }
    admitting.rows().add(LookupKeys.key(key.getKeyId()));
  }

  /** The state of a root key when its policy enters. */
  static KeyState.Builder root(RootKey key) {
    return KeyState.newBuilder()
        .setSpki(key.getSpki())
        .setAlgorithm(key.getAlgorithm())
        .setRole(Key.Role.ROLE_UNSPECIFIED)
        .setRoot(true)
        .setOwner(key.getOwner())
        .setStatus(Status.ACTIVE);
  }
}
