package dev.vitrine.bench.load;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogStub;
import io.grpc.stub.StreamObserver;
import java.util.List;

/**
 * Asks over gRPC for the inclusion proof of an entry by its leaf hash. Each proof is verified
 * against the root, which the caller has from a verified checkpoint.
 */
public final class ProofTarget implements Target {

  private final GrpcChannels channels;
  private final List<TransparencyLogStub> stubs;
  private final long size;
  private final Hash root;

  // owned by the sending thread
  private int turn;

  public ProofTarget(Endpoint endpoint, int connections, long size, Hash root) {
    this.channels = new GrpcChannels(endpoint, connections);
    this.stubs = channels.all().stream().map(TransparencyLogGrpc::newStub).toList();
    this.size = size;
    this.root = root;
  }

  @Override
  public void send(byte[] entry, Answer answer) {
    Hash leaf = TreeHasher.leaf(entry);
    GetInclusionProofRequest request =
        GetInclusionProofRequest.newBuilder()
            .setLeafHash(ByteString.copyFrom(leaf.toByteArray()))
            .setTreeSize(size)
            .build();
    turn = (turn + 1) % stubs.size();
    stubs.get(turn).getInclusionProof(request, new Observer(leaf, answer));
  }

  @Override
  public void close() {
    channels.close();
  }

  private final class Observer implements StreamObserver<GetInclusionProofResponse> {

    private final Hash leaf;
    private final Answer answer;

    Observer(Hash leaf, Answer answer) {
      this.leaf = leaf;
      this.answer = answer;
    }

    @Override
    public void onNext(GetInclusionProofResponse response) {
      List<Hash> path =
          response.getPathList().stream().map(hash -> Hash.of(hash.toByteArray())).toList();
      try {
        InclusionProof proof = new InclusionProof(response.getIndex(), size, path);
        ProofVerifier.verifyInclusion(proof, leaf, root);
        answer.acknowledged(response.getIndex());
      } catch (ProofException | IllegalArgumentException e) {
        answer.failed("proof does not verify: " + e.getMessage());
      }
    }

    @Override
    public void onError(Throwable error) {
      GrpcAnswers.report(error, answer);
    }

    @Override
    public void onCompleted() {}
  }
}
