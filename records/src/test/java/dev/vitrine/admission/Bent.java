package dev.vitrine.admission;

import dev.vitrine.v1.Build;
import dev.vitrine.v1.CodeSignature;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.ReleaseReconciliation;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.Withdrawal;
import java.util.List;

/**
 * The shape that most rows have: a good record of its kind, after what it needs in the log, changed
 * in one place before it is signed.
 */
final class Bent {
  /** The change. */
  interface Bend<B> {
    void bend(TestLog log, B record) throws Exception;
  }

  private static final List<State> STEPS =
      List.of(State.PLANNED, State.STARTED, State.COMPLETED, State.SOURCE_DISPOSED);

  private Bent() {}

  static Rules.Last build(Bend<Build.Builder> bend) {
    return (l, r) -> {
      Build.Builder build = r.build("p", "1");
      bend.bend(l, build);
      return r.signed(build);
    };
  }

  /** A build of these artefacts. */
  static Rules.Last subjects(Subject... subjects) {
    return (l, r) -> r.signed(r.build("p", "1"), subjects);
  }

  /** The common fields of a build. */
  static Rules.Last common(Bend<Common.Builder> bend) {
    return build((l, b) -> bend.bend(l, b.getCommonBuilder()));
  }

  /** A document that a build names and that is there. */
  static Rules.Last evidence(Bend<Evidence.Builder> bend) {
    return build(
        (l, b) -> {
          Evidence.Builder sbom =
              l.upload("sbom", "application/spdx+json", new byte[3]).toBuilder();
          bend.bend(l, sbom);
          b.setSbom(sbom);
        });
  }

  /** The code signature of a build, unchecked and beside its file. */
  static Rules.Last codeSignature(Bend<CodeSignature.Builder> bend) {
    return build(
        (l, b) -> {
          CodeSignature.Builder signature =
              CodeSignature.newBuilder()
                  .setFormat(CodeSignature.Format.AUTHENTICODE)
                  .setVerification(CodeSignature.Verification.UNCHECKED);
          bend.bend(l, signature);
          b.setCodeSignature(signature);
        });
  }

  static Rules.Last update(Bend<DetectionUpdate.Builder> bend) {
    return (l, r) -> {
      DetectionUpdate.Builder update = r.update("s");
      bend.bend(l, update);
      return r.signed(update);
    };
  }

  /** The second update of a stream. */
  static Rules.Last secondUpdate(Bend<DetectionUpdate.Builder> bend) {
    return (l, r) -> {
      l.mustAppend(r.signed(r.update("s")));
      return update(bend).make(l, r);
    };
  }

  /** A step of a relocation after those that lead to it. */
  static Rules.Last relocation(State step, Bend<DataRelocation.Builder> bend) {
    return (l, r) -> {
      int before = STEPS.contains(step) ? STEPS.indexOf(step) : 1;
      for (State done : STEPS.subList(0, before)) {
        l.mustAppend(r.signed(r.relocation("m", done)));
      }
      DataRelocation.Builder relocation = r.relocation("m", step);
      bend.bend(l, relocation);
      return r.signed(relocation);
    };
  }

  /** A good rebuild of a build with one file, named a. */
  static Rules.Last rebuild(Bend<Rebuild.Builder> bend) {
    return (l, r) -> {
      Rebuild.Builder rebuild = r.rebuild(r.built("a"), "a");
      bend.bend(l, rebuild);
      return r.signed(rebuild);
    };
  }

  /** A withdrawal of a build, by the key of one role. */
  static Rules.Last withdrawal(Role role, Bend<Withdrawal.Builder> bend) {
    return (l, r) -> {
      Withdrawal.Builder withdrawal = r.withdrawal(l.key(role)).setTarget(l.ref(r.built("a")));
      bend.bend(l, withdrawal);
      return r.signed(withdrawal, l.key(role));
    };
  }

  /** The registration of a second pipeline key. */
  static Rules.Last key(Bend<Key.Builder> bend) {
    return (l, r) -> {
      Key.Builder registration = l.registration(Role.PIPELINE, TestLog.key(50), "example-vendor");
      bend.bend(l, registration);
      return l.key(registration.build());
    };
  }

  /** A build by a pipeline key whose registration is changed. */
  static Rules.Last buildByKey(Bend<Key.Builder> bend) {
    return (l, r) -> {
      l.mustAppend(key(bend).make(l, r));
      l.keys.put(Role.PIPELINE, TestLog.key(50));
      return r.signed(r.build("p", "1"));
    };
  }

  /** A countersignature of the policy. */
  static Rules.Last countersign(Bend<Countersign.Builder> bend) {
    return (l, r) -> {
      Countersign.Builder countersign = r.countersign().addTargets(l.ref(0));
      bend.bend(l, countersign);
      return r.signed(countersign);
    };
  }

  /** A second policy like the first. */
  static Rules.Last policy(Bend<Policy.Builder> bend) {
    return (l, r) -> {
      Policy.Builder policy = l.policyMessage();
      bend.bend(l, policy);
      return l.policy(policy.build());
    };
  }

  /** A reconciliation of a day without releases. */
  static Rules.Last reconciliation(Bend<ReleaseReconciliation.Builder> bend) {
    return (l, r) -> {
      ReleaseReconciliation.Builder reconciliation = r.reconciliation("2026-11-23");
      bend.bend(l, reconciliation);
      return r.signed(reconciliation);
    };
  }
}
