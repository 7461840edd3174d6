package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

class NoteFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void note_anyBytes_areRefusedOrEncodeBack(byte[] input) {
    try {
      assertThat(SignedNote.parse(input).encode()).isEqualTo(input);
    } catch (NoteFormatException e) {
      assertThat(e).hasMessageMatching("(?s).+");
    }
  }
}
