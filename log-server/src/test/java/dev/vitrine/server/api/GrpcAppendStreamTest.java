package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.TransparencyLogGrpc;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The stream of appends: an answer for each, back-pressure, ends. */
class GrpcAppendStreamTest extends GrpcFixture {

  private static AppendStreamRequest request(long id, String entry) {
    return AppendStreamRequest.newBuilder().setRequestId(id).setEntry(Grpc.bytes(entry)).build();
  }

  private StreamReader<AppendStreamRequest, AppendStreamResponse> appendStream(int initially) {
    StreamReader<AppendStreamRequest, AppendStreamResponse> reader = new StreamReader<>(initially);
    TransparencyLogGrpc.newStub(channel).appendStream(reader);
    return reader;
  }

  @Test
  void appendStream_manyEntries_areAllAnsweredOnceWithTheirIds() throws Exception {
    start();
    StreamReader<AppendStreamRequest, AppendStreamResponse> reader =
        appendStream(Integer.MAX_VALUE);

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
    StreamReader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(100);

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
    StreamReader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(1_000);

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
    StreamReader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(0);

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
    StreamReader<AppendStreamRequest, AppendStreamResponse> reader = appendStream(100);
    for (int i = 0; i < 20; i++) {
      reader.call.onNext(
          request(i, "entry " + i).toBuilder().setWait(Stage.STAGE_PUBLISHED).build());
    }
    await().until(() -> log.waits.size() == 20);

    reader.call.cancel("enough", null);

    await().until(() -> log.waits.stream().allMatch(CompletableFuture::isCancelled));
    assertThat(log.store.head().size()).isEqualTo(20);
  }
}
