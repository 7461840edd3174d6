package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.server.storage.HeldLogStore;
import dev.vitrine.v1.GetConsistencyProofRequest;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetProofBundleRequest;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.StreamEntriesRequest;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogBlockingStub;
import io.grpc.ManagedChannel;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** While the store keeps a read waiting, the one event loop there is answers everybody else. */
@Timeout(60)
final class SlowStoreTest {
  private static final String CACHED_TILE = "/tile/0/000";
  private static final Hash LEAF = TreeHasher.leaf(ScriptedLog.entry(5));

  private final ScriptedLog log = new ScriptedLog();
  private HeldLogStore store;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    log.readThrough = inner -> store = new HeldLogStore(inner);
    log.fill(700).start("threads.event-loop", "1", "threads.read", "2");
    channel = Grpc.channel(log.port());
    assertThat(Http.get(log.url() + CACHED_TILE).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void close() throws Exception {
    store.release();
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    log.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tile/0/001",
        "/tile/1/000.p/2",
        "/tile/entries/000",
        "/v1/entry/5",
        "/v1/proof/inclusion?index=5",
        "/v1/proof/inclusion?leaf_hash={leaf}",
        "/v1/proof/consistency?old=300",
        "/v1/proof/bundle?index=5",
        "/v1/lookup?dataset=mail",
        "/v1/state"
      })
  void httpRead_held_othersAreAnswered(String path) throws Exception {
    assertOthersAreAnswered(get(path.replace("{leaf}", LEAF.hex()), 200));
  }

  @Test
  void httpBlob_held_othersAreAnswered() throws Exception {
    assertOthersAreAnswered(get("/v1/blobs/" + LEAF.hex(), 404));
  }

  @Test
  void httpBlobUpload_held_othersAreAnswered() throws Exception {
    assertOthersAreAnswered(() -> post("/v1/blobs"));
  }

  @Test
  void httpAppendWithProof_held_othersAreAnswered() throws Exception {
    assertOthersAreAnswered(() -> post("/add?wait=published"));
  }

  private enum Call {
    ENTRY(stub -> stub.getEntry(GetEntryRequest.newBuilder().setIndex(5).build())),
    STREAM(
        stub ->
            stub.streamEntries(StreamEntriesRequest.newBuilder().setEnd(9).build())
                .forEachRemaining(entry -> {})),
    INCLUSION(
        stub ->
            stub.getInclusionProof(
                GetInclusionProofRequest.newBuilder()
                    .setLeafHash(ByteString.copyFrom(LEAF.toByteArray()))
                    .build())),
    CONSISTENCY(
        stub ->
            stub.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder().setOldSize(300).build())),
    BUNDLE(stub -> stub.getProofBundle(GetProofBundleRequest.newBuilder().setIndex(5).build())),
    LOOKUP(stub -> stub.lookup(LookupRequest.newBuilder().setDataset("mail").build())),
    APPEND(
        stub -> stub.append(Grpc.append("new").toBuilder().setWait(Stage.STAGE_PUBLISHED).build()));

    private final Consumer<TransparencyLogBlockingStub> call;

    Call(Consumer<TransparencyLogBlockingStub> call) {
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource
  void grpcRead_held_othersAreAnswered(Call call) throws Exception {
    assertOthersAreAnswered(
        () ->
            CompletableFuture.runAsync(
                () ->
                    call.call.accept(
                        TransparencyLogGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(30, TimeUnit.SECONDS))));
  }

  private interface Read {
    CompletableFuture<?> begin() throws Exception;
  }

  private void assertOthersAreAnswered(Read read) throws Exception {
    store.hold();
    CompletableFuture<?> held = read.begin();
    store.awaitHeldRead();
    // The bound is the client's: ten seconds for what takes a millisecond.
    for (String path : new String[] {"/healthz", "/checkpoint", CACHED_TILE}) {
      assertThat(Http.get(log.url() + path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(held).as("still waits for the store").isNotDone();
    store.release();
    held.get(30, TimeUnit.SECONDS);
    assertThat(store.readers()).allMatch(name -> name.startsWith("vitrine-read-"));
  }

  private Read get(String path, int status) {
    return () ->
        Http.CLIENT
            .sendAsync(Http.request(log.url() + path).build(), BodyHandlers.ofByteArray())
            .thenAccept(answer -> assertStatus(answer, status));
  }

  private CompletableFuture<?> post(String path) {
    return Http.CLIENT
        .sendAsync(
            Http.request(log.url() + path).POST(BodyPublishers.ofString("new")).build(),
            BodyHandlers.ofByteArray())
        .thenAccept(answer -> assertStatus(answer, 200));
  }

  private static void assertStatus(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(status);
  }
}
