package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashSet;
import java.util.Set;

class PolicyFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void policy_anyBytes_areRefusedOrMeetTheirQuorumWithAllWitnesses(byte[] input) {
    try {
      Policy policy = Policy.parse(input);
      Set<String> all = new HashSet<>();
      policy.witnesses().forEach(witness -> all.add(witness.name()));
      assertThat(policy.quorumMet(all)).isTrue();
      assertThat(policy.quorumMet(Set.of())).isEqualTo(policy.quorum().isEmpty());
    } catch (PolicyFormatException e) {
      assertThat(e).hasMessageStartingWith("policy");
    }
  }
}
