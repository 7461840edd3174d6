package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.sequencer.AppendException;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.storage.DamagedStoreException;
import dev.vitrine.server.storage.DiskFullException;
import dev.vitrine.server.storage.FatalStoreException;
import dev.vitrine.server.storage.FaultyLogStore;
import dev.vitrine.server.storage.FaultyLogStore.Call;
import dev.vitrine.server.storage.FaultyLogStore.Fault;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call to the store fails once while the server works: it answers an error and goes on, or
 * ends; either way nothing acknowledged is lost and no checkpoint is withdrawn.
 */
@Timeout(90)
class FaultyStoreTest {
  private static final int BEFORE = 300;
  private static final int DURING = 200;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String NO_BLOB = "00".repeat(Hash.SIZE);

  @TempDir Path temporary;
  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
  private final Map<Long, byte[]> acknowledged = new HashMap<>();
  private final List<SignedCheckpoint> seen = new CopyOnWriteArrayList<>();
  private FaultyLogStore store;

  static Stream<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    for (Call call : Call.values()) {
      if (call != Call.COMMIT && call != Call.META) {
        faults.add(new Fault(call, false, new StoreException("a fault of the test")));
        faults.add(new Fault(call, true, new StoreException("a fault of the test")));
      }
    }
    faults.add(new Fault(Call.COMMIT, false, new StoreException("nothing was written")));
    faults.add(new Fault(Call.COMMIT, false, new DiskFullException("no room")));
    return faults.stream();
  }

  static Stream<Fault> fatalFaults() {
    return Stream.of(
        new Fault(Call.COMMIT, false, unknown()),
        new Fault(Call.COMMIT, true, unknown()),
        new Fault(Call.INDEX_OF, false, new DamagedStoreException("block checksum", unknown())));
  }

  private static FatalStoreException unknown() {
    return new FatalStoreException("who knows", new IOException("a fault of the test"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_once_answeredAndTheServerGoesOn(Fault fault) throws Exception {
    try (LogServer server = start()) {
      workThrough(server, fault);

      assertThat(store.isSpent()).as("the fault was met").isTrue();
      assertThat(fatal).isNotDone();
      append(server, 10_000, 10_010);
      long last = server.context().reads().head().size() - 1;
      server.context().checkpoints().awaitPublished(last).get(30, TimeUnit.SECONDS);
    }
    requireNothingLost(log());
  }

  @ParameterizedTest
  @MethodSource("fatalFaults")
  void fault_thatLeavesTheDiskUnknown_endsTheServer(Fault fault) throws Exception {
    Path asTheDeadLeftIt = temporary.resolve("restarted");
    try (LogServer server = start()) {
      workThrough(server, fault);

      assertThat(store.isSpent()).as("the fault was met").isTrue();
      assertThat(fatal.get(30, TimeUnit.SECONDS)).isEqualTo(fault.failure());
      // Not even where the operator unfreezes a log that has failed, as the work above did.
      assertThatThrownBy(
              () ->
                  server
                      .context()
                      .appender()
                      .append(Entries.text(20_000))
                      .get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(AppendException.class);
      TestServers.copy(log(), asTheDeadLeftIt);
    }
    requireNothingLost(asTheDeadLeftIt);
  }

  @Test
  void fault_atStart_refusesToStart() throws Exception {
    start().close();
    assertThatThrownBy(
            () ->
                start(new Fault(Call.META, false, new StoreException("a fault of the test")))
                    .close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a fault of the test");
    start().close();
  }

  private Path log() {
    return temporary.resolve("log");
  }

  private LogServer start() throws IOException {
    return start(null);
  }

  private LogServer start(Fault atStart) throws IOException {
    return LogServer.start(
        TestServers.config(log()),
        Parts.standard(fatal::complete)
            .withApis(List.of(new ApiServer()))
            .withStore(
                real -> {
                  store = new FaultyLogStore(real);
                  if (atStart != null) {
                    store.arm(atStart);
                  }
                  return store;
                }));
  }

  private void workThrough(LogServer server, Fault fault) throws Exception {
    server.context().checkpoints().subscribe(checkpoint -> seen.add(checkpoint.signed()));
    append(server, 0, BEFORE);
    server.context().checkpoints().awaitPublished(BEFORE - 1).get(30, TimeUnit.SECONDS);
    store.arm(fault);
    boolean writes = fault.call() == Call.COMMIT || fault.call() == Call.INDEX_OF;
    if (!writes) {
      // Reads first, lest the publisher's own reads meet the fault.
      readAll(server);
    }
    append(server, BEFORE, BEFORE + DURING);
    readAll(server);
  }

  /** Each append is answered: by an index or by a refusal. */
  private void append(LogServer server, long start, long end) throws Exception {
    Map<Long, CompletableFuture<Appended>> answers = new HashMap<>();
    for (long i = start; i < end; i++) {
      answers.put(i, server.context().appender().append(Entries.text(i)));
    }
    for (Map.Entry<Long, CompletableFuture<Appended>> answer : answers.entrySet()) {
      try {
        Appended appended = answer.getValue().get(30, TimeUnit.SECONDS);
        acknowledged.put(appended.index(), Entries.text(answer.getKey()));
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(AppendException.class);
      }
    }
  }

  private void readAll(LogServer server) throws Exception {
    String url = server.addresses().get(0);
    String leaf = TreeHasher.leaf(Entries.text(7)).hex();
    List<String> paths =
        List.of(
            "/tile/0/000",
            "/tile/entries/000",
            "/v1/entry/7",
            "/v1/state",
            "/v1/proof/inclusion?leaf_hash=" + leaf,
            "/v1/proof/consistency?old=100",
            "/v1/proof/bundle?index=7",
            "/v1/lookup?dataset=mail",
            "/v1/blobs/" + NO_BLOB);
    for (String path : paths) {
      get(url + path);
    }
    post(url + "/v1/blobs");
    orRefused(() -> server.context().reads().entries(0, 10, (index, entry) -> true));
    orRefused(() -> server.context().reads().lookupPrefix(new byte[] {1}, 0, 1));
    orRefused(() -> server.context().reads().blobSize(Hash.ofHex(NO_BLOB)));
    orRefused(() -> server.context().admin().freeze("test").get(30, TimeUnit.SECONDS));
    orRefused(() -> server.context().admin().unfreeze());
    orRefused(() -> server.context().admin().unfreeze());
    orRefused(() -> server.context().admin().backup("backup-" + System.nanoTime()));
  }

  private interface Step {
    void run() throws Exception;
  }

  private void orRefused(Step step) throws Exception {
    try {
      step.run();
    } catch (IOException e) {
      assertThat(store.isSpent()).as("only the fault fails anything: %s", e).isTrue();
    } catch (IllegalStateException e) {
      assertThat(fatal).as("%s", e).isDone();
    }
  }

  /** An error at most once, and then the same answer as ever. */
  private void get(String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    int status = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    assertThat(status).as(url).isIn(200, 404, 500);
    int again = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    assertThat(again).as(url).isEqualTo(url.endsWith(NO_BLOB) ? 404 : 200);
  }

  private void post(String url) throws Exception {
    byte[] document = HexFormat.of().parseHex("0123" + NO_BLOB);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(document)).build();
    int status = CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    assertThat(status).isIn(200, 201, 500);
    assertThat(CLIENT.send(request, BodyHandlers.discarding()).statusCode()).isIn(200, 201);
  }

  private void requireNothingLost(Path folder) throws Exception {
    try (LogServer server = TestServers.start(folder)) {
      LogReads reads = server.context().reads();
      Head head = reads.head();
      assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(BEFORE);
      for (Map.Entry<Long, byte[]> ack : acknowledged.entrySet()) {
        assertThat(reads.entry(ack.getKey())).contains(ack.getValue());
      }
      assertThat(seen).isNotEmpty();
      for (SignedCheckpoint signed : seen) {
        Checkpoint old = signed.checkpoint();
        if (old.size() > 0) {
          ProofVerifier.verifyConsistency(
              reads.consistency(old.size(), head.size()), old.root(), head.root());
        }
      }
      CompactRange range = CompactRange.empty();
      reads.entries(
          0,
          head.size(),
          (index, entry) -> {
            range.append(TreeHasher.leaf(entry));
            return true;
          });
      assertThat(range.root()).isEqualTo(head.root());
    }
  }
}
