package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Keys: what keeps and what breaks each rule. */
class KeyRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.KEY_EXISTS, Reason.ROOT_QUORUM, Reason.KEY_MATERIAL, Reason.BASE64),
        "second pipeline key",
        (l, r) -> l.register(Role.PIPELINE, key(50), "example-vendor"));
    table.refuse(
        Reason.KEY_EXISTS,
        "key that is registered already",
        (l, r) -> l.register(Role.PIPELINE, l.key(Role.AUDITOR), "example-vendor"));
    table.refuse(
        Reason.ROOT_QUORUM,
        "key by one root key",
        (l, r) ->
            sign(
                Kind.KEY,
                l.registration(Role.PIPELINE, key(50), "example-vendor").build(),
                List.of(subject("k")),
                l.roots.get(0)));
    table.refuse(
        Reason.KEY_MATERIAL,
        "id of another key",
        (l, r) ->
            l.key(l.registration(Role.PIPELINE, key(50), "v").setKeyId(sha256("other")).build()));
    table.refuse(
        Reason.KEY_MATERIAL,
        "key for another algorithm",
        (l, r) ->
            l.key(
                l.registration(Role.PIPELINE, key(50), "v")
                    .setAlgorithm(Key.Algorithm.ML_DSA_44)
                    .build()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "key without role",
        (l, r) -> l.key(l.registration(Role.ROLE_UNSPECIFIED, key(50), "v").build()));
    table.accept(
        Reason.OLD_KEY_MISSING,
        "rotation signed by the old key",
        (l, r) -> l.key(rotation(l, Role.PIPELINE).build(), l.key(Role.PIPELINE)));
    table.refuse(
        Reason.OLD_KEY_MISSING,
        "rotation without the old key",
        (l, r) -> l.key(rotation(l, Role.PIPELINE).build()));
    table.refuse(
        Reason.KEY_STATE,
        "rotation into another role",
        (l, r) -> l.key(rotation(l, Role.SUPERVISOR).build(), l.key(Role.PIPELINE)));
    table.refuse(
        Reason.KEY_RETIRED,
        "build by a rotated key",
        (l, r) -> {
          l.mustAppend(l.key(rotation(l, Role.PIPELINE).build(), l.key(Role.PIPELINE)));
          return r.signed(r.build("p", "1"));
        });
    table.accept(
        Reason.KEY_RETIRED,
        "build by the key that took over",
        (l, r) -> {
          l.mustAppend(l.key(rotation(l, Role.PIPELINE).build(), l.key(Role.PIPELINE)));
          l.keys.put(Role.PIPELINE, key(50));
          return r.signed(r.build("p", "1"));
        });
    table.refuse(
        Reason.KEY_RETIRED,
        "build by a retired key",
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.RETIRE)));
          return r.signed(r.build("p", "1"));
        });
    table.refuse(
        Reason.KEY_REVOKED,
        "build by a revoked key",
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.REVOKE)));
          return r.signed(r.build("p", "1"));
        });
    table.accept(
        Reason.KEY_STATE,
        "revocation of a retired key",
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.RETIRE)));
          return l.key(ending(l, Key.Action.REVOKE));
        });
    table.refuse(
        Reason.KEY_STATE,
        "retirement of a revoked key",
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.REVOKE)));
          return l.key(ending(l, Key.Action.RETIRE));
        });
    table.refuse(
        Reason.KEY_STATE,
        "revocation of a root key",
        (l, r) ->
            l.key(ending(l, Key.Action.REVOKE).toBuilder().setKeyId(id(l.roots.get(2))).build()));
    table.refuse(
        Reason.KEY_NOT_VALID,
        "key that is not valid any more",
        (l, r) -> {
          l.keys.put(Role.PIPELINE, key(50));
          l.mustAppend(
              l.key(
                  l.registration(Role.PIPELINE, key(50), "v")
                      .setNotAfter(Times.of(l.now.minusSeconds(1)))
                      .build()));
          return r.signed(r.build("p", "1"));
        });

    table.accept(
        Reason.KEY_NOT_VALID,
        "key in its last second",
        (l, r) -> {
          l.keys.put(Role.PIPELINE, key(50));
          l.mustAppend(
              l.key(
                  l.registration(Role.PIPELINE, key(50), "v")
                      .setNotAfter(Times.of(l.now))
                      .build()));
          return r.signed(r.build("p", "1"));
        });
    table.accept(
        Reason.KEY_REVOKED,
        "build by another key after a revocation",
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.REVOKE)));
          l.mustAppend(l.register(Role.PIPELINE, key(50), "v"));
          l.keys.put(Role.PIPELINE, key(50));
          return r.signed(r.build("p", "1"));
        });
  }

  private static Key.Builder rotation(TestLog l, Role role) {
    return l.registration(role, key(50), "example-vendor")
        .setAction(Key.Action.ROTATE)
        .setReplaces(id(l.key(Role.PIPELINE)));
  }

  static Key ending(TestLog l, Key.Action action) {
    return Key.newBuilder()
        .setCommon(l.common(Kind.KEY, l.roots.get(0)))
        .setAction(action)
        .setKeyId(id(l.key(Role.PIPELINE)))
        .setReason("test")
        .build();
  }
}
