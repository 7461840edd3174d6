package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls whose client has stopped waiting. */
final class GrpcCancellationTest extends GrpcFixture {
  @Test
  void deadline_passed_isKeptByTheServer_andEndsTheWaiting() throws Exception {
    log.publishAtOnce = false;
    start();
    AppendRequest request = Grpc.append("x").toBuilder().setWait(Stage.STAGE_PUBLISHED).build();

    StatusRuntimeException e =
        refused(
            () ->
                TransparencyLogGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                    .append(request));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    await().until(() -> log.waits.get(0).isCancelled());
    assertThat(log.store.head().size()).isEqualTo(1);
  }

  @Test
  void cancel_afterHalfClose_reachesTheService() throws Exception {
    log.publishAtOnce = false;
    start();
    AppendRequest request = Grpc.append("x").toBuilder().setWait(Stage.STAGE_PUBLISHED).build();

    Context.CancellableContext context = Context.current().withCancellation();
    var pending = context.call(() -> TransparencyLogGrpc.newFutureStub(channel).append(request));
    await().until(() -> log.waits.size() == 1);
    context.cancel(null);

    await().until(() -> log.waits.get(0).isCancelled());
    assertThat(pending.isDone() || pending.isCancelled()).isTrue();
  }

  @Test
  void connection_closed_endsTheWaiting() throws Exception {
    log.publishAtOnce = false;
    start();
    AppendRequest request = Grpc.append("x").toBuilder().setWait(Stage.STAGE_PUBLISHED).build();
    TransparencyLogGrpc.newFutureStub(channel).append(request);
    await().until(() -> log.waits.size() == 1);

    channel.shutdownNow();

    await().until(() -> log.waits.get(0).isCancelled());
  }

  @Test
  void cancels_inGreatNumber_doNotCutTheConnection() throws Exception {
    log.publishAtOnce = false;
    start();
    stub.append(Grpc.append("x"));
    AppendRequest request = Grpc.append("x").toBuilder().setWait(Stage.STAGE_PUBLISHED).build();

    for (int i = 0; i < 600; i++) {
      int count = i + 1;
      var pending = TransparencyLogGrpc.newFutureStub(channel).append(request);
      await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> log.waits.size() == count);
      pending.cancel(true);
    }

    assertThat(stub.getEntry(GetEntryRequest.getDefaultInstance()).getEntry())
        .isEqualTo(Grpc.bytes("x"));
  }
}
