package dev.vitrine.server.api;

import dev.vitrine.admission.Rejection;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.access.Admin;
import dev.vitrine.server.access.ApiBinder.RunningApi;
import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.access.Validator;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.publisher.MirrorState;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.publisher.WitnessQuorum.WitnessState;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.Appender;
import dev.vitrine.server.sequencer.OverloadedException;
import dev.vitrine.server.sequencer.RejectedAppendException;
import dev.vitrine.server.sequencer.StoppingException;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.LookupWrite;
import dev.vitrine.server.storage.MemoryLogStore;
import dev.vitrine.server.storage.StoreException;
import dev.vitrine.server.storage.TileWrite;
import dev.vitrine.tile.TileFrontier;
import dev.vitrine.tile.TileUpdate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A log behind the real network side that does as a test tells it: it appends at once and publishes
 * when asked to, refuses entries that begin with a word, and can hold back answers.
 */
final class ScriptedLog implements Appender, Checkpoints, Validator, Admin, AutoCloseable {

  static final String ORIGIN = "test.example/log";

  final MemoryLogStore store = new MemoryLogStore();
  final Metrics metrics = new Metrics();
  final List<CompletableFuture<PublishedCheckpoint>> waits = new CopyOnWriteArrayList<>();
  final AtomicInteger subscribers = new AtomicInteger();
  volatile boolean publishAtOnce = true;
  volatile boolean holdAnswers;
  volatile boolean accepting = true;
  private final List<Runnable> held = new ArrayList<>();
  private final List<Consumer<PublishedCheckpoint>> listeners = new CopyOnWriteArrayList<>();
  private final SignerKey key;
  private final CheckpointSigner signer;
  private TileFrontier frontier = TileFrontier.empty();
  private volatile Optional<PublishedCheckpoint> visible = Optional.empty();
  private RunningApi running;

  /** What the network side reads through. */
  UnaryOperator<LogStore> readThrough = UnaryOperator.identity();

  ScriptedLog() {
    try {
      key = SignerKey.generate(ORIGIN, SignatureType.ED25519);
    } catch (NoteFormatException e) {
      throw new IllegalStateException(e);
    }
    signer = new CheckpointSigner(key);
  }

  ScriptedLog start(String... settings) throws IOException {
    Map<String, String> keys = new HashMap<>();
    keys.put("listen", "127.0.0.1:0");
    keys.put("admin-listen", "127.0.0.1:0");
    // The tests' HTTP client keeps its connections; nobody here waits for them but who says so.
    keys.put("stop-timeout", "200ms");
    for (int i = 0; i < settings.length; i += 2) {
      keys.put(settings[i], settings[i + 1]);
    }
    Config config = Config.of(keys);
    LogReads reads = new LogReads(readThrough.apply(store));
    running = new ApiServer().bind(new ApiContext(config, this, reads, this, this, this, metrics));
    return this;
  }

  /** {@code http://127.0.0.1:port} of the public listener. */
  String url() {
    return running.addresses().get(0);
  }

  int port() {
    return Integer.parseInt(url().substring(url().lastIndexOf(':') + 1));
  }

  int adminPort() {
    String url = running.addresses().get(1);
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  VerifierKey verifierKey() {
    return key.verifierKey();
  }

  ScriptedLog fill(int entries) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      batch.add(entry(store.head().size() + i));
    }
    commit(batch, List.of());
    publish();
    return this;
  }

  static byte[] entry(long index) {
    return ("entry " + index).getBytes(StandardCharsets.UTF_8);
  }

  synchronized long commit(List<byte[]> entries, List<LookupWrite> lookups) {
    Head base = store.head();
    List<Hash> hashes = entries.stream().map(TreeHasher::leaf).toList();
    TileUpdate update = frontier.append(hashes);
    Head next = new Head(base.size() + entries.size(), update.frontier().root());
    List<TileWrite> tiles =
        update.tiles().entrySet().stream()
            .map(
                tile ->
                    new TileWrite(tile.getKey().level(), tile.getKey().index(), tile.getValue()))
            .toList();
    store.commit(new Batch(base, next, entries, hashes, tiles, List.of(), lookups));
    frontier = update.frontier();
    return base.size();
  }

  void publish() {
    publish(List.of());
  }

  synchronized void publish(List<String> extensions) {
    Head head = store.head();
    SignedCheckpoint signed =
        signer.sign(new Checkpoint(ORIGIN, head.size(), head.root(), extensions), Instant.now());
    PublishedCheckpoint published = new PublishedCheckpoint(signed, signed.encode(), true);
    visible = Optional.of(published);
    listeners.forEach(listener -> listener.accept(published));
    waits.forEach(wait -> wait.complete(published));
  }

  void release() {
    synchronized (held) {
      held.forEach(Runnable::run);
      held.clear();
    }
  }

  @Override
  public CompletableFuture<Appended> append(byte[] entry) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    String text = new String(entry, StandardCharsets.ISO_8859_1);
    if (text.startsWith("reject")) {
      answer.completeExceptionally(new RejectedAppendException(rejection(text)));
    } else if (text.startsWith("overload")) {
      answer.completeExceptionally(
          new OverloadedException(
              Duration.ofMillis(1500), OverloadedException.Reason.QUEUE_FULL, "queue full"));
    } else if (text.startsWith("stop")) {
      answer.completeExceptionally(new StoppingException("the log is stopping"));
    } else if (text.startsWith("break")) {
      answer.completeExceptionally(new IllegalStateException("a fault of the test"));
    } else {
      Appended appended = place(entry);
      if (holdAnswers) {
        synchronized (held) {
          held.add(() -> answer.complete(appended));
        }
      } else {
        answer.complete(appended);
      }
    }
    return answer;
  }

  private static Rejection rejection(String text) {
    return new Rejection(
        "SEQUENCE_GAP",
        "predicate.sequence",
        text,
        "expected: 7",
        Rejection.Status.FAILED_PRECONDITION);
  }

  private synchronized Appended place(byte[] entry) {
    Hash leaf = TreeHasher.leaf(entry);
    if (store.indexOf(leaf).isPresent()) {
      return new Appended(store.indexOf(leaf).getAsLong(), leaf, true);
    }
    long index = commit(List.of(entry), List.of());
    if (publishAtOnce) {
      publish();
    }
    return new Appended(index, leaf, false);
  }

  @Override
  public Optional<PublishedCheckpoint> visible() {
    return visible;
  }

  @Override
  public CompletableFuture<PublishedCheckpoint> awaitPublished(long index) {
    CompletableFuture<PublishedCheckpoint> wait = new CompletableFuture<>();
    if (visible.isPresent() && visible.get().size() > index) {
      wait.complete(visible.get());
    } else {
      waits.add(wait);
    }
    return wait;
  }

  @Override
  public CompletableFuture<PublishedCheckpoint> awaitWitnessed(long index) {
    return awaitPublished(index);
  }

  @Override
  public Subscription subscribe(Consumer<PublishedCheckpoint> listener) {
    listeners.add(listener);
    subscribers.incrementAndGet();
    return () -> {
      if (listeners.remove(listener)) {
        subscribers.decrementAndGet();
      }
    };
  }

  @Override
  public Verdict validate(byte[] entry) throws IOException {
    String text = new String(entry, StandardCharsets.ISO_8859_1);
    if (text.startsWith("reject")) {
      return new Refused(rejection(text));
    }
    var index = store.indexOf(TreeHasher.leaf(entry));
    return index.isPresent() ? new Duplicate(index.getAsLong()) : new Admissible();
  }

  @Override
  public Status status() {
    long size = visible.map(PublishedCheckpoint::size).orElse(0L);
    return new Status(
        ORIGIN,
        store.head(),
        size,
        size,
        !accepting,
        0,
        1,
        1L << 40,
        accepting,
        accepting ? "" : "frozen: test",
        List.of(new WitnessState("w", "http://127.0.0.1:1/w/", 2, 1_700_000_000, "status 500: no")),
        List.of(new MirrorState("m", "http://127.0.0.1:1/m/", 2, 3, 1_700_000_000, "no")),
        "test",
        "test",
        1);
  }

  @Override
  public CompletableFuture<PublishedCheckpoint> freeze(String reason) {
    accepting = false;
    publish();
    return CompletableFuture.completedFuture(visible.orElseThrow());
  }

  @Override
  public void unfreeze() {
    accepting = true;
  }

  @Override
  public BackupResult backup(String name) throws StoreException {
    if (!name.matches("[a-z0-9-]{1,64}")) {
      throw new IllegalArgumentException("name: " + name + " (expected: [a-z0-9-]{1,64})");
    }
    return new BackupResult(Path.of("/backups", name), store.head().size(), 1);
  }

  @Override
  public List<VerifierKey> keys() {
    return List.of(key.verifierKey());
  }

  @Override
  public void close() {
    if (running != null) {
      running.close();
    }
    metrics.close();
  }
}
