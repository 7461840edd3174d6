package dev.vitrine.bench.load;

import com.google.protobuf.UnsafeByteOperations;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code AppendStream}: pipelined entries, one stream a connection. Flow control is a stream's
 * push-back: an entry that is due while no stream is ready for more, and many are unanswered, is
 * not sent and counts as refused, as a producer with a bounded buffer would have to.
 */
public final class GrpcStreamTarget implements Target {

  private static final String NOT_READY = "NOT_READY (flow control)";

  private final GrpcChannels channels;
  private final List<Stream> streams;
  private final Stage wait;

  // owned by the sending thread
  private int turn;

  public GrpcStreamTarget(Endpoint endpoint, int connections, Stage wait) {
    this.channels = new GrpcChannels(endpoint, connections);
    this.wait = wait;
    this.streams = channels.all().stream().map(channel -> new Stream()).toList();
    for (int i = 0; i < connections; i++) {
      TransparencyLogGrpc.newStub(channels.all().get(i)).appendStream(streams.get(i));
    }
  }

  @Override
  public @Nullable String pushBack() {
    for (int i = 1; i <= streams.size(); i++) {
      int next = turn + i;
      if (streams.get(next % streams.size()).takesMore()) {
        turn = next - 1;
        return null;
      }
    }
    return NOT_READY;
  }

  @Override
  public void send(byte[] entry, Answer answer) {
    turn = (turn + 1) % streams.size();
    streams.get(turn).send(entry, answer, wait);
  }

  @Override
  public void close() {
    streams.forEach(Stream::end);
    channels.close();
  }

  private static final class Stream
      implements ClientResponseObserver<AppendStreamRequest, AppendStreamResponse> {

    /**
     * Twice what a server takes in flight of one stream by default: a short stall drops nothing.
     */
    private static final int BUFFERED = 4096;

    private final Map<Long, Answer> unanswered = new ConcurrentHashMap<>();
    private volatile @Nullable String broken;

    // owned by the sending thread
    private @Nullable ClientCallStreamObserver<AppendStreamRequest> requests;
    private long nextId = 1;

    @Override
    public void beforeStart(ClientCallStreamObserver<AppendStreamRequest> started) {
      requests = started;
    }

    boolean takesMore() {
      return broken != null
          || unanswered.size() < BUFFERED
          || (requests != null && requests.isReady());
    }

    void send(byte[] entry, Answer answer, Stage wait) {
      long id = nextId++;
      unanswered.put(id, answer);
      String reason = broken;
      if (reason != null) {
        failAll(reason);
        return;
      }
      if (requests == null) {
        throw new IllegalStateException("stream: not started (expected: started by its target)");
      }
      requests.onNext(
          AppendStreamRequest.newBuilder()
              .setRequestId(id)
              .setEntry(UnsafeByteOperations.unsafeWrap(entry))
              .setWait(wait)
              .build());
    }

    void end() {
      if (requests != null && broken == null) {
        requests.onCompleted();
      }
    }

    @Override
    public void onNext(AppendStreamResponse response) {
      Answer answer = unanswered.remove(response.getRequestId());
      if (answer == null) {
        return;
      }
      if (response.hasAppended()) {
        answer.acknowledged(response.getAppended().getIndex());
        return;
      }
      var error = response.getError();
      if (GrpcAnswers.isPushBack(Status.fromCodeValue(error.getCode()).getCode())) {
        answer.refused(error.getReason(), error.getRetryAfterMillis());
      } else {
        answer.failed(error.getReason() + ": " + error.getMessage());
      }
    }

    @Override
    public void onError(Throwable error) {
      String reason = "stream ended: " + Status.fromThrowable(error);
      broken = reason;
      failAll(reason);
    }

    @Override
    public void onCompleted() {
      broken = "stream ended by the log";
      failAll("stream ended by the log");
    }

    private void failAll(String reason) {
      for (Long id : unanswered.keySet()) {
        Answer answer = unanswered.remove(id);
        if (answer != null) {
          answer.failed(reason);
        }
      }
    }
  }
}
