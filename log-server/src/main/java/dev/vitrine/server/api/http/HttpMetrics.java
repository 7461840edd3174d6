package dev.vitrine.server.api.http;

import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Counts and times HTTP answers by route. */
final class HttpMetrics implements HttpObserver {

  private final Metrics metrics;
  private final List<OfRoute> byRoute;

  private record OfRoute(Timer timer, ConcurrentHashMap<Integer, Counter> counters) {}

  HttpMetrics(Metrics metrics) {
    this.metrics = metrics;
    this.byRoute = Stream.of(Route.values()).map(this::meters).toList();
  }

  private OfRoute meters(Route route) {
    return new OfRoute(
        metrics.timer(Metric.REQUEST_SECONDS, "protocol", "http", "method", label(route)),
        new ConcurrentHashMap<>());
  }

  @Override
  public void answered(Route route, int status, long nanos) {
    OfRoute meters = byRoute.get(route.ordinal());
    meters.timer.record(nanos, TimeUnit.NANOSECONDS);
    meters.counters.computeIfAbsent(status, code -> counter(route, code)).increment();
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
