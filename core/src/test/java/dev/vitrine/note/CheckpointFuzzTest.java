package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class CheckpointFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void checkpoint_anyBytes_areRefusedOrEncodeBack(byte[] input) {
    try {
      assertThat(SignedCheckpoint.parse(input).encode()).isEqualTo(input);
    } catch (NoteFormatException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
    } catch (NoteFormatException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }
}
