package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.StreamEntriesRequest;
import dev.vitrine.v1.StreamEntriesResponse;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.WatchCheckpointsRequest;
import dev.vitrine.v1.WatchCheckpointsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streaming calls: order, back-pressure, slow readers, ends. */
@Timeout(60)
final class GrpcStreamsTest {

  private final ScriptedLog log = new ScriptedLog();
  private ManagedChannel channel;

  private void start(String... settings) throws Exception {
    log.start(settings);
    channel = Grpc.channel(log.port());
  }

  @AfterEach
  void close() throws Exception {
    if (channel != null) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    log.close();
  }

  /** A reader that takes messages only when told to. */
  private static final class Reader<Q, A> implements ClientResponseObserver<Q, A> {
    final Queue<A> messages = new ConcurrentLinkedQueue<>();
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    ClientCallStreamObserver<Q> call;
    private final int initially;

    Reader(int initially) {
      this.initially = initially;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
      call = stream;
      stream.disableAutoRequestWithInitial(initially);
    }

    @Override
    public void onNext(A message) {
      messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
      ended.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }

  private static AppendStreamRequest request(long id, String entry) {
    return AppendStreamRequest.newBuilder().setRequestId(id).setEntry(Grpc.bytes(entry)).build();
  }

  private Reader<AppendStreamRequest, AppendStreamResponse> appendStream(int initially) {
    Reader<AppendStreamRequest, AppendStreamResponse> reader = new Reader<>(initially);
    TransparencyLogGrpc.newStub(channel).appendStream(reader);
    return reader;
  }

  @Test
  void appendStream_manyEntries_areAllAnsweredOnceWithTheirIds() throws Exception {
    start();
    Reader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(Integer.MAX_VALUE);

    for (int i = 0; i < 5_000; i++) {
      reader.call.onNext(request(i, "entry " + i % 4_000));
    }
    reader.call.onCompleted();
    reader.ended.get(30, TimeUnit.SECONDS);

    Map<Long, AppendStreamResponse> answers = new HashMap<>();
    reader.messages.forEach(answer -> answers.put(answer.getRequestId(), answer));
    assertThat(answers).hasSize(5_000);
    assertThat(reader.messages).hasSize(5_000);
    for (long i = 0; i < 1_000; i++) {
      assertThat(answers.get(i + 4_000).getAppended().getIndex())
          .isEqualTo(answers.get(i).getAppended().getIndex());
      assertThat(answers.get(i + 4_000).getAppended().getDuplicate()).isTrue();
    }
    assertThat(log.store.head().size()).isEqualTo(4_000);
  }

  @Test
  void appendStream_refusedEntries_areAnsweredAndTheStreamGoesOn() throws Exception {
    start();
    Reader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(100);

    reader.call.onNext(request(1, "good"));
    reader.call.onNext(request(2, "reject"));
    reader.call.onNext(request(3, "overload"));
    reader.call.onNext(request(4, ""));
    reader.call.onNext(request(5, "x").toBuilder().setWaitValue(77).build());
    reader.call.onNext(
        request(6, "").toBuilder().setEntry(ByteString.copyFrom(new byte[70_000])).build());
    reader.call.onNext(request(7, "also good"));
    reader.call.onCompleted();
    reader.ended.get(10, TimeUnit.SECONDS);

    Map<Long, AppendStreamResponse> answers = new HashMap<>();
    reader.messages.forEach(answer -> answers.put(answer.getRequestId(), answer));
    assertThat(answers.get(1L).getAppended().getIndex()).isZero();
    assertThat(answers.get(2L).getError().getReason()).isEqualTo("SEQUENCE_GAP");
    assertThat(answers.get(2L).getError().getCode()).isEqualTo(9);
    assertThat(answers.get(2L).getError().getRetryAfterMillis()).isZero();
    assertThat(answers.get(3L).getError().getReason()).isEqualTo("QUEUE_FULL");
    assertThat(answers.get(3L).getError().getRetryAfterMillis()).isEqualTo(1_500);
    assertThat(answers.get(4L).getError().getReason()).isEqualTo("ENTRY_EMPTY");
    assertThat(answers.get(5L).getError().getReason()).isEqualTo("PARAMETER_INVALID");
    assertThat(answers.get(6L).getError().getReason()).isEqualTo("ENTRY_TOO_LARGE");
    assertThat(answers.get(7L).getAppended().getIndex()).isEqualTo(1);
  }

  @Test
  void appendStream_answersHeldBack_takesNoMoreThanTheLimit() throws Exception {
    log.holdAnswers = true;
    start("limits.appends-in-flight-per-stream", "10");
    Reader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(1_000);

    for (int i = 0; i < 100; i++) {
      reader.call.onNext(request(i, "entry " + i));
    }
    reader.call.onCompleted();
    await().until(() -> log.store.head().size() == 10);
    await().during(300, TimeUnit.MILLISECONDS).until(() -> log.store.head().size() == 10);
    log.holdAnswers = false;
    log.release();

    reader.ended.get(10, TimeUnit.SECONDS);
    assertThat(reader.messages).hasSize(100);
  }

  @Test
  void appendStream_clientThatReadsNoAnswers_isStoppedFromSending() throws Exception {
    start("limits.appends-in-flight-per-stream", "50");
    Reader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(0);

    for (int i = 0; i < 60_000; i++) {
      reader.call.onNext(request(i, "entry " + i));
    }
    reader.call.onCompleted();
    // The answers of about a window, of 64 KiB at the client, and what is in flight.
    await()
        .during(1, TimeUnit.SECONDS)
        .atMost(20, TimeUnit.SECONDS)
        .until(
            () -> {
              long size = log.store.head().size();
              return size > 0 && size < 50_000;
            });
    reader.call.request(Integer.MAX_VALUE);

    reader.ended.get(40, TimeUnit.SECONDS);
    assertThat(reader.messages).hasSize(60_000);
  }

  @Test
  void appendStream_cancelled_endsTheWaiting_notTheAppends() throws Exception {
    log.publishAtOnce = false;
    start();
    Reader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(100);
    for (int i = 0; i < 20; i++) {
      reader.call.onNext(
          request(i, "entry " + i).toBuilder().setWait(Stage.STAGE_PUBLISHED).build());
    }
    await().until(() -> log.waits.size() == 20);

    reader.call.cancel("enough", null);

    await().until(() -> log.waits.stream().allMatch(CompletableFuture::isCancelled));
    assertThat(log.store.head().size()).isEqualTo(20);
  }

  private Reader<StreamEntriesRequest, StreamEntriesResponse> entries(
      StreamEntriesRequest request, int initially) {
    Reader<StreamEntriesRequest, StreamEntriesResponse> reader = new Reader<>(initially);
    TransparencyLogGrpc.newStub(channel).streamEntries(request, reader);
    return reader;
  }

  private static StreamEntriesRequest range(long start, long end) {
    return StreamEntriesRequest.newBuilder().setStart(start).setEnd(end).build();
  }

  @Test
  void streamEntries_range_comesWholeAndInOrder() throws Exception {
    log.fill(3_000);
    start();

    for (long[] range : new long[][] {{0, 0}, {0, 3_000}, {1, 2}, {511, 1_025}, {2_999, 3_000}}) {
      Reader<StreamEntriesRequest, StreamEntriesResponse> reader =
          entries(range(range[0], range[1]), Integer.MAX_VALUE);
      reader.ended.get(10, TimeUnit.SECONDS);
      long end = range[1] == 0 ? 3_000 : range[1];
      List<StreamEntriesResponse> got = new ArrayList<>(reader.messages);
      assertThat(got).hasSize((int) (end - range[0]));
      for (int i = 0; i < got.size(); i++) {
        assertThat(got.get(i).getIndex()).isEqualTo(range[0] + i);
        assertThat(got.get(i).getEntry().toByteArray()).isEqualTo(ScriptedLog.entry(range[0] + i));
      }
    }
  }

  @Test
  void streamEntries_largeEntries_respectASlowReader() throws Exception {
    List<byte[]> large = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      byte[] entry = new byte[60_000];
      entry[0] = (byte) i;
      entry[1] = (byte) (i >> 8);
      large.add(entry);
    }
    log.commit(large, List.of());
    log.publish();
    start();

    Reader<StreamEntriesRequest, StreamEntriesResponse> slow = entries(range(0, 0), 0);
    // A stalled stream must not hold up others, on the same connection or another.
    assertThat(
            TransparencyLogGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .getEntry(GetEntryRequest.newBuilder().setIndex(399).build())
                .getEntry()
                .size())
        .isEqualTo(60_000);
    for (int i = 1; i <= 400; i++) {
      int expected = i;
      slow.call.request(1);
      await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> slow.messages.size() == expected);
    }
    slow.call.request(1);

    slow.ended.get(10, TimeUnit.SECONDS);
    int index = 0;
    for (StreamEntriesResponse message : slow.messages) {
      assertThat(message.getIndex()).isEqualTo(index);
      assertThat(message.getEntry().toByteArray()).isEqualTo(large.get(index++));
    }
  }

  @Test
  void streamEntries_follow_goesOnWithEachCheckpoint_andEndsAtItsEnd() throws Exception {
    log.fill(2);
    start();
    Reader<StreamEntriesRequest, StreamEntriesResponse> reader =
        entries(range(1, 5).toBuilder().setFollow(true).build(), 100);

    await().until(() -> reader.messages.size() == 1);
    log.fill(2);
    await().until(() -> reader.messages.size() == 3);
    assertThat(reader.ended).isNotDone();
    log.fill(2);

    reader.ended.get(10, TimeUnit.SECONDS);
    assertThat(reader.messages)
        .extracting(StreamEntriesResponse::getIndex)
        .containsExactly(1L, 2L, 3L, 4L);
    await().until(() -> log.subscribers.get() == 0);
  }

  @Test
  void streamEntries_cancelledFollower_isForgotten() throws Exception {
    start();
    Reader<StreamEntriesRequest, StreamEntriesResponse> reader =
        entries(StreamEntriesRequest.newBuilder().setFollow(true).build(), 1);
    await().until(() -> log.subscribers.get() == 1);

    reader.call.cancel("enough", null);

    await().until(() -> log.subscribers.get() == 0);
  }

  @Test
  void streamEntries_badRanges_areOutOfRange() throws Exception {
    log.fill(5);
    start();

    for (StreamEntriesRequest request :
        List.of(range(-1, 0), range(6, 0), range(0, 6), range(3, 2), range(0, -1))) {
      StatusRuntimeException e =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  TransparencyLogGrpc.newBlockingStub(channel)
                      .withDeadlineAfter(5, TimeUnit.SECONDS)
                      .streamEntries(request)
                      .hasNext());
      assertThat(e).as(request.toString()).isNotNull();
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
    }
  }

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
    Reader<WatchCheckpointsRequest, WatchCheckpointsResponse> reader = new Reader<>(100);
    TransparencyLogGrpc.newStub(channel)
        .watchCheckpoints(WatchCheckpointsRequest.getDefaultInstance(), reader);

    for (int more = 1; more <= 3; more++) {
      int count = more;
      await().until(() -> reader.messages.size() == count);
      log.fill(1);
    }
    await().until(() -> reader.messages.size() == 4);

    assertThat(reader.messages).extracting(GrpcStreamsTest::size).containsExactly(3L, 4L, 5L, 6L);
    reader.call.cancel("enough", null);
    await().until(() -> log.subscribers.get() == 0);
  }

  @Test
  void watch_slowReader_skipsToTheNewest() throws Exception {
    log.fill(1);
    start("threads.event-loop", "1");
    Reader<WatchCheckpointsRequest, WatchCheckpointsResponse> reader = new Reader<>(1);
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
