package dev.vitrine.server;

import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.storage.DiskSpace;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import java.util.Map;

/** Gauges that look at the whole server. */
final class ServerMetrics {
  private static final Map<String, String> MEMORY =
      Map.of(
          "write-buffers", "rocksdb.cur-size-all-mem-tables",
          "table-readers", "rocksdb.estimate-table-readers-mem");

  private ServerMetrics() {}

  static void bind(Metrics metrics, RocksLogStore store, DiskSpace disk, Admin admin) {
    metrics.gauge(Metric.COMMITTED_SIZE, () -> store.head().size());
    metrics.gauge(Metric.DISK_FREE, disk::free);
    metrics.gauge(Metric.DISK_FLOOR, disk::floor);
    metrics.gauge(Metric.ACCEPTING, () -> admin.ready() ? 1 : 0);
    metrics.gauge(Metric.STORE_DISK, () -> store.property("rocksdb.live-sst-files-size"));
    MEMORY.forEach(
        (use, property) ->
            metrics.gauge(Metric.STORE_MEMORY, () -> store.property(property), "use", use));
  }
}
