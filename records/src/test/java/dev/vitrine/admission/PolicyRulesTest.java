package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.KindRule;
import dev.vitrine.v1.Need;
import java.util.List;

/** Policies: what keeps and what breaks each rule. */
class PolicyRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.POLICY_ORIGIN, Reason.ROOT_QUORUM),
        "second policy",
        (l, r) -> l.policy(l.policyMessage().build()));
    table.refuse(
        Reason.POLICY_ORIGIN,
        "policy for another log",
        (l, r) -> l.policy(l.policyMessage().setOrigin("other.example/log").build()));
    table.refuse(
        Reason.ROOT_QUORUM,
        "policy by one root key",
        (l, r) ->
            sign(
                Kind.POLICY,
                l.policyMessage().build(),
                List.of(subject("policy")),
                l.roots.get(0)));
    table.refuse(
        Reason.ROOT_QUORUM,
        "policy whose own root keys did not sign",
        (l, r) ->
            l.policy(
                l.policyMessage()
                    .clearRootKeys()
                    .addRootKeys(TestLog.rootKey(key(70)))
                    .setRootQuorum(1)
                    .build()));
    table.accept(
        Reason.ROOT_QUORUM,
        "policy that hands over to a new root key which signs too",
        (l, r) ->
            sign(
                Kind.POLICY,
                l.policyMessage()
                    .clearRootKeys()
                    .addRootKeys(TestLog.rootKey(key(70)))
                    .setRootQuorum(1)
                    .build(),
                List.of(subject("policy")),
                l.roots.get(0),
                l.roots.get(1),
                key(70)));
    table.refuse(
        Reason.KEY_RETIRED,
        "old root keys after a handover",
        (l, r) -> {
          l.mustAppend(
              sign(
                  Kind.POLICY,
                  l.policyMessage()
                      .clearRootKeys()
                      .addRootKeys(TestLog.rootKey(key(70)))
                      .setRootQuorum(1)
                      .build(),
                  List.of(subject("policy")),
                  l.roots.get(0),
                  l.roots.get(1),
                  key(70)));
          return l.register(Role.PIPELINE, key(71), "v");
        });
    table.refuse(
        Reason.FIELD_RANGE,
        "quorum out of reach",
        (l, r) -> l.policy(l.policyMessage().setRootQuorum(4).build()));
    table.refuse(
        Reason.ROLE_MISSING,
        "policy that asks for two assemblers",
        (l, r) -> {
          l.mustAppend(
              l.policy(
                  l.policyMessage()
                      .addRules(
                          KindRule.newBuilder()
                              .setKind("detection-update")
                              .addNeeds(
                                  Need.newBuilder().addAnyOf(Role.UPDATE_ASSEMBLER).setCount(2)))
                      .build()));
          return r.signed(r.update("s"));
        });
    table.refuse(
        Reason.FIELD_FORMAT,
        "policy with a rule for keys",
        (l, r) ->
            l.policy(l.policyMessage().addRules(KindRule.newBuilder().setKind("key")).build()));
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
        Reason.FIELD_RANGE,
        "quorum of all root keys",
        (l, r) ->
            sign(
                Kind.POLICY,
                l.policyMessage().setRootQuorum(3).build(),
                List.of(subject("policy")),
                l.roots.get(0),
                l.roots.get(1),
                l.roots.get(2)));
    first(table);
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
