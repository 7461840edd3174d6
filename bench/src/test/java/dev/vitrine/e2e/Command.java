package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.cli.Vitrine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One run of {@code vitrine}. */
record Command(int exitCode, String output, String errors) {
  static Command run(List<?> options, Object... arguments) {
    List<String> all = new ArrayList<>(Arrays.stream(arguments).map(Object::toString).toList());
    options.forEach(option -> all.add(option.toString()));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Vitrine.run(new PrintWriter(out), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Command(exitCode, out.toString(), err.toString());
  }

  /** Runs what must succeed. */
  static Command must(List<?> options, Object... arguments) {
    Command run = run(options, arguments);
    assertThat(run.exitCode).describedAs("%s: %s", List.of(arguments), run).isZero();
    return run;
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(output);
  }
}
