package dev.vitrine.server;

import dev.vitrine.server.access.Admin;
import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.observe.ThreadCpu;
import dev.vitrine.server.storage.DiskSpace;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import java.util.Map;

/** Gauges that look at the whole server. */
final class ServerMetrics {
  private static final Map<String, String> MEMORY =
      Map.of(
          "write-buffers", "rocksdb.cur-size-all-mem-tables",
          "table-readers", "rocksdb.estimate-table-readers-mem");

  /** Stages that have threads of their own, by how these are called. */
  private static final Map<String, String> STAGES =
      Map.of(
          "state", "vitrine-prepare",
          "commit", "vitrine-commit",
          "answer", "vitrine-answer",
          "publish", "vitrine-publisher",
          "network", "vert.x-eventloop-thread");

  private ServerMetrics() {}

  static void bind(Metrics metrics, RocksLogStore store, DiskSpace disk, Admin admin) {
    metrics.gauge(Metric.COMMITTED_SIZE, () -> store.head().size());
    metrics.gauge(Metric.DISK_FREE, disk::free);
    metrics.gauge(Metric.DISK_FLOOR, disk::floor);
    metrics.gauge(Metric.ACCEPTING, () -> admin.ready() ? 1 : 0);
    metrics.gauge(Metric.STORE_DISK, () -> store.property("rocksdb.live-sst-files-size"));
    STAGES.forEach(
        (stage, threads) -> metrics.counter(Metric.CPU, new ThreadCpu(threads), "stage", stage));
    metrics.gauge(Metric.STORE_MEMORY, store::leafFilterBytes, "use", "leaf-filter");
    MEMORY.forEach(
        (use, property) ->
            metrics.gauge(Metric.STORE_MEMORY, () -> store.property(property), "use", use));
  }
}
