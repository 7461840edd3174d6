package dev.vitrine.server.api;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A reader that takes messages only when told to. */
final class StreamReader<Q, A> implements ClientResponseObserver<Q, A> {
  final Queue<A> messages = new ConcurrentLinkedQueue<>();
  final CompletableFuture<Void> ended = new CompletableFuture<>();
  ClientCallStreamObserver<Q> call;
  private final int initially;

  StreamReader(int initially) {
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
