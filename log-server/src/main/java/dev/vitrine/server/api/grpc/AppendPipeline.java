package dev.vitrine.server.api.grpc;

import dev.vitrine.server.api.Appends;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.RequestException;
import dev.vitrine.server.api.Stage;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Pipelined appends on one stream.
 *
 * <p>Back-pressure: a message is taken from the connection only while fewer than {@code
 * maxInFlight} entries of at most {@value #MAX_BYTES} bytes together are without their written
 * answer. A client that does not read its answers, or sends faster than the log is, fills its
 * HTTP/2 window and waits; the server holds no more than this of it.
 *
 * <p>Owned by the event loop, but for {@code answers}, into which any thread puts.
 */
final class AppendPipeline implements StreamObserver<AppendStreamRequest> {

  static final long MAX_BYTES = 8L << 20;

  /** Messages asked for but not yet here; each may be as large as a message can be. */
  private static final int MAX_ASKED = 64;

  private record Answer(AppendStreamResponse message, int entryBytes) {}

  private final Gate gate;
  private final ServerCallStreamObserver<AppendStreamResponse> client;
  private final int maxInFlight;
  private final Loop loop = new Loop(this::pump);
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();
  private int inFlight;
  private long inFlightBytes;
  private int asked;
  private boolean halfClosed;
  private boolean ended;

  /** What an append passes on its way in. */
  interface Gate {
    CompletableFuture<Appends.Outcome> append(byte[] entry, Stage stage);
  }

  AppendPipeline(
      Gate gate, ServerCallStreamObserver<AppendStreamResponse> client, int maxInFlight) {
    this.gate = gate;
    this.client = client;
    this.maxInFlight = maxInFlight;
    client.disableAutoRequest();
    client.setOnReadyHandler(this::pump);
    client.setOnCancelHandler(this::cancel);
    ask();
  }

  @Override
  public void onNext(AppendStreamRequest request) {
    asked--;
    inFlight++;
    byte[] entry = request.getEntry().toByteArray();
    inFlightBytes += entry.length;
    CompletableFuture<Appends.Outcome> outcome;
    try {
      outcome = gate.append(entry, Encoding.stage(request.getWait()));
    } catch (RequestException e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    if (!outcome.isDone()) {
      waiting.add(outcome);
    }
    CompletableFuture<Appends.Outcome> pending = outcome;
    outcome.whenComplete(
        (done, failure) -> {
          waiting.remove(pending);
          answers.add(new Answer(message(request.getRequestId(), done, failure), entry.length));
          loop.signal();
        });
    ask();
  }

  private static AppendStreamResponse message(
      long requestId, Appends.Outcome done, Throwable failure) {
    AppendStreamResponse.Builder answer = AppendStreamResponse.newBuilder().setRequestId(requestId);
    if (failure == null) {
      answer.setAppended(Encoding.appended(done));
    } else {
      answer.setError(Encoding.error(Failure.of(failure)));
    }
    return answer.build();
  }

  private void pump() {
    if (ended) {
      return;
    }
    while (client.isReady()) {
      Answer answer = answers.poll();
      if (answer == null) {
        break;
      }
      client.onNext(answer.message);
      inFlight--;
      inFlightBytes -= answer.entryBytes;
    }
    if (halfClosed && inFlight == 0) {
      ended = true;
      client.onCompleted();
    } else {
      ask();
    }
  }

  private void ask() {
    if (halfClosed || ended || inFlightBytes >= MAX_BYTES) {
      return;
    }
    int room = Math.min(maxInFlight - inFlight, MAX_ASKED) - asked;
    // In steps, so that a stream at full speed does not ask once a message.
    if (room > 0 && (asked == 0 || room >= MAX_ASKED / 2)) {
      asked += room;
      client.request(room);
    }
  }

  @Override
  public void onCompleted() {
    halfClosed = true;
    pump();
  }

  @Override
  public void onError(Throwable broken) {
    cancel();
  }

  /** Accepted entries are appended all the same; only the waiting for a later stage ends. */
  private void cancel() {
    ended = true;
    answers.clear();
    waiting.forEach(outcome -> outcome.cancel(false));
    waiting.clear();
  }
}
