package dev.vitrine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class ProofFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void proof_anyBytes_areRefusedOrEncodeBack(byte[] input) {
    try {
      assertThat(TlogProof.parse(input).encode()).isEqualTo(input);
    } catch (ProofFormatException e) {
      assertThat(e).hasMessageStartingWith("proof");
    }
  }
}
