package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.PackageExample;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
  /** The package's worked example. */
  @Test
  void print_asTextAndJson_isTheExample() throws Exception {
    Answer answer =
        Answer.of("VERIFIED", "entry 7 is in the log")
            .fact("leafHash", "00ff")
            .fact("signers", List.of("A", "B"))
            .notProven("that it is harmless");
    StringWriter text = new StringWriter();
    answer.print(new PrintWriter(text), false);
    answer.print(new PrintWriter(text), true);
    assertThat(text.toString().lines()).containsExactlyElementsOf(PackageExample.of(Answer.class));
  }
}
