package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.v1.BackupRequest;
import dev.vitrine.v1.FreezeRequest;
import dev.vitrine.v1.GetCheckpointRequest;
import dev.vitrine.v1.GetStatusRequest;
import dev.vitrine.v1.GetStatusResponse;
import dev.vitrine.v1.ListKeysRequest;
import dev.vitrine.v1.LogAdminGrpc;
import dev.vitrine.v1.LogAdminGrpc.LogAdminBlockingStub;
import dev.vitrine.v1.MirrorStatus;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.UnfreezeRequest;
import dev.vitrine.v1.WitnessStatus;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AdminListenerTest {

  private final ScriptedLog log = new ScriptedLog();
  private ManagedChannel channel;
  private LogAdminBlockingStub admin;

  @BeforeEach
  void start() throws Exception {
    log.fill(3).start();
    channel = Grpc.channel(log.adminPort());
    admin = LogAdminGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    log.close();
  }

  @Test
  void status_tellsTheSizes() {
    GetStatusResponse status = admin.getStatus(GetStatusRequest.getDefaultInstance());

    assertThat(status.getOrigin()).isEqualTo(ScriptedLog.ORIGIN);
    assertThat(status.getCommittedSize()).isEqualTo(3);
    assertThat(status.getCommittedRoot().toByteArray())
        .isEqualTo(log.store.head().root().toByteArray());
    assertThat(status.getVisibleSize()).isEqualTo(3);
    assertThat(status.getAccepting()).isTrue();
  }

  @Test
  void status_tellsHowWitnessesAndMirrorsFare() {
    GetStatusResponse status = admin.getStatus(GetStatusRequest.getDefaultInstance());

    assertThat(status.getWitnessesList())
        .containsExactly(
            WitnessStatus.newBuilder()
                .setName("w")
                .setUrl("http://127.0.0.1:1/w/")
                .setCosignedSize(2)
                .setLastSuccessUnixSeconds(1_700_000_000)
                .setLastError("status 500: no")
                .build());
    assertThat(status.getMirrorsList())
        .containsExactly(
            MirrorStatus.newBuilder()
                .setName("m")
                .setUrl("http://127.0.0.1:1/m/")
                .setHeldSize(2)
                .setNextEntry(3)
                .setLastSuccessUnixSeconds(1_700_000_000)
                .setLastError("no")
                .build());
  }

  @Test
  void freezeAndUnfreeze_changeTheStatus() {
    String note =
        admin.freeze(FreezeRequest.newBuilder().setReason("audit").build()).getCheckpoint();

    assertThat(note).startsWith(ScriptedLog.ORIGIN + "\n3\n");
    assertThat(admin.getStatus(GetStatusRequest.getDefaultInstance()).getFrozen()).isTrue();
    admin.unfreeze(UnfreezeRequest.getDefaultInstance());
    assertThat(admin.getStatus(GetStatusRequest.getDefaultInstance()).getAccepting()).isTrue();
  }

  @Test
  void backup_goodAndBadName() throws Exception {
    assertThat(admin.backup(BackupRequest.newBuilder().setName("a-1").build()).getPath())
        .isEqualTo("/backups/a-1");
    StatusRuntimeException e =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> admin.backup(BackupRequest.newBuilder().setName("../x").build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Grpc.errorInfo(e).getMetadataMap()).containsEntry("value", "../x");
  }

  @Test
  void keys_areTheVerifierKeys() {
    assertThat(admin.listKeys(ListKeysRequest.getDefaultInstance()).getKeys(0).getVkey())
        .isEqualTo(log.verifierKey().toString());
  }

  @Test
  void services_areOnTheirOwnListenersOnly() throws Exception {
    StatusRuntimeException publicOnAdmin =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                TransparencyLogGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .getCheckpoint(GetCheckpointRequest.getDefaultInstance()));
    ManagedChannel open = Grpc.channel(log.port());
    StatusRuntimeException adminOnPublic =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                LogAdminGrpc.newBlockingStub(open)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .getStatus(GetStatusRequest.getDefaultInstance()));
    open.shutdownNow();

    assertThat(publicOnAdmin.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(adminOnPublic.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(Http.get("http://127.0.0.1:" + log.adminPort() + "/checkpoint").statusCode())
        .isEqualTo(415);
  }
}
