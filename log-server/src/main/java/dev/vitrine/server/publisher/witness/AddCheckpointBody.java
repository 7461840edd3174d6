package dev.vitrine.server.publisher.witness;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.witness.AddCheckpointRequest;

/** The body of a request, from what the publisher has. */
final class AddCheckpointBody {
  private AddCheckpointBody() {}

  static byte[] encode(long oldSize, ConsistencyProof proof, SignedCheckpoint signed) {
    return new AddCheckpointRequest(oldSize, proof.path(), signed).encode();
  }
}
