package dev.vitrine.server.api.grpc;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.access.Validator;
import dev.vitrine.server.api.Appends;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.Hashes;
import dev.vitrine.server.api.Queries;
import dev.vitrine.server.api.Queries.Leaf;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.api.Stage;
import dev.vitrine.v1.AppendError;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.GetConsistencyProofResponse;
import dev.vitrine.v1.GetInclusionProofRequest;
import dev.vitrine.v1.GetInclusionProofResponse;
import dev.vitrine.v1.GetProofBundleRequest;
import dev.vitrine.v1.ValidateResponse;
import java.util.List;

/** Messages to values and back. */
final class Encoding {

  private Encoding() {}

  static Stage stage(dev.vitrine.v1.Stage wait) {
    return switch (wait) {
      case STAGE_UNSPECIFIED, STAGE_DURABLE -> Stage.DURABLE;
      case STAGE_PUBLISHED -> Stage.PUBLISHED;
      case STAGE_WITNESSED -> Stage.WITNESSED;
      case UNRECOGNIZED ->
          throw Failure.of(
                  Reason.PARAMETER_INVALID,
                  "wait",
                  "unrecognised",
                  "wait: unrecognised (expected: a value of vitrine.v1.Stage)")
              .toException();
    };
  }

  static AppendResponse appended(Appends.Outcome outcome) {
    AppendResponse.Builder answer =
        AppendResponse.newBuilder()
            .setIndex(outcome.appended().index())
            .setLeafHash(Hashes.encode(outcome.appended().leafHash()))
            .setDuplicate(outcome.appended().duplicate());
    outcome.proofBundle().ifPresent(answer::setProofBundle);
    return answer.build();
  }

  static AppendError error(Failure failure) {
    return AppendError.newBuilder()
        .setCode(failure.grpcCode().value())
        .setReason(failure.reason())
        .setMessage(failure.message())
        .setField(failure.field())
        .setValue(failure.value())
        .setRetryAfterMillis(
            failure.retryAfter().map(wait -> Math.max(1, wait.toMillis())).orElse(0L))
        .build();
  }

  static Leaf leaf(GetInclusionProofRequest request) {
    return switch (request.getLeafCase()) {
      case INDEX -> new Leaf.AtIndex(request.getIndex());
      case LEAF_HASH -> new Leaf.WithHash(Hashes.decode("leaf_hash", request.getLeafHash()));
      case LEAF_NOT_SET -> throw noLeaf();
    };
  }

  static Leaf leaf(GetProofBundleRequest request) {
    return switch (request.getLeafCase()) {
      case INDEX -> new Leaf.AtIndex(request.getIndex());
      case LEAF_HASH -> new Leaf.WithHash(Hashes.decode("leaf_hash", request.getLeafHash()));
      case LEAF_NOT_SET -> throw noLeaf();
    };
  }

  private static RuntimeException noLeaf() {
    return Failure.of(
            Reason.PARAMETER_MISSING, "leaf", "", "leaf: missing (expected: index or leaf_hash)")
        .toException();
  }

  static GetInclusionProofResponse inclusion(Queries.Inclusion answer) {
    GetInclusionProofResponse.Builder message =
        GetInclusionProofResponse.newBuilder()
            .setIndex(answer.proof().index())
            .setTreeSize(answer.proof().treeSize())
            .addAllPath(path(answer.proof().path()));
    answer.checkpoint().ifPresent(message::setCheckpoint);
    return message.build();
  }

  static GetConsistencyProofResponse consistency(Queries.Consistency answer) {
    GetConsistencyProofResponse.Builder message =
        GetConsistencyProofResponse.newBuilder()
            .setOldSize(answer.proof().oldSize())
            .setNewSize(answer.proof().newSize())
            .addAllPath(path(answer.proof().path()));
    answer.checkpoint().ifPresent(message::setCheckpoint);
    return message.build();
  }

  private static List<ByteString> path(List<Hash> hashes) {
    return hashes.stream().map(Hashes::encode).toList();
  }

  static ValidateResponse verdict(Validator.Verdict verdict) {
    ValidateResponse.Builder answer = ValidateResponse.newBuilder();
    if (verdict instanceof Validator.Duplicate duplicate) {
      answer.setAdmissible(true).setDuplicate(true).setDuplicateOf(duplicate.index());
    } else if (verdict instanceof Validator.Refused refused) {
      answer
          .setReason(refused.rejection().code())
          .setMessage(refused.rejection().message())
          .setField(refused.rejection().field())
          .setValue(refused.rejection().value());
    } else {
      answer.setAdmissible(true);
    }
    return answer.build();
  }
}
