package dev.vitrine.server.config;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The server's validated, immutable configuration. Keys, defaults and their reasons: {@code
 * docs/configuration.md}.
 */
public final class Config {
  private static final String OFF = "off";

  private final Map<String, String> texts;
  private final Map<String, Object> values = new LinkedHashMap<>();

  private Config(Map<String, String> texts) {
    this.texts = new TreeMap<>(texts);
    TreeSet<String> unknown = new TreeSet<>(texts.keySet());
    for (Setting<?> setting : Settings.all()) {
      unknown.remove(setting.key());
      String text = texts.getOrDefault(setting.key(), setting.defaultValue());
      if (!text.isEmpty() && !isOff(setting, text)) {
        values.put(setting.key(), setting.parse(text));
      }
    }
    if (!unknown.isEmpty()) {
      throw new ConfigException("unknown key: " + unknown.first() + nearest(unknown.first()));
    }
    tls();
    adminTls();
    if (checkpointMaxAge().compareTo(checkpointInterval()) < 0) {
      throw new ConfigException(
          "checkpoint-max-age: "
              + checkpointMaxAge()
              + " (expected: >= checkpoint-interval, "
              + checkpointInterval()
              + ")");
    }
  }

  /** The configuration of a server that was told nothing. */
  public static Config defaults() {
    return new Config(Map.of());
  }

  /**
   * A configuration from keys as in the file, joined by dots, such as {@code queue.entries}.
   *
   * @throws ConfigException if a key is unknown or a value out of range
   */
  public static Config of(Map<String, String> settings) {
    return new Config(settings);
  }

  /**
   * Reads a YAML file.
   *
   * @throws ConfigException if it is no YAML, a key is unknown or a value out of range
   */
  public static Config load(Path file) throws IOException {
    return new Config(YamlFile.read(file));
  }

  /** This configuration with one key changed. */
  public Config with(String key, String value) {
    Map<String, String> changed = new TreeMap<>(texts);
    changed.put(key, value);
    return new Config(changed);
  }

  /** The log's origin; empty: made up at first start and kept with the keys. */
  public Optional<String> origin() {
    return optional(Settings.ORIGIN);
  }

  public Path dataFolder() {
    return get(Settings.DATA_FOLDER);
  }

  /** Where backups go; by default a folder beside the store. */
  public Path backupFolder() {
    return optional(Settings.BACKUP_FOLDER).orElseGet(() -> dataFolder().resolve("backups"));
  }

  public HostPort listen() {
    return get(Settings.LISTEN);
  }

  /** The operator's listener; empty: none. */
  public Optional<HostPort> adminListen() {
    return optional(Settings.ADMIN_LISTEN);
  }

  public Optional<TlsFiles> tls() {
    return tls(Settings.TLS_CERTIFICATE, Settings.TLS_KEY, Settings.TLS_CLIENT_CA);
  }

  public Optional<TlsFiles> adminTls() {
    return tls(
        Settings.ADMIN_TLS_CERTIFICATE, Settings.ADMIN_TLS_KEY, Settings.ADMIN_TLS_CLIENT_CA);
  }

  public Duration tlsReloadInterval() {
    return get(Settings.TLS_RELOAD_INTERVAL);
  }

  public AdmissionMode admission() {
    return get(Settings.ADMISSION);
  }

  public Optional<Path> rootPolicyFile() {
    return optional(Settings.ROOT_POLICY_FILE);
  }

  public Duration checkpointInterval() {
    return get(Settings.CHECKPOINT_INTERVAL);
  }

  public Duration checkpointMaxAge() {
    return get(Settings.CHECKPOINT_MAX_AGE);
  }

  public Optional<Path> witnessPolicyFile() {
    return optional(Settings.WITNESS_POLICY_FILE);
  }

  public Duration witnessTimeout() {
    return get(Settings.WITNESS_TIMEOUT);
  }

  /** Names the mirrors the log is pushed to; empty: none. */
  public Optional<Path> mirrorPolicyFile() {
    return optional(Settings.MIRROR_POLICY_FILE);
  }

  /** How long one request to a mirror may take. */
  public Duration mirrorTimeout() {
    return get(Settings.MIRROR_TIMEOUT);
  }

  /** Pause after a push before the next to the same mirror. */
  public Duration mirrorInterval() {
    return get(Settings.MIRROR_INTERVAL);
  }

  public int queueEntries() {
    return get(Settings.QUEUE_ENTRIES);
  }

  public long queueBytes() {
    return get(Settings.QUEUE_BYTES);
  }

  public int batchEntries() {
    return get(Settings.BATCH_ENTRIES);
  }

  public long batchBytes() {
    return get(Settings.BATCH_BYTES);
  }

  /** Threads that check entries, 1 or more. */
  public int checkThreads() {
    return orCores(get(Settings.CHECK_THREADS), 1);
  }

  /** Entries that may wait for a check. */
  public int checkQueue() {
    return get(Settings.CHECK_QUEUE);
  }

  /** Event-loop threads of the listeners, 1 or more. */
  public int eventLoops() {
    return orCores(get(Settings.EVENT_LOOPS), 1);
  }

  /** Threads that do blocking reads for the listeners, 1 or more. */
  public int readThreads() {
    // Two even on one core, so that one read that waits for the disk does not stop all others.
    return orCores(get(Settings.BLOCKING_THREADS), 2);
  }

  /** Bytes the file system must have free for an append to be taken. */
  public long diskFloor() {
    return get(Settings.DISK_FLOOR);
  }

  public Duration diskCheckInterval() {
    return get(Settings.DISK_CHECK_INTERVAL);
  }

  public long blockCache() {
    return get(Settings.BLOCK_CACHE);
  }

  public long writeBuffer() {
    return get(Settings.WRITE_BUFFER);
  }

  /** Bytes the filter before the leaf index may take, 0: there is none. */
  public long leafFilter() {
    return get(Settings.LEAF_FILTER);
  }

  /** Whether every block of the store is read and compared before the server starts. */
  public boolean verifyAtStart() {
    return get(Settings.VERIFY_AT_START);
  }

  public int maxConnections() {
    return get(Settings.MAX_CONNECTIONS);
  }

  public int concurrentStreams() {
    return get(Settings.CONCURRENT_STREAMS);
  }

  public int streamWindow() {
    return Math.toIntExact(get(Settings.STREAM_WINDOW));
  }

  public int connectionWindow() {
    return Math.toIntExact(get(Settings.CONNECTION_WINDOW));
  }

  public Duration idleTimeout() {
    return get(Settings.IDLE_TIMEOUT);
  }

  public Duration requestTimeout() {
    return get(Settings.REQUEST_TIMEOUT);
  }

  /** How long an append may wait for publication. */
  public Duration waitTimeout() {
    return get(Settings.WAIT_TIMEOUT);
  }

  public int appendsInFlightPerStream() {
    return get(Settings.STREAM_IN_FLIGHT);
  }

  /** Entries a second one client may append; 0: no quota. */
  public int quotaEntriesPerSecond() {
    return get(Settings.QUOTA_ENTRIES);
  }

  /** Bytes a second one client may append; 0: no quota. */
  public long quotaBytesPerSecond() {
    return get(Settings.QUOTA_BYTES);
  }

  /** How many seconds' worth of its quota a client may use at once. */
  public int quotaBurstSeconds() {
    return get(Settings.QUOTA_BURST);
  }

  /** Entries a second that may be issued by one record key; 0: no quota. */
  public int keyQuotaEntriesPerSecond() {
    return get(Settings.KEY_QUOTA_ENTRIES);
  }

  /** Bytes a second that may be issued by one record key; 0: no quota. */
  public long keyQuotaBytesPerSecond() {
    return get(Settings.KEY_QUOTA_BYTES);
  }

  /** How many seconds' worth of its quota a key may use at once. */
  public int keyQuotaBurstSeconds() {
    return get(Settings.KEY_QUOTA_BURST);
  }

  /** How much of the queue the entries that one record key issued may hold, in percent. */
  public int keyQueuePercent() {
    return get(Settings.KEY_QUEUE_PERCENT);
  }

  /** Bytes of the largest document that may be uploaded. */
  public int blobMaxSize() {
    return Math.toIntExact(get(Settings.BLOB_MAX_SIZE));
  }

  /** How long a stopping listener lets answers under way leave. */
  public Duration stopTimeout() {
    return get(Settings.STOP_TIMEOUT);
  }

  private Optional<TlsFiles> tls(
      Setting<Path> certificate, Setting<Path> key, Setting<Path> clientCa) {
    Optional<Path> chain = optional(certificate);
    Optional<Path> privateKey = optional(key);
    if (chain.isPresent() && privateKey.isPresent()) {
      return Optional.of(new TlsFiles(chain.get(), privateKey.get(), optional(clientCa)));
    }
    if (chain.isPresent() || privateKey.isPresent() || optional(clientCa).isPresent()) {
      throw new ConfigException(
          certificate.key() + " and " + key.key() + ": one is missing (expected: both or none)");
    }
    return Optional.empty();
  }

  @SuppressWarnings("unchecked") // values holds under each key what its setting's parser made
  private <T> Optional<T> optional(Setting<T> setting) {
    return Optional.ofNullable((T) values.get(setting.key()));
  }

  private <T> T get(Setting<T> setting) {
    return optional(setting).orElseThrow(() -> new ConfigException(setting.key() + ": missing"));
  }

  private static boolean isOff(Setting<?> setting, String text) {
    return setting == Settings.ADMIN_LISTEN && text.equals(OFF);
  }

  private static int orCores(int count, int atLeast) {
    return count > 0 ? count : Math.max(atLeast, Runtime.getRuntime().availableProcessors());
  }

  private static String nearest(String unknown) {
    String last = unknown.substring(unknown.lastIndexOf('.') + 1);
    return Settings.all().stream()
        .map(Setting::key)
        .filter(key -> key.endsWith(last) || last.endsWith(key))
        .findFirst()
        .map(key -> " (did you mean " + key + "?)")
        .orElse(" (expected: a key of docs/configuration.md)");
  }
}
