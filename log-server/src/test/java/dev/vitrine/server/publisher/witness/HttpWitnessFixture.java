package dev.vitrine.server.publisher.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A log of a few leaves, two witnesses, and a quorum of them. */
@Timeout(60)
abstract class HttpWitnessFixture {
  static final int LEAVES = 20;

  final Map<NodeId, Hash> nodes = new HashMap<>();
  final HashReader reader = ids -> ids.stream().map(nodes::get).toList();
  final List<AutoCloseable> open = new ArrayList<>();
  SignerKey log;
  FakeWitness w1;
  FakeWitness w2;

  @BeforeEach
  void start() throws Exception {
    log = SignerKey.generate("log.example/a", SignatureType.ED25519);
    CompactRange range = CompactRange.empty();
    for (int i = 0; i < LEAVES; i++) {
      Hash leaf = TreeHasher.leaf(("leaf " + i).getBytes(UTF_8));
      range.append(leaf, nodes::put);
      nodes.put(new NodeId(0, i), leaf);
    }
    w1 = keep(new FakeWitness("witness.example/w1"));
    w2 = keep(new FakeWitness("witness.example/w2", SignatureType.ML_DSA_44_COSIGNATURE));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  <T extends AutoCloseable> T keep(T closeable) {
    open.add(closeable);
    return closeable;
  }

  HttpWitnessQuorum quorum(String threshold, FakeWitness... witnesses) throws Exception {
    StringBuilder text = new StringBuilder("log " + log.verifierKey() + "\n");
    StringBuilder group = new StringBuilder("group g " + threshold);
    for (int i = 0; i < witnesses.length; i++) {
      text.append(witnesses[i].policyLine("w" + i));
      group.append(" w").append(i);
    }
    Policy policy = Policy.parse(text.append(group).append("\nquorum g\n").toString());
    return keep(
        new HttpWitnessQuorum(
            policy, Duration.ofSeconds(3), WitnessObserver.none(), () -> 1_800_000_000L));
  }

  List<NoteSignature> cosign(HttpWitnessQuorum quorum, long size)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<List<NoteSignature>> answer = quorum.cosign(signed(size), this::proof);
    return answer.get(20, TimeUnit.SECONDS);
  }

  ConsistencyProof proof(long oldSize, long newSize) throws IOException {
    return ProofBuilder.consistency(reader, oldSize, newSize);
  }

  SignedCheckpoint signed(long size) {
    try {
      Checkpoint checkpoint =
          new Checkpoint("log.example/a", size, ProofBuilder.root(reader, size));
      return SignedCheckpoint.of(checkpoint, List.of(log.sign(checkpoint, Instant.EPOCH)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<Long> oldSizes(FakeWitness witness) throws Exception {
    List<Long> sizes = new ArrayList<>();
    for (byte[] body : witness.bodies()) {
      sizes.add(AddCheckpointRequest.parse(body).oldSize());
    }
    return sizes;
  }
}
