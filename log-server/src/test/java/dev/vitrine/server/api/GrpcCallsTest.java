package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.v1.AppendRequest;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.GetCheckpointRequest;
import dev.vitrine.v1.GetConsistencyProofRequest;
import dev.vitrine.v1.GetConsistencyProofResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.GetProofBundleRequest;
import dev.vitrine.v1.Stage;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogBlockingStub;
import dev.vitrine.v1.ValidateRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unary calls over a real connection, good and bad. */
@Timeout(60)
final class GrpcCallsTest {

  private final ScriptedLog log = new ScriptedLog();
  private ManagedChannel channel;
  private TransparencyLogBlockingStub stub;

  private void start(String... settings) throws Exception {
    log.start(settings);
    channel = Grpc.channel(log.port());
    stub = TransparencyLogGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    if (channel != null) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    log.close();
  }

  private StatusRuntimeException refused(Runnable call) {
    StatusRuntimeException e = catchThrowableOfType(StatusRuntimeException.class, call::run);
    assertThat(e).as("the call was to be refused").isNotNull();
    return e;
  }

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
  void message_aboveTheLimit_isResourceExhausted_andTheConnectionGoesOn() throws Exception {
    start();

    StatusRuntimeException e =
        refused(
            () ->
                stub.append(
                    AppendRequest.newBuilder()
                        .setEntry(ByteString.copyFrom(new byte[5 << 20]))
                        .build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(stub.append(Grpc.append("after")).getIndex()).isZero();
  }

  @Test
  void message_compressed_isTaken_andABombIsNot() throws Exception {
    start();
    TransparencyLogBlockingStub gzip = stub.withCompression("gzip");

    assertThat(gzip.append(Grpc.append("squeezed")).getIndex()).isZero();
    StatusRuntimeException e =
        refused(
            () ->
                gzip.append(
                    AppendRequest.newBuilder()
                        .setEntry(ByteString.copyFrom(new byte[50 << 20]))
                        .build()));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
  }

  private static final MethodDescriptor.Marshaller<byte[]> BYTES =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          return new byte[0];
        }
      };

  private static MethodDescriptor<byte[], byte[]> raw(String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder(BYTES, BYTES)
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(method)
        .build();
  }

  @Test
  void message_noProtobuf_isInvalidArgumentAtOnce() throws Exception {
    start();

    StatusRuntimeException e =
        refused(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel,
                    raw("vitrine.v1.TransparencyLog/Append"),
                    CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS),
                    new byte[] {(byte) 0x0a, (byte) 0xff}));

    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void call_withoutItsMessage_failsAtOnce() throws Exception {
    start();
    CompletableFuture<Status> ended = new CompletableFuture<>();
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            raw("vitrine.v1.TransparencyLog/GetEntry"),
            CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS));
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    call.halfClose();

    assertThat(ended.get(4, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.INTERNAL);
  }

  @Test
  void method_unknown_isUnimplemented() throws Exception {
    start();

    for (String method : List.of("vitrine.v1.TransparencyLog/Nothing", "no.Service/Append")) {
      StatusRuntimeException e =
          refused(
              () ->
                  ClientCalls.blockingUnaryCall(
                      channel,
                      raw(method),
                      CallOptions.DEFAULT.withDeadlineAfter(5, TimeUnit.SECONDS),
                      new byte[0]));
      assertThat(e.getStatus().getCode()).as(method).isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

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

  @Test
  void getEntry_everyIndex_hasItsBytes_andBeyondIsNotFound() throws Exception {
    log.fill(3);
    start();

    for (int i = 0; i < 3; i++) {
      assertThat(
              stub.getEntry(GetEntryRequest.newBuilder().setIndex(i).build())
                  .getEntry()
                  .toByteArray())
          .isEqualTo(ScriptedLog.entry(i));
    }
    StatusRuntimeException e =
        refused(() -> stub.getEntry(GetEntryRequest.newBuilder().setIndex(7).build()));
    // The package's worked example.
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(e.getStatus().getDescription())
        .isEqualTo("index: 7 (expected: < 3, the committed size)");
    assertThat(Grpc.errorInfo(e).getReason()).isEqualTo("ENTRY_NOT_FOUND");
    assertThat(Grpc.errorInfo(e).getMetadataMap())
        .containsEntry("field", "index")
        .containsEntry("value", "7");
    StatusRuntimeException negative =
        refused(() -> stub.getEntry(GetEntryRequest.newBuilder().setIndex(-1).build()));
    assertThat(negative.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void checkpoint_isTheSignedNote_andBeforePublicationNotFound() throws Exception {
    start();
    StatusRuntimeException e =
        refused(() -> stub.getCheckpoint(GetCheckpointRequest.getDefaultInstance()));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(Grpc.errorInfo(e).getReason()).isEqualTo("NO_CHECKPOINT");

    log.fill(2);

    String note = stub.getCheckpoint(GetCheckpointRequest.getDefaultInstance()).getCheckpoint();
    SignedCheckpoint signed = SignedCheckpoint.parse(note.getBytes(StandardCharsets.UTF_8));
    signed.verify(log.verifierKey());
    assertThat(signed.checkpoint().size()).isEqualTo(2);
  }

  @Test
  void inclusion_everyLeafAndSize_byIndexAndHash_verifies() throws Exception {
    log.fill(20);
    start();
    LogReads reads = new LogReads(log.store);

    for (int size = 1; size <= 20; size++) {
      Hash root = reads.root(size);
      for (int index = 0; index < size; index++) {
        Hash leaf = TreeHasher.leaf(ScriptedLog.entry(index));
        GetInclusionProofRequest byIndex =
            GetInclusionProofRequest.newBuilder().setIndex(index).setTreeSize(size).build();
        GetInclusionProofResponse answer = stub.getInclusionProof(byIndex);
        ProofVerifier.verifyInclusion(
            new InclusionProof(index, size, hashes(answer.getPathList())), leaf, root);
        assertThat(
                stub.getInclusionProof(
                    byIndex.toBuilder()
                        .setLeafHash(ByteString.copyFrom(leaf.toByteArray()))
                        .build()))
            .isEqualTo(answer);
        assertThat(answer.getCheckpoint()).isEmpty();
      }
    }
  }

  @Test
  void inclusion_sizeZero_isThatOfTheCheckpointWhichComesAlong() throws Exception {
    log.fill(5);
    start();
    log.publishAtOnce = false;
    stub.append(Grpc.append("not published"));

    GetInclusionProofResponse answer =
        stub.getInclusionProof(GetInclusionProofRequest.newBuilder().setIndex(4).build());

    assertThat(answer.getTreeSize()).isEqualTo(5);
    assertThat(answer.getCheckpoint()).contains("\n5\n");
    StatusRuntimeException e =
        refused(
            () ->
                stub.getInclusionProof(GetInclusionProofRequest.newBuilder().setIndex(5).build()));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void inclusion_badRequests_nameTheField() throws Exception {
    log.fill(5);
    start();
    GetInclusionProofRequest none = GetInclusionProofRequest.getDefaultInstance();

    assertRefused(none, Status.Code.INVALID_ARGUMENT, "leaf");
    assertRefused(
        none.toBuilder().setLeafHash(Grpc.bytes("short")).build(),
        Status.Code.INVALID_ARGUMENT,
        "leaf_hash");
    assertRefused(
        none.toBuilder().setLeafHash(ByteString.copyFrom(new byte[32])).build(),
        Status.Code.NOT_FOUND,
        "leaf_hash");
    assertRefused(
        none.toBuilder().setIndex(0).setTreeSize(6).build(), Status.Code.OUT_OF_RANGE, "tree_size");
    assertRefused(
        none.toBuilder().setIndex(0).setTreeSize(-6).build(),
        Status.Code.OUT_OF_RANGE,
        "tree_size");
    assertRefused(
        none.toBuilder().setIndex(3).setTreeSize(3).build(), Status.Code.OUT_OF_RANGE, "index");
    assertRefused(none.toBuilder().setIndex(5).build(), Status.Code.NOT_FOUND, "index");
    assertRefused(none.toBuilder().setIndex(-1).build(), Status.Code.INVALID_ARGUMENT, "index");
  }

  private void assertRefused(GetInclusionProofRequest request, Status.Code code, String field)
      throws Exception {
    StatusRuntimeException e = refused(() -> stub.getInclusionProof(request));
    assertThat(e.getStatus().getCode()).as(request.toString()).isEqualTo(code);
    assertThat(Grpc.errorInfo(e).getMetadataMap()).containsEntry("field", field);
  }

  @Test
  void consistency_everyPair_verifies() throws Exception {
    log.fill(20);
    start();
    LogReads reads = new LogReads(log.store);

    for (int newer = 1; newer <= 20; newer++) {
      for (int older = 1; older <= newer; older++) {
        GetConsistencyProofResponse answer =
            stub.getConsistencyProof(
                GetConsistencyProofRequest.newBuilder()
                    .setOldSize(older)
                    .setNewSize(newer)
                    .build());
        ProofVerifier.verifyConsistency(
            new ConsistencyProof(older, newer, hashes(answer.getPathList())),
            reads.root(older),
            reads.root(newer));
      }
    }
    // Every tree extends the empty one; there is nothing to prove.
    assertThat(
            stub.getConsistencyProof(GetConsistencyProofRequest.getDefaultInstance()).getPathList())
        .isEmpty();
    StatusRuntimeException e =
        refused(
            () ->
                stub.getConsistencyProof(
                    GetConsistencyProofRequest.newBuilder().setOldSize(21).build()));
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
  }

  @Test
  void proofBundle_byIndexAndHash_isACompleteTlogProof() throws Exception {
    log.fill(9);
    start();
    Hash leaf = TreeHasher.leaf(ScriptedLog.entry(6));

    String byIndex =
        stub.getProofBundle(GetProofBundleRequest.newBuilder().setIndex(6).build())
            .getProofBundle();
    String byHash =
        stub.getProofBundle(
                GetProofBundleRequest.newBuilder()
                    .setLeafHash(ByteString.copyFrom(leaf.toByteArray()))
                    .build())
            .getProofBundle();

    assertThat(byHash).isEqualTo(byIndex);
    TlogProof proof = TlogProof.parse(byIndex.getBytes(StandardCharsets.UTF_8));
    assertThat(proof.index()).isEqualTo(6);
    ProofVerifier.verifyInclusion(
        new InclusionProof(6, 9, proof.path()), leaf, proof.checkpoint().checkpoint().root());
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

  private static List<Hash> hashes(List<ByteString> path) {
    return path.stream().map(bytes -> Hash.of(bytes.toByteArray())).toList();
  }
}
