package dev.vitrine.server.api.grpc;

import com.google.protobuf.ByteString;
import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.api.ApiParts;
import dev.vitrine.server.api.Appends;
import dev.vitrine.server.api.Queries;
import dev.vitrine.server.api.Queries.Leaf;
import dev.vitrine.server.api.Stage;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.AppendStreamRequest;
import dev.vitrine.v1.AppendStreamResponse;
import dev.vitrine.v1.GetCheckpointRequest;
import dev.vitrine.v1.GetCheckpointResponse;
import dev.vitrine.v1.GetConsistencyProofRequest;
import dev.vitrine.v1.GetConsistencyProofResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetEntryResponse;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.GetProofBundleRequest;
import dev.vitrine.v1.GetProofBundleResponse;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.StreamEntriesRequest;
import dev.vitrine.v1.StreamEntriesResponse;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.ValidateRequest;
import dev.vitrine.v1.ValidateResponse;
import dev.vitrine.v1.WatchCheckpointsRequest;
import dev.vitrine.v1.WatchCheckpointsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** {@code vitrine.v1.TransparencyLog}. */
final class TransparencyLogService extends TransparencyLogGrpc.TransparencyLogImplBase {

  private final ApiContext context;
  private final ApiParts parts;

  TransparencyLogService(ApiContext context, ApiParts parts) {
    this.context = context;
    this.parts = parts;
  }

  @Override
  public void append(AppendRequest request, StreamObserver<AppendResponse> client) {
    CompletableFuture<Appends.Outcome> outcome;
    try {
      Stage stage = Encoding.stage(request.getWait());
      outcome = append(parts.appends(), client(), request.getEntry().toByteArray(), stage);
    } catch (RuntimeException e) {
      client.onError(StatusDetails.of(e));
      return;
    }
    ((ServerCallStreamObserver<AppendResponse>) client)
        .setOnCancelHandler(() -> outcome.cancel(false));
    Context loop = Vertx.currentContext();
    outcome.whenComplete(
        (done, failure) -> loop.runOnContext(now -> answer(client, done, failure)));
  }

  private static void answer(
      StreamObserver<AppendResponse> client, Appends.Outcome done, Throwable failure) {
    if (failure != null) {
      client.onError(StatusDetails.of(failure));
    } else {
      client.onNext(Encoding.appended(done));
      client.onCompleted();
    }
  }

  private String client() {
    return parts.quota().limits() ? Client.name() : "";
  }

  private CompletableFuture<Appends.Outcome> append(
      Appends appends, String name, byte[] entry, Stage stage) {
    return parts
        .quota()
        .take(name, entry.length)
        .map(
            wait ->
                CompletableFuture.<Appends.Outcome>failedFuture(
                    parts.quota().refusal(name, entry.length, wait).toException()))
        .orElseGet(() -> appends.append(entry, stage));
  }

  @Override
  public StreamObserver<AppendStreamRequest> appendStream(
      StreamObserver<AppendStreamResponse> client) {
    String name = client();
    Appends appends = parts.appends().inOrder();
    return new AppendPipeline(
        (entry, stage) -> append(appends, name, entry, stage),
        (ServerCallStreamObserver<AppendStreamResponse>) client,
        context.config().appendsInFlightPerStream());
  }

  @Override
  public void getEntry(GetEntryRequest request, StreamObserver<GetEntryResponse> client) {
    read(
        client,
        () ->
            GetEntryResponse.newBuilder()
                .setIndex(request.getIndex())
                .setEntry(ByteString.copyFrom(parts.queries().entry(request.getIndex())))
                .build());
  }

  @Override
  public void streamEntries(
      StreamEntriesRequest request, StreamObserver<StreamEntriesResponse> client) {
    EntryStream stream;
    try {
      stream =
          new EntryStream(
              context.reads(),
              context.checkpoints(),
              parts.pool(),
              request,
              (ServerCallStreamObserver<StreamEntriesResponse>) client);
    } catch (RuntimeException e) {
      client.onError(StatusDetails.of(e));
      return;
    }
    stream.start();
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> client) {
    String text;
    try {
      text = Queries.text(parts.queries().checkpoint());
    } catch (RuntimeException e) {
      client.onError(StatusDetails.of(e));
      return;
    }
    client.onNext(GetCheckpointResponse.newBuilder().setCheckpoint(text).build());
    client.onCompleted();
  }

  @Override
  public void watchCheckpoints(
      WatchCheckpointsRequest request, StreamObserver<WatchCheckpointsResponse> client) {
    new CheckpointWatch(
            context.checkpoints(), (ServerCallStreamObserver<WatchCheckpointsResponse>) client)
        .start();
  }

  @Override
  public void getInclusionProof(
      GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> client) {
    read(
        client,
        () -> {
          Leaf leaf = Encoding.leaf(request);
          return Encoding.inclusion(parts.queries().inclusion(leaf, request.getTreeSize()));
        });
  }

  @Override
  public void getConsistencyProof(
      GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> client) {
    read(
        client,
        () ->
            Encoding.consistency(
                parts.queries().consistency(request.getOldSize(), request.getNewSize())));
  }

  @Override
  public void getProofBundle(
      GetProofBundleRequest request, StreamObserver<GetProofBundleResponse> client) {
    read(
        client,
        () ->
            GetProofBundleResponse.newBuilder()
                .setProofBundle(parts.queries().proofBundle(Encoding.leaf(request)))
                .build());
  }

  @Override
  public void lookup(LookupRequest request, StreamObserver<LookupResponse> client) {
    read(client, () -> parts.lookups().lookup(request));
  }

  @Override
  public void validate(ValidateRequest request, StreamObserver<ValidateResponse> client) {
    byte[] entry = request.getEntry().toByteArray();
    read(client, () -> Encoding.verdict(context.validator().validate(entry)));
  }

  private <T> void read(StreamObserver<T> client, Callable<T> read) {
    parts
        .pool()
        .call(
            read,
            answer -> {
              client.onNext(answer);
              client.onCompleted();
            },
            failure -> client.onError(StatusDetails.of(failure)));
  }
}
