package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.config.Config;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records pipelined on one stream of a real server, and its key quotas. */
@Timeout(60)
final class RecordsOverGrpcTest {
  @TempDir private Path folder;

  private final TestLog model = TestLog.ready();
  private final TestRecords records = new TestRecords(model);
  private LogServer server;
  private ManagedChannel channel;

  private void start(Map<String, String> more) throws Exception {
    Path policy = Files.write(folder.resolve("root-policy"), model.entries.get(0));
    Config config =
        Config.of(
            Map.of(
                "origin",
                TestLog.ORIGIN,
                "listen",
                "127.0.0.1:0",
                "admin-listen",
                "off",
                "threads.check",
                "4",
                "data-folder",
                folder.resolve("data").toString(),
                "root-policy-file",
                policy.toString()));
    for (Map.Entry<String, String> setting : more.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    server =
        LogServer.start(
            config,
            Parts.standard(failure -> {})
                .withClock(Clock.fixed(TestLog.NOW, ZoneOffset.UTC))
                .withApis(List.of(new ApiServer())));
    channel = Grpc.channel(URI.create(server.addresses().get(0)).getPort());
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    server.close();
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
    for (int i = 0; i < 400; i++) {
      model.mustAppend(records.signed(records.update("one")));
    }
    start(Map.of());
    for (byte[] blob : model.blobs.values()) {
      server.context().reads().putBlob(blob);
    }

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
    for (int i = 0; i < 2; i++) {
      model.mustAppend(records.signed(records.build("p", "v" + i)));
    }
    start(Map.of("key-quota.entries-per-second", "1", "key-quota.burst-seconds", "10"));
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
    assertThat(Grpc.retryInfo(refusal))
        .hasValueSatisfying(
            info ->
                assertThat(
                        info.getRetryDelay().getSeconds() * 1e9 + info.getRetryDelay().getNanos())
                    .isBetween(1.0, 1e9));
  }
}
