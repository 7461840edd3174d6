package dev.vitrine.server.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** Makes the meters that {@link Metric} names, and prints them for Prometheus. */
public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  /** The registry holds what it asks weakly. */
  private final List<DoubleSupplier> counted = new CopyOnWriteArrayList<>();

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /**
   * A counter; asking again gives the same one.
   *
   * @param tags key, value, key, value, ...
   */
  public Counter counter(Metric metric, String... tags) {
    return Counter.builder(metric.key())
        .description(metric.meaning())
        .tags(tags)
        .register(registry);
  }

  /** A counter that is kept elsewhere and asked when it is read; it must never decrease. */
  public void counter(Metric metric, DoubleSupplier value, String... tags) {
    FunctionCounter.builder(metric.key(), value, DoubleSupplier::getAsDouble)
        .description(metric.meaning())
        .tags(tags)
        .register(registry);
    counted.add(value);
  }

  /** A timer; asking again gives the same one. */
  public Timer timer(Metric metric, String... tags) {
    return Timer.builder(metric.key())
        .description(metric.meaning())
        .tags(tags)
        .publishPercentileHistogram(false)
        .register(registry);
  }

  /** A distribution; asking again gives the same one. */
  public DistributionSummary summary(Metric metric, String... tags) {
    return DistributionSummary.builder(metric.key())
        .description(metric.meaning())
        .tags(tags)
        .register(registry);
  }

  /** A gauge that asks when it is read. */
  public void gauge(Metric metric, Supplier<Number> value, String... tags) {
    Gauge.builder(metric.key(), value)
        .description(metric.meaning())
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  /** All meters in the Prometheus text format. */
  public String scrape() {
    return registry.scrape();
  }

  /** For libraries that bring their own meters. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
