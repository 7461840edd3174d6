package dev.vitrine.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/operations.md and the code name the same events and metrics. */
class DocumentTest {
  @Test
  void document_metrics_sameNamesAndMeanings() throws Exception {
    assertThat(rows("^\\| `(vitrine\\.[a-z.]+)` \\| (.*) \\|$"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values()).map(m -> m.key() + " " + m.meaning()).toList());
  }

  @Test
  void document_events_sameNames() throws Exception {
    assertThat(rows("^\\| `([A-Z_]+)` \\| ()(?:info|warn|error) \\|.*\\|$"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Event.values()).map(e -> e.name() + " ").toList());
  }

  private static List<String> rows(String pattern) throws Exception {
    Pattern row = Pattern.compile(pattern);
    Path file = Path.of(System.getProperty("vitrine.root"), "docs", "operations.md");
    return Files.readAllLines(file).stream()
        .map(row::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1) + " " + m.group(2))
        .toList();
  }
}
