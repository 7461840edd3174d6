package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.v1.GetCheckpointRequest;
import dev.vitrine.v1.GetConsistencyProofRequest;
import dev.vitrine.v1.GetConsistencyProofResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.GetProofBundleRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries, checkpoints and proofs over gRPC. */
final class GrpcReadsTest extends GrpcFixture {
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

  private void assertRefused(GetInclusionProofRequest request, Status.Code code, String field)
      throws Exception {
    StatusRuntimeException e = refused(() -> stub.getInclusionProof(request));
    assertThat(e.getStatus().getCode()).as(request.toString()).isEqualTo(code);
    assertThat(Grpc.errorInfo(e).getMetadataMap()).containsEntry("field", field);
  }

  private static List<Hash> hashes(List<ByteString> path) {
    return path.stream().map(bytes -> Hash.of(bytes.toByteArray())).toList();
  }
}
