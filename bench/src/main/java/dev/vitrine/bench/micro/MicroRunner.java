package dev.vitrine.bench.micro;

import dev.vitrine.bench.micro.Round.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs every benchmark in its own JVM. JMH takes them in the order of their names, so that the two
 * sides of a ratio, which are in one class, are measured seconds apart.
 *
 * @param filter regular expression that a benchmark's name must contain
 */
record MicroRunner(String filter, boolean quick) {

  Round round() throws RunnerException {
    Map<String, Score> scores = new TreeMap<>();
    for (RunResult result : new Runner(options()).run()) {
      scores.put(name(result), score(result));
    }
    return new Round(scores);
  }

  private Options options() {
    return new OptionsBuilder()
        .include("\\.micro\\..*" + filter)
        .forks(1)
        .jvmArgsAppend("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC")
        .warmupIterations(quick ? 2 : 4)
        .warmupTime(TimeValue.milliseconds(300))
        .measurementIterations(quick ? 5 : 12)
        .measurementTime(TimeValue.milliseconds(200))
        .addProfiler(GCProfiler.class)
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  private static String name(RunResult result) {
    String[] path = result.getParams().getBenchmark().split("\\.");
    String name = path[path.length - 2] + "." + path[path.length - 1];
    List<String> parameters = new ArrayList<>();
    for (String key : result.getParams().getParamsKeys()) {
      parameters.add(result.getParams().getParam(key));
    }
    return parameters.isEmpty() ? name : name + ":" + String.join(",", parameters);
  }

  private static Score score(RunResult result) {
    Result<?> primary = result.getPrimaryResult();
    Statistics statistics = primary.getStatistics();
    double unit = primary.getScoreUnit().startsWith("us") ? 1000 : 1;
    return new Score(
        statistics.getPercentile(50) * unit,
        statistics.getMin() * unit,
        statistics.getMax() * unit,
        allocated(result));
  }

  private static double allocated(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? Double.NaN : bytes.getScore();
  }
}
