package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.buildByKey;
import static dev.vitrine.admission.Bent.key;
import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import com.google.protobuf.ByteString;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Keys: what keeps and what breaks each rule. */
class KeyRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    registrations(table);
    material(table);
    rotations(table);
    ends(table);
    afterTheEnd(table);
    validity(table);
    form(table);
  }

  private static void registrations(Rules table) {
    table.accept(
        List.of(Reason.KEY_EXISTS, Reason.ROOT_QUORUM, Reason.KEY_MATERIAL, Reason.BASE64),
        "second pipeline key",
        key((l, k) -> {}));
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
                l.registration(Role.PIPELINE, TestLog.key(50), "example-vendor").build(),
                List.of(subject("k")),
                l.roots.get(0)));
  }

  private static void material(Rules table) {
    table.refuse(
        Reason.KEY_MATERIAL, "id of another key", key((l, k) -> k.setKeyId(sha256("other"))));
    table.refuse(
        Reason.KEY_MATERIAL,
        "key for another algorithm",
        key((l, k) -> k.setAlgorithm(Key.Algorithm.ML_DSA_44)));
    table.refuse(Reason.FIELD_REQUIRED, "key for no algorithm", key((l, k) -> k.clearAlgorithm()));
    table.refuse(Reason.KEY_ID_FORMAT, "key by a nickname", key((l, k) -> k.setKeyId("mine")));
  }

  private static void rotations(Rules table) {
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
        Reason.KEY_EXISTS,
        "rotation into a key that is there",
        (l, r) -> {
          l.mustAppend(l.register(Role.PIPELINE, TestLog.key(50), "example-vendor"));
          return l.key(rotation(l, Role.PIPELINE).build(), l.key(Role.PIPELINE));
        });
    table.refuse(
        Reason.KEY_ID_FORMAT,
        "rotation from nothing",
        (l, r) -> l.key(rotation(l, Role.PIPELINE).clearReplaces().build(), l.key(Role.PIPELINE)));
    table.refuse(
        Reason.FIELD_FORBIDDEN,
        "registration that replaces a key",
        key((l, k) -> k.setReplaces(id(l.key(Role.PIPELINE)))));
    table.refuse(
        Reason.ROOT_QUORUM,
        "rotation by the old key alone",
        (l, r) -> {
          Key.Builder rotation = rotation(l, Role.PIPELINE);
          rotation.getCommonBuilder().setIssuer(id(l.key(Role.PIPELINE)));
          return sign(Kind.KEY, rotation.build(), List.of(subject("k")), l.key(Role.PIPELINE));
        });
  }

  private static void ends(Rules table) {
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
        "retirement of a retired key",
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.RETIRE)));
          return l.key(ending(l, Key.Action.RETIRE));
        });
    table.refuse(
        Reason.KEY_STATE,
        "retirement of a key of nobody",
        revocation((l, k) -> k.setAction(Key.Action.RETIRE).setKeyId(sha256("nobody"))));
    table.refuse(
        Reason.KEY_STATE,
        "revocation of a root key",
        revocation((l, k) -> k.setKeyId(id(l.roots.get(2)))));
    table.refuse(
        Reason.FIELD_REQUIRED, "revocation without reason", revocation((l, k) -> k.clearReason()));
    table.refuse(
        Reason.FIELD_FORBIDDEN,
        "revocation that brings a key",
        revocation(
            (l, k) -> k.setSpki(ByteString.copyFrom(TestLog.key(50).verifyingKey().spki()))));
  }

  private static void afterTheEnd(Rules table) {
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
          l.keys.put(Role.PIPELINE, TestLog.key(50));
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
        Reason.KEY_REVOKED,
        "build by another key after a revocation",
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.REVOKE)));
          return buildByKey((x, k) -> {}).make(l, r);
        });
  }

  private static void validity(Rules table) {
    table.refuse(
        Reason.KEY_NOT_VALID,
        "key that is not valid any more",
        buildByKey((l, k) -> k.setNotAfter(Times.of(l.now.minusSeconds(1)))));
    table.accept(
        Reason.KEY_NOT_VALID,
        "key in its last second",
        buildByKey((l, k) -> k.setNotAfter(Times.of(l.now))));
    table.refuse(
        Reason.KEY_NOT_VALID,
        "key that is not valid yet",
        buildByKey((l, k) -> k.setNotBefore(Times.of(l.now.plusSeconds(1)))));
    table.accept(
        Reason.KEY_NOT_VALID,
        "key in its first second",
        buildByKey((l, k) -> k.setNotBefore(Times.of(l.now))));
    table.refuse(
        Reason.TIME_ORDER,
        "key whose end is before its begin",
        key(
            (l, k) ->
                k.setNotBefore(Times.of(l.now)).setNotAfter(Times.of(l.now.minusSeconds(1)))));
  }

  private static void form(Rules table) {
    table.refuse(Reason.FIELD_REQUIRED, "key without role", key((l, k) -> k.clearRole()));
    table.refuse(Reason.FIELD_REQUIRED, "key of nobody", key((l, k) -> k.clearOwner()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "key record that does nothing",
        revocation((l, k) -> k.clearAction()));
  }

  private static Key.Builder rotation(TestLog l, Role role) {
    return l.registration(role, TestLog.key(50), "example-vendor")
        .setAction(Key.Action.ROTATE)
        .setReplaces(id(l.key(Role.PIPELINE)));
  }

  /** A bent revocation of the pipeline's key. */
  private static Rules.Last revocation(Bent.Bend<Key.Builder> bend) {
    return (l, r) -> {
      Key.Builder revocation = ending(l, Key.Action.REVOKE).toBuilder();
      bend.bend(l, revocation);
      return l.key(revocation.build());
    };
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
