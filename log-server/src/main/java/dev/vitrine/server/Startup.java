package dev.vitrine.server;

import dev.vitrine.admission.Admission;
import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.admission.CheckPool;
import dev.vitrine.server.admission.CheckedAppender;
import dev.vitrine.server.admission.KeyQuota;
import dev.vitrine.server.config.AdmissionMode;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.crash.CrashPoint;
import dev.vitrine.server.observe.Event;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.publisher.Publisher;
import dev.vitrine.server.publisher.PublisherOptions;
import dev.vitrine.server.publisher.WitnessQuorum;
import dev.vitrine.server.publisher.mirror.Mirrors;
import dev.vitrine.server.sequencer.Sequencer;
import dev.vitrine.server.sequencer.SequencerOptions;
import dev.vitrine.server.storage.DataFolder;
import dev.vitrine.server.storage.DiskSpace;
import dev.vitrine.server.storage.Durable;
import dev.vitrine.server.storage.FileHeadStore;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreTiles;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import dev.vitrine.server.storage.rocksdb.StoreOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Builds a log, from its folder up to what the network side may touch. Whatever must be closed is
 * handed to the shutdown as soon as it is open, so that a start that fails half way leaves nothing
 * open.
 */
final class Startup {
  private final Config config;
  private final Parts parts;
  private final Shutdown shutdown;
  private final DataFolder folder;
  private final LogKeys keys;
  private final Metrics metrics;
  private final Consumer<Throwable> onFatal;

  /** Takes the data folder and reads, or makes, the log's keys. */
  Startup(Config config, Parts parts, Shutdown shutdown) throws IOException {
    this.config = config;
    this.parts = parts;
    this.shutdown = shutdown;
    this.folder = shutdown.add(DataFolder.open(config.dataFolder()));
    this.keys = LogKeys.open(folder.keys(), config.origin(), folder.isUsed());
    this.metrics = shutdown.add(new Metrics());
    this.onFatal = new FatalEnd(parts.onFatal());
  }

  LogKeys keys() {
    return keys;
  }

  /**
   * Opens the store, compares it with the last signed head, and starts everything but the network.
   */
  ApiContext open() throws IOException {
    RocksLogStore opened = openStore();
    StoreMigration.run(opened);
    LogStore store = parts.store().apply(opened);
    DiskSpace disk = watchDisk();
    StoreScrub.start(config, opened, shutdown, onFatal, StoreScrub.BYTES_AT_START);
    Optional<WitnessQuorum> witnesses = openWitnesses();
    Publisher publisher = openPublisher(store, witnesses);
    Mirrors mirrors = openMirrors(store, publisher);
    Admission admission = parts.admission().open(config, keys.origin(), store);
    Sequencer sequencer = openSequencer(store, admission, publisher);
    CheckedAppender appender =
        new CheckedAppender(admission, checks(), sequencer, disk, KeyQuota.of(config), metrics);
    Optional<RootPolicy> rootPolicy = RootPolicy.of(config, keys.origin());
    if (rootPolicy.isPresent()) {
      rootPolicy.get().ensureFirst(appender, store);
    }
    ServerAdmin admin =
        new ServerAdmin(config, keys, store, sequencer, publisher, disk, witnesses, mirrors);
    shutdown.onStop(admin::stopping);
    ServerMetrics.bind(metrics, opened, disk, admin);
    return new ApiContext(
        config,
        appender,
        new LogReads(store),
        publisher,
        new StoreValidator(admission, store, parts.clock()),
        admin,
        metrics);
  }

  private RocksLogStore openStore() throws IOException {
    long started = System.nanoTime();
    RocksLogStore store =
        shutdown.add(
            RocksLogStore.open(
                folder.store(),
                new StoreOptions(
                    config.blockCache(),
                    config.writeBuffer(),
                    config.leafFilter(),
                    config.diskFloor()),
                this::freeBytes));
    Event.STORE_OPENED
        .info()
        .addKeyValue("size", store.head().size())
        .addKeyValue("root", store.head().root())
        .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
        .log();
    return store;
  }

  private DiskSpace watchDisk() {
    return shutdown.add(
        new DiskSpace(this::freeBytes, config.diskFloor(), config.diskCheckInterval()));
  }

  private long freeBytes() {
    return parts.freeBytes().applyAsLong(folder.path());
  }

  private Optional<WitnessQuorum> openWitnesses() throws IOException {
    Optional<WitnessQuorum> witnesses =
        parts.witnesses().open(config, keys.verifierKeys(), metrics);
    witnesses.ifPresent(shutdown::add);
    return witnesses;
  }

  private Publisher openPublisher(LogStore store, Optional<WitnessQuorum> witnesses)
      throws IOException {
    return shutdown.add(
        new Publisher(
            store,
            keys.origin(),
            keys.signer(),
            new FileHeadStore(folder.signedHead(), Startup::passHeadStep),
            new FileHeadStore(folder.visibleCheckpoint()),
            witnesses,
            new PublisherOptions(
                config.checkpointInterval(), config.checkpointMaxAge(), config.witnessTimeout()),
            parts.clock(),
            metrics,
            onFatal));
  }

  private Mirrors openMirrors(LogStore store, Publisher publisher) throws IOException {
    return shutdown.add(
        Mirrors.open(
            config, keys.verifierKeys(), new StoreTiles(store), publisher, parts.clock(), metrics));
  }

  private Sequencer openSequencer(LogStore store, Admission admission, Publisher publisher)
      throws IOException {
    return shutdown.add(
        new Sequencer(
            store,
            admission,
            new SequencerOptions(
                config.queueEntries(),
                config.queueBytes(),
                // Nobody is charged in open mode, so that all would share one share.
                config.admission() == AdmissionMode.OPEN ? 100 : config.keyQueuePercent(),
                config.batchEntries(),
                config.batchBytes()),
            parts.clock(),
            metrics,
            publisher::committed,
            onFatal));
  }

  private Executor checks() {
    if (config.admission() == AdmissionMode.OPEN) {
      // One hash: handing it to another thread would cost more than it.
      return Runnable::run;
    }
    return shutdown.add(new CheckPool(config.checkThreads(), config.checkQueue()));
  }

  private static void passHeadStep(Durable.Step step) {
    switch (step) {
      case WRITTEN -> CrashPoint.HEAD_WRITTEN.pass();
      case SYNCED -> CrashPoint.HEAD_SYNCED.pass();
      case RENAMED -> CrashPoint.HEAD_RENAMED.pass();
      case STORED -> {}
    }
  }
}
