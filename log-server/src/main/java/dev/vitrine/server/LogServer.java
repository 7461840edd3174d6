package dev.vitrine.server;

import dev.vitrine.admission.Admission;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.access.ApiBinder;
import dev.vitrine.server.access.ApiBinder.RunningApi;
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
import dev.vitrine.server.storage.FileHeadStore;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreTiles;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import dev.vitrine.server.storage.rocksdb.StoreOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A running log: everything is built in {@link #start} and taken down in {@link #close}. */
public final class LogServer implements AutoCloseable {
  private final Shutdown shutdown;
  private final ApiContext context;
  private final LogKeys keys;
  private final List<RunningApi> apis = new ArrayList<>();

  private LogServer(Shutdown shutdown, LogKeys keys, ApiContext context) {
    this.shutdown = shutdown;
    this.keys = keys;
    this.context = context;
  }

  /**
   * Opens the log and serves it.
   *
   * @throws IOException if it must not start; the message says what is wrong and what to do
   */
  @SuppressWarnings("resource") // a failed start closes whatever has been opened
  public static LogServer start(Config config, Parts parts) throws IOException {
    Shutdown shutdown = new Shutdown();
    try {
      LogServer server = build(config, parts, shutdown);
      server.bind(parts.apis());
      return server;
    } catch (IOException | RuntimeException | Error e) {
      shutdown.abandon();
      throw e;
    }
  }

  private static LogServer build(Config config, Parts parts, Shutdown shutdown) throws IOException {
    DataFolder folder = shutdown.add(DataFolder.open(config.dataFolder()));
    LogKeys keys = LogKeys.open(folder.keys(), config.origin(), folder.isUsed());
    Metrics metrics = shutdown.add(new Metrics());
    Consumer<Throwable> onFatal = new FatalEnd(parts.onFatal());
    RocksLogStore opened = shutdown.add(openStore(config, parts, folder));
    StoreMigration.run(opened);
    LogStore store = parts.store().apply(opened);
    DiskSpace disk =
        shutdown.add(
            new DiskSpace(
                () -> parts.freeBytes().applyAsLong(folder.path()),
                config.diskFloor(),
                config.diskCheckInterval()));
    StoreScrub.start(config, opened, shutdown, onFatal, StoreScrub.BYTES_AT_START);
    Optional<WitnessQuorum> witnesses =
        parts.witnesses().open(config, keys.verifierKeys(), metrics);
    witnesses.ifPresent(shutdown::add);
    Publisher publisher =
        openPublisher(config, parts, folder, keys, store, witnesses, metrics, onFatal);
    shutdown.add(publisher);
    Mirrors mirrors =
        shutdown.add(
            Mirrors.open(
                config,
                keys.verifierKeys(),
                new StoreTiles(store),
                publisher,
                parts.clock(),
                metrics));
    Admission admission = parts.admission().open(config, keys.origin(), store);
    Sequencer sequencer =
        shutdown.add(
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
    CheckedAppender appender =
        new CheckedAppender(
            admission, checks(config, shutdown), sequencer, disk, KeyQuota.of(config), metrics);
    Optional<RootPolicy> rootPolicy = RootPolicy.of(config, keys.origin());
    if (rootPolicy.isPresent()) {
      rootPolicy.get().ensureFirst(appender, store);
    }
    ServerAdmin admin =
        new ServerAdmin(config, keys, store, sequencer, publisher, disk, witnesses, mirrors);
    shutdown.onStop(admin::stopping);
    ServerMetrics.bind(metrics, opened, disk, admin);
    return new LogServer(
        shutdown,
        keys,
        new ApiContext(
            config,
            appender,
            new LogReads(store),
            publisher,
            new StoreValidator(admission, store, parts.clock()),
            admin,
            metrics));
  }

  /** What the network side sees; also the way into the log without a network. */
  public ApiContext context() {
    return context;
  }

  public String origin() {
    return keys.origin();
  }

  public List<VerifierKey> keys() {
    return keys.verifierKeys();
  }

  /** Where the log can be reached. */
  public List<String> addresses() {
    return apis.stream().flatMap(api -> api.addresses().stream()).toList();
  }

  /** Where the operator's service can be reached; also among the addresses. */
  public Optional<String> adminAddress() {
    return apis.stream().flatMap(api -> api.adminAddress().stream()).findFirst();
  }

  /** Stores, publishes and answers what was accepted, then closes. */
  @Override
  public void close() {
    Head head = shutdown.close(context.reads()::head);
    Event.STOPPED.info().addKeyValue("size", head.size()).addKeyValue("root", head.root()).log();
  }

  private void bind(List<ApiBinder> binders) throws IOException {
    for (ApiBinder binder : binders) {
      RunningApi api = binder.bind(context);
      apis.add(api);
      shutdown.onStop(api::stopping);
      shutdown.addApi(api);
    }
    Event.SERVING
        .info()
        .addKeyValue("origin", origin())
        .addKeyValue("size", context.reads().head().size())
        .addKeyValue("addresses", addresses())
        .log();
  }

  private static RocksLogStore openStore(Config config, Parts parts, DataFolder folder)
      throws IOException {
    long started = System.nanoTime();
    RocksLogStore store =
        RocksLogStore.open(
            folder.store(),
            new StoreOptions(
                config.blockCache(),
                config.writeBuffer(),
                config.leafFilter(),
                config.diskFloor()),
            () -> parts.freeBytes().applyAsLong(folder.path()));
    Event.STORE_OPENED
        .info()
        .addKeyValue("size", store.head().size())
        .addKeyValue("root", store.head().root())
        .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
        .log();
    return store;
  }

  private static Publisher openPublisher(
      Config config,
      Parts parts,
      DataFolder folder,
      LogKeys keys,
      LogStore store,
      Optional<WitnessQuorum> witnesses,
      Metrics metrics,
      Consumer<Throwable> onFatal)
      throws IOException {
    return new Publisher(
        store,
        keys.origin(),
        keys.signer(),
        new FileHeadStore(folder.signedHead(), LogServer::passHeadStep),
        new FileHeadStore(folder.visibleCheckpoint()),
        witnesses,
        new PublisherOptions(
            config.checkpointInterval(), config.checkpointMaxAge(), config.witnessTimeout()),
        parts.clock(),
        metrics,
        onFatal);
  }

  private static Executor checks(Config config, Shutdown shutdown) {
    if (config.admission() == AdmissionMode.OPEN) {
      // One hash: handing it to another thread would cost more than it.
      return Runnable::run;
    }
    return shutdown.add(new CheckPool(config.checkThreads(), config.checkQueue()));
  }

  private static void passHeadStep(FileHeadStore.Step step) {
    switch (step) {
      case WRITTEN -> CrashPoint.HEAD_WRITTEN.pass();
      case SYNCED -> CrashPoint.HEAD_SYNCED.pass();
      case RENAMED -> CrashPoint.HEAD_RENAMED.pass();
      case STORED -> {}
    }
  }
}
