package dev.vitrine.server.api.grpc;

import com.google.protobuf.ByteString;
import dev.vitrine.server.access.Admin;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.Queries;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.publisher.MirrorState;
import dev.vitrine.server.publisher.WitnessQuorum.WitnessState;
import dev.vitrine.v1.BackupRequest;
import dev.vitrine.v1.BackupResponse;
import dev.vitrine.v1.FreezeRequest;
import dev.vitrine.v1.FreezeResponse;
import dev.vitrine.v1.GetStatusRequest;
import dev.vitrine.v1.GetStatusResponse;
import dev.vitrine.v1.ListKeysRequest;
import dev.vitrine.v1.ListKeysResponse;
import dev.vitrine.v1.LogAdminGrpc;
import dev.vitrine.v1.LogKey;
import dev.vitrine.v1.MirrorStatus;
import dev.vitrine.v1.UnfreezeRequest;
import dev.vitrine.v1.UnfreezeResponse;
import dev.vitrine.v1.WitnessStatus;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** {@code vitrine.v1.LogAdmin}, for the operator's own listener. */
final class LogAdminService extends LogAdminGrpc.LogAdminImplBase {

  private final Admin admin;
  private final ReadPool pool;

  LogAdminService(Admin admin, ReadPool pool) {
    this.admin = admin;
    this.pool = pool;
  }

  @Override
  public void getStatus(GetStatusRequest request, StreamObserver<GetStatusResponse> client) {
    call(client, () -> encode(admin.status()));
  }

  private static GetStatusResponse encode(Admin.Status status) {
    GetStatusResponse.Builder answer =
        GetStatusResponse.newBuilder()
            .setOrigin(status.origin())
            .setCommittedSize(status.committed().size())
            .setCommittedRoot(ByteString.copyFrom(status.committed().root().toByteArray()))
            .setSignedSize(status.signedSize())
            .setVisibleSize(status.visibleSize())
            .setFrozen(status.frozen())
            .setQueueDepth(status.queueDepth())
            .setQueueCapacity(status.queueCapacity())
            .setFreeDiskBytes(status.freeDiskBytes())
            .setAccepting(status.accepting())
            .setNotAcceptingReason(status.notAcceptingReason())
            .setCryptoProvider(status.cryptoProvider())
            .setVersion(status.version())
            .setUptimeMillis(status.uptimeMillis());
    status.witnesses().forEach(witness -> answer.addWitnesses(encode(witness)));
    status.mirrors().forEach(mirror -> answer.addMirrors(encode(mirror)));
    return answer.build();
  }

  private static MirrorStatus encode(MirrorState mirror) {
    return MirrorStatus.newBuilder()
        .setName(mirror.name())
        .setUrl(mirror.url())
        .setHeldSize(mirror.heldSize())
        .setNextEntry(mirror.nextEntry())
        .setLastSuccessUnixSeconds(mirror.lastSuccessUnixSeconds())
        .setLastError(mirror.lastError())
        .build();
  }

  private static WitnessStatus encode(WitnessState witness) {
    return WitnessStatus.newBuilder()
        .setName(witness.name())
        .setUrl(witness.url())
        .setCosignedSize(witness.cosignedSize())
        .setLastSuccessUnixSeconds(witness.lastSuccessUnixSeconds())
        .setLastError(witness.lastError())
        .build();
  }

  @Override
  public void freeze(FreezeRequest request, StreamObserver<FreezeResponse> client) {
    Context loop = Vertx.currentContext();
    // The log is frozen whether or not somebody waits for the final checkpoint.
    ((ServerCallStreamObserver<FreezeResponse>) client).setOnCancelHandler(() -> {});
    pool.call(
        () -> admin.freeze(request.getReason()),
        frozen ->
            frozen.whenComplete(
                (checkpoint, failure) ->
                    loop.runOnContext(
                        now -> {
                          if (failure != null) {
                            client.onError(StatusDetails.of(failure));
                            return;
                          }
                          client.onNext(
                              FreezeResponse.newBuilder()
                                  .setCheckpoint(Queries.text(checkpoint))
                                  .build());
                          client.onCompleted();
                        })),
        failure -> client.onError(StatusDetails.of(failure)));
  }

  @Override
  public void unfreeze(UnfreezeRequest request, StreamObserver<UnfreezeResponse> client) {
    call(
        client,
        () -> {
          admin.unfreeze();
          return UnfreezeResponse.getDefaultInstance();
        });
  }

  @Override
  public void backup(BackupRequest request, StreamObserver<BackupResponse> client) {
    call(
        client,
        () -> {
          Admin.BackupResult result = backup(request.getName());
          return BackupResponse.newBuilder()
              .setPath(result.path().toString())
              .setSize(result.size())
              .setBytes(result.bytes())
              .build();
        });
  }

  private Admin.BackupResult backup(String name) throws java.io.IOException {
    try {
      return admin.backup(name);
    } catch (IllegalArgumentException e) {
      throw Failure.of(Reason.PARAMETER_INVALID, "name", name, String.valueOf(e.getMessage()))
          .toException();
    }
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> client) {
    call(
        client,
        () -> {
          ListKeysResponse.Builder answer = ListKeysResponse.newBuilder();
          admin
              .keys()
              .forEach(
                  key ->
                      answer.addKeys(
                          LogKey.newBuilder()
                              .setVkey(key.toString())
                              .setAlgorithm(key.algorithm().toString())));
          return answer.build();
        });
  }

  private <T> void call(StreamObserver<T> client, Callable<T> action) {
    pool.call(
        action,
        answer -> {
          client.onNext(answer);
          client.onCompleted();
        },
        failure -> client.onError(StatusDetails.of(failure)));
  }
}
