package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.config.Config;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole server, on RocksDB, with many clients at once. */
@Timeout(120)
final class ConcurrentClientsTest {

  private static final int CLIENTS = 200;
  private static final int ENTRIES_EACH = 10;

  @TempDir Path folder;

  private LogServer server;
  private String url;
  private int port;

  @BeforeEach
  void start() throws Exception {
    Config config =
        Config.of(
            Map.of(
                "data-folder", folder.resolve("data").toString(),
                "listen", "127.0.0.1:0",
                "admin-listen", "127.0.0.1:0",
                "admission", "open",
                "disk.floor", "1MiB"));
    server =
        LogServer.start(
            config,
            Parts.standard(
                    failure -> {
                      throw new AssertionError(failure);
                    })
                .withApis(List.of(new ApiServer())));
    url = server.addresses().get(0);
    port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static byte[] entry(int number) {
    return ("shared entry " + number).getBytes(StandardCharsets.UTF_8);
  }

  /** Each client sends the same entries: all but the first of each are duplicates, in any batch. */
  @Test
  void sameEntries_fromManyClients_haveOneIndexEach_andNeverAnError() throws Exception {
    Map<Integer, Set<Long>> indices = new ConcurrentHashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<ManagedChannel> channels = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      channels.add(Grpc.channel(port));
    }
    List<Future<?>> clients = new ArrayList<>();
    for (int c = 0; c < CLIENTS; c++) {
      int client = c;
      clients.add(
          threads.submit(
              () -> {
                for (int n = 0; n < ENTRIES_EACH; n++) {
                  int number = (client + n) % ENTRIES_EACH;
                  long index =
                      client % 2 == 0
                          ? overHttp(number)
                          : overGrpc(channels.get(client % channels.size()), number);
                  indices.computeIfAbsent(number, k -> ConcurrentHashMap.newKeySet()).add(index);
                }
                return null;
              }));
    }
    for (Future<?> client : clients) {
      client.get(100, TimeUnit.SECONDS);
    }
    threads.shutdown();
    for (ManagedChannel channel : channels) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    Set<Long> all = new HashSet<>();
    indices.values().forEach(set -> assertThat(set).hasSize(1));
    indices.values().forEach(all::addAll);
    assertThat(all).hasSize(ENTRIES_EACH);
    assertThat(server.context().reads().head().size()).isEqualTo(ENTRIES_EACH);
  }

  private long overHttp(int number) throws Exception {
    HttpResponse<byte[]> answer = Http.post(url + "/add", entry(number));
    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
    return Long.parseLong(Http.text(answer));
  }

  private static long overGrpc(ManagedChannel channel, int number) {
    return TransparencyLogGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .append(Grpc.append(new String(entry(number), StandardCharsets.UTF_8)))
        .getIndex();
  }

  @Test
  void published_entries_comeWithAProofThatVerifies_andAreReadable() throws Exception {
    ManagedChannel channel = Grpc.channel(port);
    TransparencyLogGrpc.TransparencyLogBlockingStub stub =
        TransparencyLogGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    for (int n = 0; n < 20; n++) {
      AppendRequest request =
          AppendRequest.newBuilder()
              .setEntry(com.google.protobuf.ByteString.copyFrom(entry(n)))
              .setWait(Stage.STAGE_WITNESSED)
              .build();
      AppendResponse answer = stub.append(request);
      TlogProof proof = TlogProof.parse(answer.getProofBundle().getBytes(StandardCharsets.UTF_8));
      ProofVerifier.verifyInclusion(
          new InclusionProof(
              answer.getIndex(), proof.checkpoint().checkpoint().size(), proof.path()),
          TreeHasher.leaf(entry(n)),
          proof.checkpoint().checkpoint().root());
      assertThat(
              stub.getEntry(GetEntryRequest.newBuilder().setIndex(answer.getIndex()).build())
                  .getEntry()
                  .toByteArray())
          .isEqualTo(entry(n));
    }
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  @Test
  void stop_underLoad_answersEveryAppendWithItsResultOrARefusal() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int n = 0; n < 500; n++) {
      answers.add(
          Http.CLIENT.sendAsync(
              Http.request(url + "/add")
                  .POST(BodyPublishers.ofByteArray(("n" + n).getBytes(StandardCharsets.UTF_8)))
                  .build(),
              BodyHandlers.ofByteArray()));
      if (n == 250) {
        answers.get(0).get(30, TimeUnit.SECONDS);
        CompletableFuture.runAsync(server::close);
      }
    }

    int taken = 0;
    for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
      HttpResponse<byte[]> response;
      try {
        response = answer.get(30, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException refusedOrClosed) {
        // Sent after the listener had closed: no answer was promised.
        assertThat(refusedOrClosed).hasCauseInstanceOf(java.io.IOException.class);
        continue;
      }
      assertThat(response.statusCode()).isIn(200, 503);
      taken += response.statusCode() == 200 ? 1 : 0;
    }
    assertThat(taken).isPositive();
  }
}
