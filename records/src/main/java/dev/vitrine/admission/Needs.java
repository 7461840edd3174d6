package dev.vitrine.admission;

import dev.vitrine.record.Kind;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.KindRule;
import dev.vitrine.v1.Need;
import dev.vitrine.v1.Policy;
import java.util.List;
import java.util.Map;

/** Which signatures each kind asks for: the policy's rule, or else these. */
final class Needs {
  private static final Map<Kind, List<Need>> DEFAULTS =
      Map.of(
          Kind.BUILD, List.of(one(Role.PIPELINE), one(Role.RELEASE_MANAGER)),
          Kind.DETECTION_UPDATE, List.of(one(Role.UPDATE_ASSEMBLER)),
          Kind.DATA_RELOCATION, List.of(one(Role.RESIDENCY_OFFICER)),
          Kind.REBUILD, List.of(one(Role.REBUILDER)),
          Kind.COUNTERSIGN, List.of(one(Role.SUPERVISOR, Role.AUDITOR)),
          Kind.RELEASE_RECONCILIATION, List.of(one(Role.RELEASE_MANAGER)));

  private Needs() {}

  /** Whether a policy may set a rule for the kind: the others go by the root quorum. */
  static boolean isConfigurable(Kind kind) {
    return DEFAULTS.containsKey(kind);
  }

  static List<Need> of(Policy policy, Kind kind) {
    for (KindRule rule : policy.getRulesList()) {
      if (rule.getKind().equals(kind.id())) {
        return rule.getNeedsList();
      }
    }
    return DEFAULTS.getOrDefault(kind, List.of());
  }

  /** Refuses signers that do not meet every need of the kind. */
  static void check(Policy policy, Kind kind, Signers signers) throws RejectionException {
    for (Need need : of(policy, kind)) {
      if (signers.count(need.getAnyOfList()) < need.getCount()) {
        throw Reason.ROLE_MISSING.refuse(
            "signatures",
            signers.roles(),
            need.getCount() + " by " + need.getAnyOfList() + ", as " + kind.id() + " needs");
      }
    }
  }

  private static Need one(Role... roles) {
    return Need.newBuilder().addAllAnyOf(List.of(roles)).setCount(1).build();
  }
}
