package dev.vitrine.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class WitnessRequestFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void requestBody_anyBytes_areRefusedOrEncodeBack(byte[] input) {
    try {
      assertThat(AddCheckpointRequest.parse(input).encode()).isEqualTo(input);
    } catch (RequestFormatException e) {
      assertThat(e).hasMessageStartingWith("add-checkpoint: ");
    }
    try {
      assertThat(SignSubtreeRequest.parse(input).encode()).isEqualTo(input);
    } catch (RequestFormatException e) {
      assertThat(e).hasMessageStartingWith("sign-subtree: ");
    }
  }
}
