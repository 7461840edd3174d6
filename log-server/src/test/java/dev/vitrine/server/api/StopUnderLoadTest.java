package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM while clients append over every protocol: each append is answered, by its result or by
 * UNAVAILABLE; what was acknowledged is there after the restart.
 */
@Timeout(120)
final class StopUnderLoadTest {
  private static final int CLIENTS = 8;
  private static final int ENOUGH = 300;

  @TempDir Path folder;

  private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private ServerProcess server;
  private ManagedChannel channel;

  @AfterEach
  void end() throws Exception {
    clients.shutdownNow();
    channel.shutdownNow();
    server.process().destroyForcibly().waitFor();
  }

  @Test
  void sigterm_whileClientsAppend_noneAnsweredButByItsResultOrUnavailable() throws Exception {
    start();
    // As long as one connection has not been told, the server waits: also for a client that the
    // machine keeps waiting between two requests.
    KeptConnection silent = new KeptConnection(server.port());
    silent.append("from the connection that then is silent");
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String name = "client " + i;
      ends.add(clients.submit(() -> appendOverHttp("http " + name)));
      ends.add(clients.submit(() -> appendOverGrpc("grpc " + name)));
    }
    ends.add(clients.submit(() -> appendOnAStream("stream")));
    await().atMost(60, TimeUnit.SECONDS).until(() -> acknowledged.size() > ENOUGH);

    server.process().destroy();

    for (Future<?> end : ends) {
      end.get(60, TimeUnit.SECONDS);
    }
    silent.close();
    assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process().exitValue()).isEqualTo(143);
    assertThat(acknowledged.values())
        .anyMatch(entry -> entry.startsWith("http"))
        .anyMatch(entry -> entry.startsWith("grpc"))
        .anyMatch(entry -> entry.startsWith("stream"));
    channel.shutdownNow();
    start();
    assertAllThere();
  }

  @Test
  void sigterm_connectionsKeptOpen_eachNextAppendIsAnsweredAndTheLastToldSo() throws Exception {
    start();
    List<KeptConnection> kept = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      KeptConnection connection = new KeptConnection(server.port());
      kept.add(connection);
      KeptConnection.Answer answer = connection.append("first on " + i);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.last()).as("while the server runs").isFalse();
    }

    server.process().destroy();

    KeptConnection.Answer answer = kept.get(0).append("while it stops");
    for (int i = 0; !answer.last(); i++) {
      assertThat(answer.status()).isIn(200, 503);
      answer = kept.get(0).append("while it stops " + i);
    }
    for (KeptConnection connection : kept) {
      answer = connection.append("too late");
      assertThat(answer.status()).as(answer.body()).isEqualTo(503);
      assertThat(answer.body()).contains("NOT_ACCEPTING");
      assertThat(answer.last()).isTrue();
    }
    for (KeptConnection connection : kept) {
      connection.close();
    }
    assertThat(server.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process().exitValue()).isEqualTo(143);
  }

  private void start() throws Exception {
    // A quarter of it is for clients that the machine keeps waiting before they ask again.
    server = ServerProcess.start(folder, "stop-timeout: 120s\n");
    channel = Grpc.channel(server.port());
  }

  private void assertAllThere() throws Exception {
    TransparencyLogGrpc.TransparencyLogBlockingStub stub =
        TransparencyLogGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
    for (Map.Entry<Long, String> ack : acknowledged.entrySet()) {
      assertThat(
              stub.getEntry(GetEntryRequest.newBuilder().setIndex(ack.getKey()).build())
                  .getEntry()
                  .toStringUtf8())
          .isEqualTo(ack.getValue());
      if (ack.getKey() % 10 == 0) {
        HttpResponse<byte[]> entry = Http.get(server.url() + "/v1/entry/" + ack.getKey());
        assertThat(Base64.getDecoder().decode(Http.json(entry).getString("entry")))
            .isEqualTo(ack.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void acknowledge(long index, String entry) {
    assertThat(acknowledged.put(index, entry)).as("index %d given twice", index).isNull();
  }

  private Void appendOverHttp(String name) throws Exception {
    for (int i = 0; ; i++) {
      String entry = name + " entry " + i;
      HttpResponse<byte[]> answer =
          Http.post(server.url() + "/add", entry.getBytes(StandardCharsets.UTF_8));
      if (answer.statusCode() != 200) {
        assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(503);
        return null;
      }
      acknowledge(Long.parseLong(Http.text(answer)), entry);
    }
  }

  private Void appendOverGrpc(String name) {
    for (int i = 0; ; i++) {
      String entry = name + " entry " + i;
      AppendResponse answer;
      try {
        answer =
            TransparencyLogGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .append(Grpc.append(entry));
      } catch (StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).as("%s", e).isEqualTo(Status.Code.UNAVAILABLE);
        return null;
      }
      acknowledge(answer.getIndex(), entry);
    }
  }

  private Void appendOnAStream(String name) throws Exception {
    StreamedAppends answers = new StreamedAppends(name);
    StreamObserver<AppendStreamRequest> requests =
        TransparencyLogGrpc.newStub(channel).appendStream(answers);
    for (int i = 0; !answers.ended.isDone(); i++) {
      if (answers.window.tryAcquire(1, TimeUnit.SECONDS)) {
        requests.onNext(
            AppendStreamRequest.newBuilder()
                .setRequestId(i)
                .setEntry(Grpc.bytes(name + " entry " + i))
                .build());
      }
    }
    answers.ended.get();
    return null;
  }

  private final class StreamedAppends implements StreamObserver<AppendStreamResponse> {
    final Semaphore window = new Semaphore(50);
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final String name;

    StreamedAppends(String name) {
      this.name = name;
    }

    @Override
    public void onNext(AppendStreamResponse answer) {
      if (answer.hasAppended()) {
        acknowledge(answer.getAppended().getIndex(), name + " entry " + answer.getRequestId());
        window.release();
      } else if (answer.getError().getCode() != Code.UNAVAILABLE_VALUE) {
        ended.completeExceptionally(new AssertionError(answer.toString()));
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE) {
        ended.complete(null);
      } else {
        ended.completeExceptionally(failure);
      }
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }
}
