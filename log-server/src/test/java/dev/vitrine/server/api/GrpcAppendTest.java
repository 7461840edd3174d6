package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.ValidateRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Appends over gRPC: answers, stages, refusals. */
final class GrpcAppendTest extends GrpcFixture {
  @Test
  void append_newAndDuplicate_haveTheSameIndex() throws Exception {
    log.fill(7);
    start();

    AppendResponse first = stub.append(Grpc.append("new"));
    AppendResponse second = stub.append(Grpc.append("new"));

    assertThat(first.getIndex()).isEqualTo(7);
    assertThat(first.getDuplicate()).isFalse();
    assertThat(first.getLeafHash().toByteArray())
        .isEqualTo(TreeHasher.leaf("new".getBytes(StandardCharsets.UTF_8)).toByteArray());
    assertThat(first.getProofBundle()).isEmpty();
    assertThat(second.getIndex()).isEqualTo(7);
    assertThat(second.getDuplicate()).isTrue();
  }

  @Test
  void append_stagePublished_bringsTheProof() throws Exception {
    start();

    AppendResponse answer =
        stub.append(Grpc.append("x").toBuilder().setWait(Stage.STAGE_PUBLISHED).build());

    assertThat(TlogProof.parse(answer.getProofBundle().getBytes(StandardCharsets.UTF_8)).index())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'', INVALID_ARGUMENT, ENTRY_EMPTY, 0",
    "reject it, FAILED_PRECONDITION, SEQUENCE_GAP, 0",
    "overload, RESOURCE_EXHAUSTED, QUEUE_FULL, 1500",
    "stop, UNAVAILABLE, NOT_ACCEPTING, 1000",
    "break, INTERNAL, INTERNAL, 0"
  })
  void append_refused_hasErrorInfoAndRetryInfo(
      String entry, Status.Code code, String reason, long retryMillis) throws Exception {
    start();

    StatusRuntimeException e = refused(() -> stub.append(Grpc.append(entry)));

    assertThat(e.getStatus().getCode()).isEqualTo(code);
    assertThat(Grpc.errorInfo(e).getReason()).isEqualTo(reason);
    assertThat(Grpc.errorInfo(e).getDomain()).isEqualTo("vitrine.dev");
    if (retryMillis == 0) {
      assertThat(Grpc.retryInfo(e)).isEmpty();
    } else {
      var delay = Grpc.retryInfo(e).orElseThrow().getRetryDelay();
      assertThat(delay.getSeconds() * 1000 + delay.getNanos() / 1_000_000).isEqualTo(retryMillis);
    }
    if (reason.equals("SEQUENCE_GAP")) {
      assertThat(Grpc.errorInfo(e).getMetadataMap())
          .containsEntry("field", "predicate.sequence")
          .containsEntry("value", "reject it");
    }
  }

  @Test
  void append_unknownStage_isInvalid() throws Exception {
    start();

    StatusRuntimeException e =
        refused(() -> stub.append(Grpc.append("x").toBuilder().setWaitValue(9).build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(log.store.head().size()).isZero();
  }

  /** Above the engine's default of 256 KiB: the refusal must be ours, about the entry. */
  @ParameterizedTest
  @CsvSource({"65536", "307200", "3000000"})
  void append_tooLarge_isRefusedForItsSize(int bytes) throws Exception {
    start();

    StatusRuntimeException e =
        refused(
            () ->
                stub.append(
                    AppendRequest.newBuilder()
                        .setEntry(ByteString.copyFrom(new byte[bytes]))
                        .build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Grpc.errorInfo(e).getReason()).isEqualTo("ENTRY_TOO_LARGE");
    assertThat(stub.append(Grpc.append("after")).getIndex()).isZero();
  }

  @Test
  void validate_saysWhatAppendWould() throws Exception {
    start();
    stub.append(Grpc.append("there"));

    assertThat(validate("new").getAdmissible()).isTrue();
    assertThat(validate("there").getDuplicate()).isTrue();
    assertThat(validate("reject").getReason()).isEqualTo("SEQUENCE_GAP");
    assertThat(log.store.head().size()).isEqualTo(1);
  }

  private dev.vitrine.v1.ValidateResponse validate(String entry) {
    return stub.validate(ValidateRequest.newBuilder().setEntry(Grpc.bytes(entry)).build());
  }
}
