package dev.vitrine.server.api.grpc;

import dev.vitrine.server.api.Queries;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.v1.WatchCheckpointsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest checkpoint, then each later one. Nothing is queued: a client that reads slowly finds
 * the newest one when it comes back. Owned by the event loop.
 */
final class CheckpointWatch {

  private final Checkpoints checkpoints;
  private final ServerCallStreamObserver<WatchCheckpointsResponse> client;
  private final Loop loop = new Loop(this::pump);
  private Checkpoints.@Nullable Subscription subscription;
  private @Nullable PublishedCheckpoint sent;
  private boolean ended;

  CheckpointWatch(
      Checkpoints checkpoints, ServerCallStreamObserver<WatchCheckpointsResponse> client) {
    this.checkpoints = checkpoints;
    this.client = client;
  }

  void start() {
    client.setOnReadyHandler(this::pump);
    client.setOnCancelHandler(this::stop);
    subscription = checkpoints.subscribe(checkpoint -> loop.signal());
    pump();
  }

  private void pump() {
    if (ended || !client.isReady()) {
      return;
    }
    Optional<PublishedCheckpoint> newest = checkpoints.visible();
    if (newest.isPresent() && newest.get() != sent) {
      sent = newest.get();
      client.onNext(
          WatchCheckpointsResponse.newBuilder().setCheckpoint(Queries.text(newest.get())).build());
    }
  }

  private void stop() {
    ended = true;
    if (subscription != null) {
      subscription.close();
    }
  }
}
