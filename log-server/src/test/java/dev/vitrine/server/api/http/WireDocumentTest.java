package dev.vitrine.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.api.Reason;
import dev.vitrine.server.observe.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/wire.md and docs/metrics.md say what the code does, and no more. */
final class WireDocumentTest {

  private static List<String> lines(String document) throws IOException {
    return Files.readAllLines(Path.of(System.getProperty("vitrine.root"), "docs", document));
  }

  @Test
  void reasons_areDocumentedWithTheirStatuses() throws Exception {
    List<String> rows =
        lines("wire.md").stream()
            .filter(line -> line.matches("\\| `[A-Z_]+` \\| [A-Z_]+ \\| [0-9]+ \\|.*"))
            .map(line -> String.join("|", Arrays.copyOf(line.replace("`", "").split(" *\\| *"), 4)))
            .toList();
    List<String> reasons =
        Stream.of(Reason.values())
            .map(r -> "|" + r.name() + "|" + r.grpcCode() + "|" + r.httpStatus())
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(reasons);
  }

  @Test
  void paths_areDocumented() throws Exception {
    String text = String.join("\n", lines("wire.md"));

    for (String path : HttpApi.PATHS) {
      assertThat(text).as(path).containsPattern("(GET|POST) " + path + "[`?]");
    }
  }

  @Test
  void metrics_areDocumentedWithTheirMeaning() throws Exception {
    List<String> rows =
        lines("metrics.md").stream()
            .filter(line -> line.startsWith("| `vitrine."))
            .map(line -> line.replace("`", "").split(" *\\| *"))
            .map(cells -> cells[1] + ": " + cells[cells.length - 1])
            .toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Metric.values()).map(m -> m.key() + ": " + m.meaning()).toList());
  }
}
