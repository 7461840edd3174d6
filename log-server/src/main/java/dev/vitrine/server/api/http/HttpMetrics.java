package dev.vitrine.server.api.http;

import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times HTTP answers by route. */
final class HttpMetrics implements HttpObserver {

  private final Metrics metrics;
  private final Map<Route, Timer> timers = new EnumMap<>(Route.class);
  private final Map<Route, ConcurrentHashMap<Integer, Counter>> counters =
      new EnumMap<>(Route.class);

  HttpMetrics(Metrics metrics) {
    this.metrics = metrics;
    for (Route route : Route.values()) {
      timers.put(
          route,
          metrics.timer(Metric.REQUEST_SECONDS, "protocol", "http", "method", label(route)));
      counters.put(route, new ConcurrentHashMap<>());
    }
  }

  @Override
  public void answered(Route route, int status, long nanos) {
    timers.get(route).record(nanos, TimeUnit.NANOSECONDS);
    counters.get(route).computeIfAbsent(status, code -> counter(route, code)).increment();
  }

  private Counter counter(Route route, int status) {
    return metrics.counter(
        Metric.REQUESTS,
        "protocol",
        "http",
        "method",
        label(route),
        "code",
        Integer.toString(status));
  }

  private static String label(Route route) {
    return route.name().toLowerCase(Locale.ROOT);
  }
}
