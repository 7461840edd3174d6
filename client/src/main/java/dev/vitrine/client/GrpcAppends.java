package dev.vitrine.client;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.v1.AppendError;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogStub;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Appends over one pipelined stream, which is opened when it is first needed and again after it
 * broke. When it breaks, what was under way on it fails as delayed: nobody knows whether the log
 * took it, and asking again is safe.
 */
final class GrpcAppends implements AutoCloseable {
  // google.rpc.Code of refusals that the same entry will meet again:
  // INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, FAILED_PRECONDITION,
  // OUT_OF_RANGE, UNIMPLEMENTED, UNAUTHENTICATED
  private static final Set<Integer> FINAL_CODES = Set.of(3, 5, 6, 7, 9, 11, 12, 16);

  private final TransparencyLogStub stub;
  private @Nullable Stream open; // guarded by this
  private long nextId; // guarded by this

  GrpcAppends(TransparencyLogStub stub) {
    this.stub = stub;
  }

  synchronized CompletableFuture<Acknowledgement> append(byte[] entry) {
    Stream stream = open;
    if (stream == null || stream.broken()) {
      stream = new Stream();
      stream.start(stub.appendStream(stream));
      open = stream;
    }
    return stream.send(nextId++, entry);
  }

  @Override
  public synchronized void close() {
    if (open != null) {
      open.finish();
    }
  }

  private record Pending(byte[] entry, CompletableFuture<Acknowledgement> answer) {}

  private static final class Stream implements StreamObserver<AppendStreamResponse> {
    private final Map<Long, Pending> pending = new HashMap<>(); // guarded by this
    private @Nullable StreamObserver<AppendStreamRequest> requests; // guarded by this
    private boolean broken; // guarded by this

    synchronized void start(StreamObserver<AppendStreamRequest> observer) {
      requests = observer;
    }

    synchronized boolean broken() {
      return broken;
    }

    CompletableFuture<Acknowledgement> send(long id, byte[] entry) {
      CompletableFuture<Acknowledgement> answer = new CompletableFuture<>();
      AppendStreamRequest request =
          AppendStreamRequest.newBuilder()
              .setRequestId(id)
              .setEntry(ByteString.copyFrom(entry))
              .build();
      synchronized (this) {
        if (broken || requests == null) {
          answer.completeExceptionally(
              new AppendDelayedException("the stream broke", Duration.ZERO));
          return answer;
        }
        pending.put(id, new Pending(entry, answer));
        requests.onNext(request);
      }
      return answer;
    }

    @Override
    public void onNext(AppendStreamResponse response) {
      Pending waiting;
      synchronized (this) {
        waiting = pending.remove(response.getRequestId());
      }
      if (waiting == null) {
        return;
      }
      if (response.hasAppended()) {
        accept(waiting, response.getAppended());
      } else {
        waiting.answer().completeExceptionally(failure(response.getError()));
      }
    }

    private static void accept(Pending waiting, AppendResponse appended) {
      int length = appended.getLeafHash().size();
      if (appended.getIndex() < 0 || (length != 0 && length != Hash.SIZE)) {
        waiting
            .answer()
            .completeExceptionally(
                new AppendDelayedException(
                    "index %d, leaf hash of %d bytes (expected: >= 0, %d)"
                        .formatted(appended.getIndex(), length, Hash.SIZE),
                    Duration.ZERO));
      } else {
        waiting
            .answer()
            .complete(
                Acknowledgement.of(
                    waiting.entry(), appended.getIndex(), appended.getDuplicate(), told(appended)));
      }
    }

    private static Optional<Hash> told(AppendResponse appended) {
      return appended.getLeafHash().isEmpty()
          ? Optional.empty()
          : Optional.of(Hash.of(appended.getLeafHash().toByteArray()));
    }

    private static Exception failure(AppendError error) {
      if (FINAL_CODES.contains(error.getCode()) && error.getRetryAfterMillis() == 0) {
        return new AppendRejectedException(error.getReason(), error.getMessage());
      }
      return new AppendDelayedException(
          error.getReason() + ": " + error.getMessage(),
          Duration.ofMillis(Math.max(0, error.getRetryAfterMillis())));
    }

    @Override
    public void onError(Throwable cause) {
      abandon(new AppendDelayedException("the stream broke: " + cause.getMessage(), cause));
    }

    @Override
    public void onCompleted() {
      abandon(new AppendDelayedException("the log ended the stream", Duration.ZERO));
    }

    private void abandon(AppendDelayedException why) {
      List<Pending> orphans;
      synchronized (this) {
        broken = true;
        orphans = List.copyOf(pending.values());
        pending.clear();
      }
      orphans.forEach(orphan -> orphan.answer().completeExceptionally(why));
    }

    synchronized void finish() {
      if (!broken && requests != null) {
        requests.onCompleted();
      }
    }
  }
}
