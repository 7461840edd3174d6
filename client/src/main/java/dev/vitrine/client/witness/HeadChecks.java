package dev.vitrine.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifiedNote;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.RequestFormatException;
import dev.vitrine.witness.SignSubtreeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The single checks of the package's table, for whoever takes {@code add-checkpoint} and {@code
 * sign-subtree}: a witness, or a mirror. Each returns, or refuses with the table's status.
 */
public final class HeadChecks {
  /** Longest origin or cosigner name the ML-DSA-44 message can hold, in bytes. */
  private static final int MAX_NAME = 255;

  private HeadChecks() {}

  public static AddCheckpointRequest parse(byte[] body) throws RefusalException {
    try {
      AddCheckpointRequest request = AddCheckpointRequest.parse(body);
      requirePlain(request.checkpoint().checkpoint());
      return request;
    } catch (RequestFormatException e) {
      throw RefusalException.of(400, e);
    }
  }

  public static SignSubtreeRequest parseSubtree(byte[] body) throws RefusalException {
    try {
      SignSubtreeRequest request = SignSubtreeRequest.parse(body);
      requirePlain(request.checkpoint().checkpoint());
      return request;
    } catch (RequestFormatException e) {
      throw RefusalException.of(400, e);
    }
  }

  /** Signed anew from what was verified: a line nobody verified is never stored or answered. */
  public static SignedCheckpoint onlyVerified(SignedCheckpoint claimed, List<VerifierKey> keys)
      throws RefusalException {
    try {
      VerifiedNote verified = claimed.verify(keys);
      List<NoteSignature> good = new ArrayList<>(claimed.signatures());
      good.removeAll(verified.unverified());
      return SignedCheckpoint.of(claimed.checkpoint(), good);
    } catch (NoteVerificationException e) {
      throw RefusalException.of(403, e);
    }
  }

  public static void requireSane(long oldSize, Checkpoint checkpoint) throws RefusalException {
    if (oldSize > checkpoint.size()) {
      throw RefusalException.of(
          400,
          "old " + oldSize + " (expected: <= " + checkpoint.size() + ", the checkpoint's size)");
    }
    if (checkpoint.size() == 0 && !checkpoint.root().equals(Hash.EMPTY_ROOT)) {
      throw RefusalException.of(
          422, "root of size 0: " + checkpoint.root() + " (expected: " + Hash.EMPTY_ROOT + ")");
    }
  }

  /** Compares the old size and verifies the proof; to be called where nothing else changes it. */
  public static void requireExtends(
      Optional<SignedCheckpoint> latest, long oldSize, List<Hash> proof, Checkpoint checkpoint)
      throws RefusalException {
    long latestSize = latest.map(head -> head.checkpoint().size()).orElse(0L);
    if (oldSize != latestSize) {
      throw RefusalException.conflict(latestSize, oldSize);
    }
    if (oldSize == 0) {
      // Every tree extends the empty one, whose proof has no hashes.
      if (!proof.isEmpty()) {
        throw RefusalException.of(
            422, "consistency proof from size 0: " + proof.size() + " hashes (expected: 0)");
      }
      return;
    }
    Hash oldRoot = latest.map(head -> head.checkpoint().root()).orElse(Hash.EMPTY_ROOT);
    try {
      ConsistencyProof claim = new ConsistencyProof(oldSize, checkpoint.size(), proof);
      ProofVerifier.verifyConsistency(claim, oldRoot, checkpoint.root());
    } catch (ProofException e) {
      throw RefusalException.of(422, "consistency proof: " + e.getMessage());
    }
  }

  /** Signs the subtree of a request whose origin is known. */
  public static List<NoteSignature> signSubtree(Cosigner cosigner, SignSubtreeRequest request)
      throws RefusalException {
    SignedCheckpoint reference = request.checkpoint();
    requireOwnCosignature(cosigner, reference);
    try {
      ProofVerifier.verifySubtreeConsistency(
          request.consistencyProof(), request.hash(), reference.checkpoint().root());
    } catch (ProofException e) {
      throw RefusalException.of(422, "subtree proof: " + e.getMessage());
    }
    return cosigner.cosignSubtree(
        reference.checkpoint().origin(), request.subtree(), request.hash());
  }

  /** What an ML-DSA-44 cosignature cannot cover is not signed by the other key either. */
  private static void requirePlain(Checkpoint checkpoint) throws RefusalException {
    if (!checkpoint.extensions().isEmpty()) {
      throw RefusalException.of(
          400, "extension line: " + checkpoint.extensions().get(0) + " (expected: none)");
    }
    int length = checkpoint.origin().getBytes(UTF_8).length;
    if (length > MAX_NAME) {
      throw RefusalException.of(400, "origin: " + length + " bytes (expected: <= 255)");
    }
  }

  private static void requireOwnCosignature(Cosigner cosigner, SignedCheckpoint reference)
      throws RefusalException {
    List<VerifierKey> keys = cosigner.subtreeKeys();
    if (keys.isEmpty()) {
      throw RefusalException.of(403, cosigner.name() + " has no key that signs subtrees");
    }
    try {
      reference.verify(keys);
    } catch (NoteVerificationException e) {
      throw RefusalException.of(403, "reference checkpoint: " + e.getMessage());
    }
  }
}
