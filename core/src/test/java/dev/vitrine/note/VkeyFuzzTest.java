package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class VkeyFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void key_anyText_isRefusedOrEncodesBack(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      assertThat(VerifierKey.parse(text)).hasToString(text);
    } catch (NoteFormatException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
    try {
      assertThat(SignerKey.parse(text).encodePrivate()).isEqualTo(text);
    } catch (NoteFormatException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }
}
