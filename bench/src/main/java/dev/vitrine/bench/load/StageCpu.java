package dev.vitrine.bench.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * CPU seconds of a server by stage, as its {@code /metrics} tells them; empty where it tells none.
 */
public record StageCpu(Map<String, Double> seconds) {

  public static final StageCpu NONE = new StageCpu(Map.of());

  private static final Pattern LINE =
      Pattern.compile(
          "^vitrine_cpu_seconds_total\\{stage=\"([a-z]+)\",?} ([0-9.E+-]+)$", Pattern.MULTILINE);

  public StageCpu {
    seconds = Map.copyOf(seconds);
  }

  /** Reads the Prometheus text format. */
  public static StageCpu parse(String metrics) {
    Map<String, Double> seconds = new TreeMap<>();
    Matcher line = LINE.matcher(metrics);
    while (line.find()) {
      seconds.put(line.group(1), Double.parseDouble(line.group(2)));
    }
    return new StageCpu(seconds);
  }

  /** What was used since an earlier reading. */
  public StageCpu since(StageCpu earlier) {
    Map<String, Double> used = new TreeMap<>();
    seconds.forEach(
        (stage, now) -> used.put(stage, now - earlier.seconds.getOrDefault(stage, 0.0)));
    return new StageCpu(used);
  }

  public double micros(String stage) {
    return seconds.getOrDefault(stage, 0.0) * 1e6;
  }

  public double totalMicros() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum() * 1e6;
  }
}
