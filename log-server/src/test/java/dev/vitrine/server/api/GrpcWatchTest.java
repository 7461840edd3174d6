package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.WatchCheckpointsRequest;
import dev.vitrine.v1.WatchCheckpointsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The stream of checkpoints: order, slow readers, deadlines. */
class GrpcWatchTest extends GrpcFixture {

  private static long size(WatchCheckpointsResponse message) {
    try {
      return SignedCheckpoint.parse(message.getCheckpoint().getBytes(StandardCharsets.UTF_8))
          .checkpoint()
          .size();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void watch_newestThenEachLater() throws Exception {
    log.fill(3);
    start();
    StreamReader<WatchCheckpointsRequest, WatchCheckpointsResponse> reader =
        new StreamReader<>(100);
    TransparencyLogGrpc.newStub(channel)
        .watchCheckpoints(WatchCheckpointsRequest.getDefaultInstance(), reader);

    for (int more = 1; more <= 3; more++) {
      int count = more;
      await().until(() -> reader.messages.size() == count);
      log.fill(1);
    }
    await().until(() -> reader.messages.size() == 4);

    assertThat(reader.messages).extracting(GrpcWatchTest::size).containsExactly(3L, 4L, 5L, 6L);
    reader.call.cancel("enough", null);
    await().until(() -> log.subscribers.get() == 0);
  }

  @Test
  void watch_slowReader_skipsToTheNewest() throws Exception {
    log.fill(1);
    start("threads.event-loop", "1");
    StreamReader<WatchCheckpointsRequest, WatchCheckpointsResponse> reader = new StreamReader<>(1);
    TransparencyLogGrpc.newStub(channel)
        .watchCheckpoints(WatchCheckpointsRequest.getDefaultInstance(), reader);
    await().until(() -> reader.messages.size() == 1);
    List<String> large = List.of("x".repeat(20_000));

    for (int i = 0; i < 1_000; i++) {
      log.publish(large);
      // Comes back from the one event loop after the watch has had its turn.
      assertThat(Http.get(log.url() + "/healthz").statusCode()).isEqualTo(200);
    }
    log.fill(41);
    reader.call.request(Integer.MAX_VALUE);

    await().until(() -> reader.messages.stream().anyMatch(message -> size(message) == 42));
    // What fits the windows was sent; the rest, 20 MB, was never queued.
    assertThat(reader.messages.size()).isLessThan(500);
  }

  @Test
  void deadline_onAStream_endsItAndTheSubscription() throws Exception {
    log.fill(1);
    start();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    TransparencyLogGrpc.newStub(channel)
        .withDeadlineAfter(400, TimeUnit.MILLISECONDS)
        .watchCheckpoints(
            WatchCheckpointsRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(WatchCheckpointsResponse message) {}

              @Override
              public void onError(Throwable failure) {
                ended.complete(failure);
              }

              @Override
              public void onCompleted() {
                ended.completeExceptionally(new AssertionError("completed"));
              }
            });

    assertThat(Status.fromThrowable(ended.get(5, TimeUnit.SECONDS)).getCode())
        .isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().until(() -> log.subscribers.get() == 0);
  }
}
