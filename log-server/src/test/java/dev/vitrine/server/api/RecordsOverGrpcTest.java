package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.Kind;
import dev.vitrine.server.Parts;
import dev.vitrine.server.ServedRecords;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.ForwardingLogStore;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.StoreException;
import dev.vitrine.v1.AppendError;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records pipelined on one stream of a real server, and its key quotas. */
@Timeout(60)
final class RecordsOverGrpcTest {
  @TempDir private Path folder;

  private ServedRecords served;
  private TestLog model;
  private TestRecords records;
  private ManagedChannel channel;

  private void start(Map<String, String> settings) throws Exception {
    start(settings, parts -> parts);
  }

  private void start(Map<String, String> settings, UnaryOperator<Parts> parts) throws Exception {
    Map<String, String> all = new HashMap<>(Map.of("threads.check", "4"));
    all.putAll(settings);
    served = new ServedRecords(folder, all, parts);
    model = served.model;
    records = served.records;
    channel = Grpc.channel(served.address().getPort());
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    served.close();
  }

  private Queue<AppendStreamResponse> pipelined(List<byte[]> entries) throws Exception {
    Queue<AppendStreamResponse> answers = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    StreamObserver<AppendStreamRequest> stream =
        TransparencyLogGrpc.newStub(channel)
            .appendStream(
                new StreamObserver<>() {
                  @Override
                  public void onNext(AppendStreamResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    ended.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    ended.complete(null);
                  }
                });
    for (int i = 0; i < entries.size(); i++) {
      stream.onNext(
          AppendStreamRequest.newBuilder()
              .setRequestId(i)
              .setEntry(ByteString.copyFrom(entries.get(i)))
              .build());
    }
    stream.onCompleted();
    ended.get(50, TimeUnit.SECONDS);
    return answers;
  }

  @Test
  void appendStream_recordsOfOneStreamWithoutWaiting_allAdmittedInOrder() throws Exception {
    start(Map.of());
    for (int i = 0; i < 400; i++) {
      model.mustAppend(records.signed(records.update("one")));
    }
    served.putBlobs();

    Queue<AppendStreamResponse> answers = pipelined(model.entries);

    assertThat(answers)
        .hasSize(model.entries.size())
        .allSatisfy(
            answer -> {
              assertThat(answer.getError().getReason()).isEmpty();
              assertThat(answer.getAppended().getIndex()).isEqualTo(answer.getRequestId());
            });
  }

  @Test
  void append_keyAboveItsQuota_hasErrorInfoAndRetryInfo() throws Exception {
    start(Map.of("key-quota.entries-per-second", "1", "key-quota.burst-seconds", "10"));
    for (int i = 0; i < 2; i++) {
      model.mustAppend(records.signed(records.build("p", "v" + i)));
    }
    pipelined(model.entries);
    TransparencyLogGrpc.TransparencyLogBlockingStub stub =
        TransparencyLogGrpc.newBlockingStub(channel);
    StatusRuntimeException refusal = null;
    for (int i = 0; i < 12 && refusal == null; i++) {
      ByteString entry = ByteString.copyFrom(records.signed(records.build("q", "v" + i)).encode());
      AppendRequest request = AppendRequest.newBuilder().setEntry(entry).build();
      refusal = catchThrowableOfType(StatusRuntimeException.class, () -> stub.append(request));
    }

    assertThat(refusal).isNotNull();
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(Grpc.errorInfo(refusal).getReason()).isEqualTo("KEY_QUOTA_EXCEEDED");
    assertThat(Grpc.errorInfo(refusal).getMetadataMap())
        .containsEntry("value", TestLog.id(model.key(Role.PIPELINE)));
    assertThat(refusal.getStatus().getDescription())
        .startsWith("quota of key " + TestLog.id(model.key(Role.PIPELINE)) + ": used up")
        .endsWith("(expected: within 1 entries a second, 10 s at once)");
    assertThat(Grpc.retryInfo(refusal))
        .hasValueSatisfying(
            info ->
                assertThat(
                        info.getRetryDelay().getSeconds() * 1e9 + info.getRetryDelay().getNanos())
                    .isBetween(1.0, 1e9));
  }

  @Test
  void appendStream_refusals_nameFieldAndValueAndTheTimeToComeBack() throws Exception {
    start(Map.of("key-quota.entries-per-second", "1", "key-quota.burst-seconds", "10"));
    pipelined(model.entries);
    List<byte[]> entries = new ArrayList<>();
    entries.add(records.signed(records.rebuild(1, "a")).encode());
    for (int i = 0; i < 12; i++) {
      entries.add(records.signed(records.build("q", "v" + i)).encode());
    }

    Map<Long, AppendStreamResponse> answers = new HashMap<>();
    pipelined(entries).forEach(answer -> answers.put(answer.getRequestId(), answer));

    AppendError kind = answers.get(0L).getError();
    assertThat(kind.getReason()).isEqualTo("TARGET_KIND");
    assertThat(kind.getField()).isEqualTo("predicate.target.index");
    assertThat(kind.getValue()).isEqualTo("1");
    assertThat(kind.getRetryAfterMillis()).isZero();
    assertThat(answers.values())
        .map(AppendStreamResponse::getError)
        .filteredOn(error -> error.getReason().equals("KEY_QUOTA_EXCEEDED"))
        .isNotEmpty()
        .allSatisfy(
            error -> {
              assertThat(error.getValue()).isEqualTo(TestLog.id(model.key(Role.PIPELINE)));
              assertThat(error.getRetryAfterMillis()).isBetween(1L, 1000L);
            });
  }

  /** The same payload under a fresh signature, and another payload under the same event id. */
  @Test
  void append_sameEventOtherBytes_getsTheFirstEntryOrItsOwnCode() throws Exception {
    start(Map.of());
    pipelined(model.entries);
    Build.Builder build = records.build("p", "1");
    byte[] first = records.signed(build, "a").encode();
    byte[] fresh =
        TestLog.sign(
                Kind.BUILD,
                build.build(),
                List.of(TestLog.subject("a")),
                model.key(Role.RELEASE_MANAGER),
                model.key(Role.PIPELINE))
            .encode();
    byte[] other = records.signed(build.setVersion("2"), "a").encode();
    TransparencyLogGrpc.TransparencyLogBlockingStub stub =
        TransparencyLogGrpc.newBlockingStub(channel);
    AppendRequest.Builder published =
        AppendRequest.newBuilder().setWait(dev.vitrine.v1.Stage.STAGE_PUBLISHED);
    AppendResponse one = stub.append(published.setEntry(ByteString.copyFrom(first)).build());

    AppendResponse again = stub.append(published.setEntry(ByteString.copyFrom(fresh)).build());
    AppendResponse streamed = pipelined(List.of(fresh)).element().getAppended();
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> stub.append(published.setEntry(ByteString.copyFrom(other)).build()));

    assertThat(fresh).isNotEqualTo(first);
    for (AppendResponse answer : List.of(again, streamed)) {
      assertThat(answer.getDuplicate()).isTrue();
      assertThat(answer.getIndex()).isEqualTo(one.getIndex());
      assertThat(answer.getLeafHash().toByteArray())
          .isEqualTo(TreeHasher.leaf(first).toByteArray());
    }
    assertThat(TlogProof.parse(again.getProofBundle().getBytes(StandardCharsets.UTF_8)).index())
        .isEqualTo(one.getIndex());
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.ALREADY_EXISTS);
    assertThat(Grpc.errorInfo(refusal).getReason()).isEqualTo("EVENT_ID_REUSED");
    assertThat(Grpc.errorInfo(refusal).getMetadataMap())
        .containsEntry("field", "predicate.common.eventId")
        .containsEntry("value", build.getCommon().getEventId());
  }

  /** While nothing is committed a key's entries wait, and it may have two of the queue's twenty. */
  @Test
  void append_keysShareOfTheQueueFull_hasErrorInfoAndRetryInfo() throws Exception {
    HeldCommits commits = new HeldCommits();
    start(
        Map.of("queue.entries", "20", "key-quota.queue-percent", "10", "batch.entries", "1"),
        parts -> parts.withStore(commits::over));
    // One by one: three at once of the root's key would be above its share too.
    for (byte[] first : List.copyOf(model.entries.subList(0, 3))) {
      assertThat(pipelined(List.of(first)))
          .allSatisfy(answer -> assertThat(answer.getError().getReason()).isEmpty());
    }
    commits.hold();
    List<CompletableFuture<AppendResponse>> sent = new ArrayList<>();
    CompletableFuture<StatusRuntimeException> refused = new CompletableFuture<>();
    for (int i = 0; i < 20 && !refused.isDone(); i++) {
      sent.add(append(records.signed(records.build("q", "v" + i)).encode(), refused));
    }
    StatusRuntimeException refusal = refused.get(30, TimeUnit.SECONDS);
    commits.release();

    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(Grpc.errorInfo(refusal).getReason()).isEqualTo("KEY_SHARE_FULL");
    assertThat(Grpc.errorInfo(refusal).getMetadataMap())
        .containsEntry("field", "predicate.common.issuer")
        .containsEntry("value", TestLog.id(model.key(Role.PIPELINE)));
    assertThat(refusal.getStatus().getDescription()).contains("2 entries, ", "10 % or 2 entries");
    assertThat(Grpc.retryInfo(refusal)).isPresent();
    assertThat(indices(sent)).isNotEmpty().doesNotHaveDuplicates().allMatch(index -> index >= 3);
  }

  /** Of those that were not refused, whichever these are: calls of their own may overtake. */
  private static List<Long> indices(List<CompletableFuture<AppendResponse>> sent)
      throws InterruptedException, TimeoutException {
    List<Long> indices = new ArrayList<>();
    for (CompletableFuture<AppendResponse> answer : sent) {
      try {
        indices.add(answer.get(30, TimeUnit.SECONDS).getIndex());
      } catch (ExecutionException e) {
        assertThat(e.getCause()).hasMessageContaining("of key ");
      }
    }
    return indices;
  }

  private CompletableFuture<AppendResponse> append(
      byte[] entry, CompletableFuture<StatusRuntimeException> refused) {
    CompletableFuture<AppendResponse> answer = new CompletableFuture<>();
    TransparencyLogGrpc.newStub(channel)
        .append(
            AppendRequest.newBuilder().setEntry(ByteString.copyFrom(entry)).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(AppendResponse response) {
                answer.complete(response);
              }

              @Override
              public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
                refused.complete((StatusRuntimeException) failure);
              }

              @Override
              public void onCompleted() {}
            });
    return answer;
  }

  /** A store whose commits wait while a test wants it. */
  private static final class HeldCommits {
    private volatile CountDownLatch gate = new CountDownLatch(0);

    void hold() {
      gate = new CountDownLatch(1);
    }

    void release() {
      gate.countDown();
    }

    LogStore over(LogStore store) {
      return new ForwardingLogStore(store) {
        @Override
        public void commit(Batch batch) throws StoreException {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          super.commit(batch);
        }
      };
    }
  }
}
