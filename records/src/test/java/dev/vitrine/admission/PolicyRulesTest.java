package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.policy;
import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.rootKey;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.KindRule;
import dev.vitrine.v1.Need;
import dev.vitrine.v1.Policy;
import java.util.List;

/** Policies: what keeps and what breaks each rule. */
class PolicyRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    first(table);
    origin(table);
    quorums(table);
    handover(table);
    rules(table);
    sizes(table);
    rootKeys(table);
  }

  private static void origin(Rules table) {
    table.accept(
        List.of(Reason.POLICY_ORIGIN, Reason.ROOT_QUORUM), "second policy", policy((l, p) -> {}));
    table.refuse(
        Reason.POLICY_ORIGIN,
        "policy for another log",
        policy((l, p) -> p.setOrigin("other.example/log")));
    table.refuse(Reason.FIELD_REQUIRED, "policy for no log", policy((l, p) -> p.clearOrigin()));
  }

  private static void quorums(Rules table) {
    table.refuse(
        Reason.ROOT_QUORUM,
        "policy by one root key",
        (l, r) -> by(l.policyMessage(), l.roots.get(0)));
    table.refuse(
        Reason.ROOT_QUORUM,
        "policy whose own root keys did not sign",
        (l, r) -> l.policy(successor(l).build()));
    table.refuse(Reason.FIELD_RANGE, "quorum out of reach", policy((l, p) -> p.setRootQuorum(4)));
    table.refuse(Reason.FIELD_RANGE, "quorum of nobody", policy((l, p) -> p.setRootQuorum(0)));
    table.accept(
        Reason.FIELD_RANGE,
        "quorum of all root keys",
        (l, r) ->
            by(l.policyMessage().setRootQuorum(3), l.roots.get(0), l.roots.get(1), l.roots.get(2)));
  }

  private static void handover(Rules table) {
    table.accept(
        Reason.ROOT_QUORUM,
        "policy that hands over to a new root key which signs too",
        (l, r) -> handover(l));
    table.refuse(
        Reason.KEY_RETIRED,
        "old root keys after a handover",
        (l, r) -> {
          l.mustAppend(handover(l));
          return l.register(Role.PIPELINE, key(71), "v");
        });
    table.refuse(
        Reason.KEY_EXISTS,
        "policy that makes a pipeline key a root key",
        (l, r) ->
            by(
                l.policyMessage().addRootKeys(rootKey(l.key(Role.PIPELINE))),
                l.roots.get(0),
                l.roots.get(1)));
  }

  private static Policy.Builder successor(TestLog log) {
    return log.policyMessage().clearRootKeys().addRootKeys(rootKey(key(70))).setRootQuorum(1);
  }

  private static Envelope handover(TestLog log) {
    return by(successor(log), log.roots.get(0), log.roots.get(1), key(70));
  }

  private static Envelope by(Policy.Builder policy, SigningKey... keys) {
    return sign(Kind.POLICY, policy.build(), List.of(subject("policy")), keys);
  }

  private static void rules(Rules table) {
    KindRule.Builder twoAssemblers = rule("detection-update", Role.UPDATE_ASSEMBLER, 2);
    table.refuse(
        Reason.ROLE_MISSING,
        "policy that asks for two assemblers",
        (l, r) -> {
          l.mustAppend(l.policy(l.policyMessage().addRules(twoAssemblers).build()));
          return r.signed(r.update("s"));
        });
    table.refuse(
        Reason.FIELD_FORMAT,
        "policy with a rule for keys",
        policy((l, p) -> p.addRules(rule("key", Role.PIPELINE, 1))));
    table.refuse(
        Reason.FIELD_FORBIDDEN,
        "two rules for one kind",
        policy((l, p) -> p.addRules(twoAssemblers).addRules(twoAssemblers)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "rule that asks for nothing",
        policy((l, p) -> p.addRules(KindRule.newBuilder().setKind("build"))));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "rule that asks for no role",
        policy(
            (l, p) ->
                p.addRules(
                    KindRule.newBuilder()
                        .setKind("build")
                        .addNeeds(Need.newBuilder().setCount(1)))));
    for (int count : new int[] {0, 11}) {
      table.refuse(
          Reason.FIELD_RANGE,
          "rule that asks for " + count + " pipelines",
          policy((l, p) -> p.addRules(rule("build", Role.PIPELINE, count))));
    }
  }

  private static KindRule.Builder rule(String kind, Role role, int count) {
    return KindRule.newBuilder()
        .setKind(kind)
        .addNeeds(Need.newBuilder().addAnyOf(role).setCount(count));
  }

  private static void sizes(Rules table) {
    table.refuse(
        Reason.ENTRY_SIZE,
        "entry longer than the policy allows",
        (l, r) -> r.signed(r.build("p", "1").setRespinReason("x".repeat(17_000))));
    table.accept(
        Reason.ENTRY_SIZE,
        "entry as long as a wider policy allows",
        (l, r) -> {
          l.mustAppend(l.policy(l.policyMessage().setMaxEntrySize(32_768).build()));
          return r.signed(r.build("p", "1").setRespinReason("x".repeat(17_000)));
        });
    table.accept(
        Reason.ENTRY_SIZE,
        "entry of 65,535 bytes",
        (l, r) -> {
          l.mustAppend(l.policy(l.policyMessage().setMaxEntrySize(65_535).build()));
          Build.Builder build = r.build("p", "1").setRespinReason("x".repeat(60_000));
          int missing = 65_535 - r.signed(build).encode().length;
          return r.signed(build.setRespinReason("x".repeat(60_000 + missing)));
        });
    for (int size : new int[] {1023, 65_536}) {
      table.refuse(
          Reason.FIELD_RANGE,
          "entries of at most " + size + " bytes",
          policy((l, p) -> p.setMaxEntrySize(size)));
    }
  }

  private static void rootKeys(Rules table) {
    table.refuse(
        Reason.KEY_MATERIAL,
        "root key by another's id",
        policy((l, p) -> p.getRootKeysBuilder(2).setKeyId(sha256("other"))));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "root key of nobody",
        policy((l, p) -> p.getRootKeysBuilder(2).clearOwner()));
    table.refuse(
        Reason.FIELD_FORBIDDEN,
        "one root key twice",
        policy((l, p) -> p.addRootKeys(rootKey(l.roots.get(0)))));
  }

  private static void first(Rules table) {
    table.accept(
        List.of(Reason.POLICY_MISSING),
        "policy as the first entry",
        TestLog::empty,
        (l, r) -> l.policy(l.policyMessage().build()));
    table.refuse(
        Reason.POLICY_MISSING,
        "key as the first entry",
        TestLog::empty,
        (l, r) -> l.register(Role.PIPELINE, key(5), "v"));
    table.refuse(
        Reason.POLICY_MISSING,
        "build as the first entry",
        TestLog::empty,
        (l, r) -> r.signed(r.build("p", "1")));
    table.refuse(
        Reason.ROOT_QUORUM,
        "first policy by one of its own root keys",
        TestLog::empty,
        (l, r) -> by(l.policyMessage(), l.roots.get(0)));
    TestLog log = TestLog.empty();
    Envelope policy = log.policy(log.policyMessage().build());
    table.accept(
        List.of(Reason.POLICY_MISMATCH),
        "policy as configured",
        () -> TestLog.pinned(Hash.of(Digests.sha256(policy.payload()))),
        (l, r) -> policy);
    table.refuse(
        Reason.POLICY_MISMATCH,
        "other policy than configured",
        () -> TestLog.pinned(Hash.EMPTY_ROOT),
        (l, r) -> policy);
  }
}
