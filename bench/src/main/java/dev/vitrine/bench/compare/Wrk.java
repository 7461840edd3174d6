package dev.vitrine.bench.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The wrk load generator with one thread, which asks for a list of paths in turn.
 *
 * @param binary where it is installed
 * @param seconds of one run
 */
record Wrk(Path binary, int connections, int seconds) {

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern ERRORS =
      Pattern.compile("Non-2xx or 3xx responses: .*|Socket errors: .*");

  /** Requests a second. */
  double rate(String url, List<String> paths, Path work) throws IOException, InterruptedException {
    Path script = Files.writeString(work.resolve("paths.lua"), script(paths));
    Process process =
        new ProcessBuilder(
                binary.toString(),
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                "-s",
                script.toString(),
                url)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return parse(output);
  }

  static String script(List<String> paths) {
    StringBuilder lua = new StringBuilder("local paths = {\n");
    paths.forEach(path -> lua.append("  \"").append(path).append("\",\n"));
    return lua.append(
            """
            }
            local requests = {}
            local turn = 0
            function init(args)
              for i, path in ipairs(paths) do requests[i] = wrk.format("GET", path) end
            end
            function request()
              turn = turn % #requests + 1
              return requests[turn]
            end
            """)
        .toString();
  }

  /**
   * @throws IOException if the output has no rate, or tells of failed requests
   */
  static double parse(String output) throws IOException {
    Matcher errors = ERRORS.matcher(output);
    if (errors.find()) {
      throw new IOException("wrk: " + errors.group() + " (expected: none)");
    }
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IOException("wrk: no rate in its output:\n" + output);
    }
    return Double.parseDouble(rate.group(1));
  }
}
