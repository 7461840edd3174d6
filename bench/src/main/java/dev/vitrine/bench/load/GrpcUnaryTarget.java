package dev.vitrine.bench.load;

import com.google.protobuf.UnsafeByteOperations;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogStub;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** {@code Append}, one call an entry. */
public final class GrpcUnaryTarget implements Target {

  private final GrpcChannels channels;
  private final List<TransparencyLogStub> stubs;
  private final Stage wait;

  // owned by the sending thread
  private int turn;

  public GrpcUnaryTarget(Endpoint endpoint, int connections, Stage wait) {
    this.channels = new GrpcChannels(endpoint, connections);
    this.stubs = channels.all().stream().map(TransparencyLogGrpc::newStub).toList();
    this.wait = wait;
  }

  @Override
  public void send(byte[] entry, Answer answer) {
    AppendRequest request =
        AppendRequest.newBuilder()
            .setEntry(UnsafeByteOperations.unsafeWrap(entry))
            .setWait(wait)
            .build();
    turn = (turn + 1) % stubs.size();
    stubs.get(turn).append(request, new Observer(answer));
  }

  @Override
  public void close() {
    channels.close();
  }

  private record Observer(Answer answer) implements StreamObserver<AppendResponse> {

    @Override
    public void onNext(AppendResponse response) {
      answer.acknowledged(response.getIndex());
    }

    @Override
    public void onError(Throwable error) {
      GrpcAnswers.report(error, answer);
    }

    @Override
    public void onCompleted() {}
  }
}
