package dev.vitrine.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Every key of the configuration file with its default and the reason for it. {@code
 * docs/configuration.md} lists the same keys, held together by a test.
 */
final class Settings {
  private static final List<Setting<?>> ALL = new ArrayList<>();
  private static final String OPTIONAL = "";
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;
  private static final int MANY = 100_000_000;

  private static final String FILE = "path of a file";
  private static final String FOLDER = "path of a folder";
  private static final String ADDRESS = "host:port";
  private static final String TIME = "number with ms, s, m, h or d";
  private static final String SIZE = "number with B, KiB, MiB or GiB";
  private static final String NUMBER = "whole number";

  /** Loopback: a log that nobody has configured is nobody else's business. */
  static final String DEFAULT_LISTEN = "127.0.0.1:6962";

  static final String DEFAULT_ADMIN_LISTEN = "127.0.0.1:6963";
  static final String DEFAULT_DATA_FOLDER = "./vitrine-data";
  static final String DEFAULT_ADMISSION = "records";
  static final String DEFAULT_TLS_RELOAD_INTERVAL = "30s";

  /** A human does not notice it, and two signatures each cost far less. */
  static final String DEFAULT_CHECKPOINT_INTERVAL = "100ms";

  /** Readers call a head of a day stale; half of that leaves them room. */
  static final String DEFAULT_CHECKPOINT_MAX_AGE = "12h";

  static final String DEFAULT_WITNESS_TIMEOUT = "5s";

  /** A request may carry 16 MiB over a slow line, and end with the mirror's fsyncs. */
  static final String DEFAULT_MIRROR_TIMEOUT = "1m";

  /** Mirrors limit how often they are told; nobody waits for them. */
  static final String DEFAULT_MIRROR_INTERVAL = "1s";

  static final String DEFAULT_KEY_QUEUE = "50";

  /** A quarter of a second of full load: it has to be gone within one after an overload. */
  static final String DEFAULT_QUEUE_ENTRIES = "16384";

  static final String DEFAULT_QUEUE_BYTES = "128MiB";

  /** Beyond it one fsync is cheap per entry already, and the batch's latency grows. */
  static final String DEFAULT_BATCH_ENTRIES = "4096";

  static final String DEFAULT_BATCH_BYTES = "8MiB";
  static final String DEFAULT_CHECK_THREADS = "0";
  static final String DEFAULT_CHECK_QUEUE = "8192";
  static final String DEFAULT_EVENT_LOOPS = "0";
  static final String DEFAULT_BLOCKING_THREADS = "0";

  /** Room for the write buffers to reach the disk and for one merge after the last append. */
  static final String DEFAULT_DISK_FLOOR = "1GiB";

  static final String DEFAULT_DISK_CHECK_INTERVAL = "1s";
  static final String DEFAULT_BLOCK_CACHE = "128MiB";
  static final String DEFAULT_WRITE_BUFFER = "64MiB";

  /** Twelve bits an entry: 178 million of them. */
  static final String DEFAULT_LEAF_FILTER = "256MiB";

  static final String DEFAULT_VERIFY_AT_START = "false";
  static final String DEFAULT_MAX_CONNECTIONS = "10000";
  static final String DEFAULT_CONCURRENT_STREAMS = "1000";
  static final String DEFAULT_STREAM_WINDOW = "1MiB";
  static final String DEFAULT_CONNECTION_WINDOW = "8MiB";
  static final String DEFAULT_IDLE_TIMEOUT = "5m";
  static final String DEFAULT_REQUEST_TIMEOUT = "30s";
  static final String DEFAULT_WAIT_TIMEOUT = "30s";

  /** Enough for one stream at full speed; what more is held, each young collection copies. */
  static final String DEFAULT_STREAM_IN_FLIGHT = "2048";

  static final String DEFAULT_QUOTA = "0";
  static final String DEFAULT_QUOTA_BYTES = "0B";
  static final String DEFAULT_QUOTA_BURST = "10";

  /**
   * SPDX documents of large products reach a few MiB; the store holds one in memory while it stores
   * it.
   */
  static final String DEFAULT_BLOB_MAX_SIZE = "16MiB";

  /** Streams have been told UNAVAILABLE by then; a service manager should not have to wait. */
  static final String DEFAULT_STOP_TIMEOUT = "2s";

  static final Setting<String> ORIGIN =
      add("origin", "schema-less URL, such as log.example.com/builds", OPTIONAL, Values::origin);
  static final Setting<Path> DATA_FOLDER =
      add("data-folder", FOLDER, DEFAULT_DATA_FOLDER, Path::of);
  static final Setting<Path> BACKUP_FOLDER = add("backup-folder", FOLDER, OPTIONAL, Path::of);
  static final Setting<HostPort> LISTEN = add("listen", ADDRESS, DEFAULT_LISTEN, HostPort::parse);
  static final Setting<HostPort> ADMIN_LISTEN =
      add("admin-listen", ADDRESS + ", or off", DEFAULT_ADMIN_LISTEN, HostPort::parse);
  static final Setting<Path> TLS_CERTIFICATE =
      add("tls.certificate-file", FILE, OPTIONAL, Path::of);
  static final Setting<Path> TLS_KEY = add("tls.key-file", FILE, OPTIONAL, Path::of);
  static final Setting<Path> TLS_CLIENT_CA = add("tls.client-ca-file", FILE, OPTIONAL, Path::of);
  static final Setting<Path> ADMIN_TLS_CERTIFICATE =
      add("admin-tls.certificate-file", FILE, OPTIONAL, Path::of);
  static final Setting<Path> ADMIN_TLS_KEY = add("admin-tls.key-file", FILE, OPTIONAL, Path::of);
  static final Setting<Path> ADMIN_TLS_CLIENT_CA =
      add("admin-tls.client-ca-file", FILE, OPTIONAL, Path::of);
  static final Setting<Duration> TLS_RELOAD_INTERVAL =
      add(
          "tls-reload-interval",
          TIME,
          DEFAULT_TLS_RELOAD_INTERVAL,
          Values.duration(Duration.ofMillis(100), Duration.ofDays(1)));

  static final Setting<AdmissionMode> ADMISSION =
      add("admission", "records or open", DEFAULT_ADMISSION, Values::admissionMode);
  static final Setting<Path> ROOT_POLICY_FILE = add("root-policy-file", FILE, OPTIONAL, Path::of);

  static final Setting<Duration> CHECKPOINT_INTERVAL =
      add(
          "checkpoint-interval",
          TIME,
          DEFAULT_CHECKPOINT_INTERVAL,
          Values.duration(Duration.ofMillis(1), Duration.ofHours(1)));
  static final Setting<Duration> CHECKPOINT_MAX_AGE =
      add(
          "checkpoint-max-age",
          TIME,
          DEFAULT_CHECKPOINT_MAX_AGE,
          Values.duration(Duration.ofSeconds(1), Duration.ofDays(365)));
  static final Setting<Path> WITNESS_POLICY_FILE =
      add("witness.policy-file", FILE, OPTIONAL, Path::of);
  static final Setting<Duration> WITNESS_TIMEOUT =
      add(
          "witness.timeout",
          TIME,
          DEFAULT_WITNESS_TIMEOUT,
          Values.duration(Duration.ofMillis(100), Duration.ofMinutes(5)));

  static final Setting<Path> MIRROR_POLICY_FILE =
      add("mirror.policy-file", FILE, OPTIONAL, Path::of);
  static final Setting<Duration> MIRROR_TIMEOUT =
      add(
          "mirror.timeout",
          TIME,
          DEFAULT_MIRROR_TIMEOUT,
          Values.duration(Duration.ofMillis(100), Duration.ofMinutes(30)));
  static final Setting<Duration> MIRROR_INTERVAL =
      add(
          "mirror.interval",
          TIME,
          DEFAULT_MIRROR_INTERVAL,
          Values.duration(Duration.ofMillis(10), Duration.ofDays(1)));

  static final Setting<Integer> QUEUE_ENTRIES =
      add("queue.entries", NUMBER, DEFAULT_QUEUE_ENTRIES, Values.integer(1, 10_000_000));
  static final Setting<Long> QUEUE_BYTES =
      add("queue.bytes", SIZE, DEFAULT_QUEUE_BYTES, Values.size(64 * KIB, 64 * GIB));
  static final Setting<Integer> BATCH_ENTRIES =
      add("batch.entries", NUMBER, DEFAULT_BATCH_ENTRIES, Values.integer(1, 1_000_000));
  static final Setting<Long> BATCH_BYTES =
      add("batch.bytes", SIZE, DEFAULT_BATCH_BYTES, Values.size(64 * KIB, GIB));
  static final Setting<Integer> CHECK_THREADS =
      add(
          "threads.check",
          NUMBER + ", 0: one a core",
          DEFAULT_CHECK_THREADS,
          Values.integer(0, 1024));
  static final Setting<Integer> CHECK_QUEUE =
      add("queue.checks", NUMBER, DEFAULT_CHECK_QUEUE, Values.integer(1, 10_000_000));
  static final Setting<Integer> EVENT_LOOPS =
      add(
          "threads.event-loop",
          NUMBER + ", 0: one a core",
          DEFAULT_EVENT_LOOPS,
          Values.integer(0, 1024));
  static final Setting<Integer> BLOCKING_THREADS =
      add(
          "threads.read",
          NUMBER + ", 0: one a core, at least 2",
          DEFAULT_BLOCKING_THREADS,
          Values.integer(0, 1024));

  static final Setting<Long> DISK_FLOOR =
      add("disk.floor", SIZE, DEFAULT_DISK_FLOOR, Values.size(MIB, TIB));
  static final Setting<Duration> DISK_CHECK_INTERVAL =
      add(
          "disk.check-interval",
          TIME,
          DEFAULT_DISK_CHECK_INTERVAL,
          Values.duration(Duration.ofMillis(10), Duration.ofMinutes(1)));
  static final Setting<Long> BLOCK_CACHE =
      add("store.block-cache", SIZE, DEFAULT_BLOCK_CACHE, Values.size(MIB, TIB));
  static final Setting<Long> WRITE_BUFFER =
      add("store.write-buffer", SIZE, DEFAULT_WRITE_BUFFER, Values.size(64 * KIB, 16 * GIB));
  static final Setting<Long> LEAF_FILTER =
      add("store.leaf-filter", SIZE + ", 0B: none", DEFAULT_LEAF_FILTER, Values.size(0, GIB));
  static final Setting<Boolean> VERIFY_AT_START =
      add("store.verify-at-start", "true or false", DEFAULT_VERIFY_AT_START, Values::bool);

  static final Setting<Integer> MAX_CONNECTIONS =
      add("limits.connections", NUMBER, DEFAULT_MAX_CONNECTIONS, Values.integer(1, MANY));
  static final Setting<Integer> CONCURRENT_STREAMS =
      add("limits.concurrent-streams", NUMBER, DEFAULT_CONCURRENT_STREAMS, Values.integer(1, MANY));
  static final Setting<Long> STREAM_WINDOW =
      add("limits.stream-window", SIZE, DEFAULT_STREAM_WINDOW, Values.size(64 * KIB, GIB));
  static final Setting<Long> CONNECTION_WINDOW =
      add("limits.connection-window", SIZE, DEFAULT_CONNECTION_WINDOW, Values.size(64 * KIB, GIB));
  static final Setting<Duration> IDLE_TIMEOUT =
      add("limits.idle-timeout", TIME, DEFAULT_IDLE_TIMEOUT, seconds(1, 86_400));
  static final Setting<Duration> REQUEST_TIMEOUT =
      add("limits.request-timeout", TIME, DEFAULT_REQUEST_TIMEOUT, seconds(1, 3_600));
  static final Setting<Duration> WAIT_TIMEOUT =
      add("limits.wait-timeout", TIME, DEFAULT_WAIT_TIMEOUT, seconds(1, 3_600));
  static final Setting<Integer> STREAM_IN_FLIGHT =
      add(
          "limits.appends-in-flight-per-stream",
          NUMBER,
          DEFAULT_STREAM_IN_FLIGHT,
          Values.integer(1, MANY));
  static final Setting<Integer> QUOTA_ENTRIES =
      add("quota.entries-per-second", NUMBER + ", 0: none", DEFAULT_QUOTA, Values.integer(0, MANY));
  static final Setting<Long> QUOTA_BYTES =
      add("quota.bytes-per-second", SIZE + ", 0B: none", DEFAULT_QUOTA_BYTES, Values.size(0, TIB));
  static final Setting<Integer> QUOTA_BURST =
      add("quota.burst-seconds", NUMBER, DEFAULT_QUOTA_BURST, Values.integer(1, 3_600));
  static final Setting<Integer> KEY_QUOTA_ENTRIES =
      add(
          "key-quota.entries-per-second",
          NUMBER + ", 0: none",
          DEFAULT_QUOTA,
          Values.integer(0, MANY));
  static final Setting<Long> KEY_QUOTA_BYTES =
      add(
          "key-quota.bytes-per-second",
          SIZE + ", 0B: none",
          DEFAULT_QUOTA_BYTES,
          Values.size(0, TIB));
  static final Setting<Integer> KEY_QUOTA_BURST =
      add("key-quota.burst-seconds", NUMBER, DEFAULT_QUOTA_BURST, Values.integer(1, 3_600));
  static final Setting<Integer> KEY_QUEUE_PERCENT =
      add("key-quota.queue-percent", NUMBER, DEFAULT_KEY_QUEUE, Values.integer(1, 100));
  static final Setting<Long> BLOB_MAX_SIZE =
      add("blobs.max-size", SIZE, DEFAULT_BLOB_MAX_SIZE, Values.size(KIB, GIB));
  static final Setting<Duration> STOP_TIMEOUT =
      add(
          "stop-timeout",
          TIME,
          DEFAULT_STOP_TIMEOUT,
          Values.duration(Duration.ofMillis(100), Duration.ofHours(1)));

  private Settings() {}

  static List<Setting<?>> all() {
    return Collections.unmodifiableList(ALL);
  }

  private static Function<String, Duration> seconds(int min, int max) {
    return Values.duration(Duration.ofSeconds(min), Duration.ofSeconds(max));
  }

  private static <T> Setting<T> add(
      String key, String form, String defaultValue, Function<String, T> parser) {
    Setting<T> setting = new Setting<>(key, form, defaultValue, parser);
    ALL.add(setting);
    return setting;
  }
}
