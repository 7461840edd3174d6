package dev.vitrine.server;

import dev.vitrine.crypto.CryptoProviders;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.access.Admin;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.publisher.Publisher;
import dev.vitrine.server.publisher.WitnessQuorum;
import dev.vitrine.server.publisher.mirror.Mirrors;
import dev.vitrine.server.sequencer.Sequencer;
import dev.vitrine.server.storage.DiskSpace;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The operator's actions on a running server. */
final class ServerAdmin implements Admin {
  /** Name of the stored value that says why the log is frozen. */
  private static final String FROZEN = "frozen";

  private final Config config;
  private final LogKeys keys;
  private final LogStore store;
  private final Sequencer sequencer;
  private final Publisher publisher;
  private final DiskSpace disk;
  private final Optional<WitnessQuorum> witnesses;
  private final Mirrors mirrors;
  private final long started = System.nanoTime();
  // Written under this.
  private volatile Optional<String> frozen;
  private volatile boolean stopping;

  ServerAdmin(
      Config config,
      LogKeys keys,
      LogStore store,
      Sequencer sequencer,
      Publisher publisher,
      DiskSpace disk,
      Optional<WitnessQuorum> witnesses,
      Mirrors mirrors)
      throws IOException {
    this.config = config;
    this.keys = keys;
    this.store = store;
    this.sequencer = sequencer;
    this.publisher = publisher;
    this.disk = disk;
    this.witnesses = witnesses;
    this.mirrors = mirrors;
    this.frozen = store.meta(FROZEN).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    frozen.ifPresent(reason -> sequencer.pause(frozenText(reason)));
  }

  @Override
  public Status status() {
    String reason = notAcceptingReason();
    return new Status(
        keys.origin(),
        store.head(),
        publisher.signedSize(),
        publisher.visible().map(PublishedCheckpoint::size).orElse(0L),
        frozen.isPresent(),
        sequencer.queueDepth(),
        config.queueEntries(),
        disk.free(),
        reason.isEmpty(),
        reason,
        witnesses.map(WitnessQuorum::states).orElse(List.of()),
        mirrors.states(),
        providers(),
        Version.text(),
        (System.nanoTime() - started) / 1_000_000);
  }

  @Override
  public boolean ready() {
    return notAcceptingReason().isEmpty();
  }

  @Override
  public synchronized CompletableFuture<PublishedCheckpoint> freeze(String reason)
      throws IOException {
    store.putMeta(FROZEN, Optional.of(reason.getBytes(StandardCharsets.UTF_8)));
    frozen = Optional.of(reason);
    sequencer.pause(frozenText(reason));
    try {
      sequencer.awaitDrained();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("freeze: interrupted; the log stays frozen");
    }
    long size = store.head().size();
    Event.FROZEN.info().addKeyValue("reason", reason).addKeyValue("size", size).log();
    return publisher.awaitWitnessed(size - 1);
  }

  @Override
  public synchronized void unfreeze() throws IOException {
    store.putMeta(FROZEN, Optional.empty());
    frozen = Optional.empty();
    if (!stopping) {
      sequencer.resume();
    }
    Event.UNFROZEN.info().log();
  }

  @Override
  public synchronized BackupResult backup(String name) throws IOException {
    if (!name.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("name: " + name + " (expected: [a-z0-9-]{1,64})");
    }
    Path folder = config.backupFolder().resolve(name);
    if (Files.exists(folder)) {
      throw new IllegalArgumentException("name: " + name + " (expected: one that is not taken)");
    }
    Files.createDirectories(folder);
    // The head first: a copy that is newer than its signed head can go on, an older one cannot.
    Files.copy(config.dataFolder().resolve("signed-head"), folder.resolve("signed-head"));
    Head head = store.backup(folder.resolve("store"));
    long bytes = bytesIn(folder);
    Event.BACKED_UP
        .info()
        .addKeyValue("folder", folder)
        .addKeyValue("size", head.size())
        .addKeyValue("bytes", bytes)
        .log();
    return new BackupResult(folder, head.size(), bytes);
  }

  @Override
  public List<VerifierKey> keys() {
    return keys.verifierKeys();
  }

  synchronized void stopping() {
    stopping = true;
    sequencer.pause("the server is stopping");
  }

  private String notAcceptingReason() {
    if (stopping) {
      return "stopping";
    }
    if (frozen.isPresent()) {
      return frozenText(frozen.get());
    }
    if (disk.isFull()) {
      return "free space: " + disk.free() + " bytes (expected: >= " + disk.floor() + ")";
    }
    return "";
  }

  private static String frozenText(String reason) {
    return "the log is frozen: " + reason;
  }

  private static String providers() {
    return String.join(", ", new TreeSet<>(CryptoProviders.inUse().values()));
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(ServerAdmin::size).sum();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
