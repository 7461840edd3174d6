package dev.vitrine.bench.micro;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.Cosignature;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyEvidence;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.tile.TileHashReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A {@code .tlog-proof} for a leaf of a log of 2^30, signed by the log and by three witnesses (all
 * Ed25519), beside the time of checking the three witnesses' signatures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH before the first call
public class TlogProofBenchmarks {

  private static final long SIZE = 1L << 30;
  private static final long INDEX = 123_456_789;
  private static final int WITNESSES = 3;

  private final List<SignerKey> witnesses = new ArrayList<>();
  private byte[] encoded;
  private Policy policy;
  private Hash leaf;
  private String text;
  private List<NoteSignature> signatures;

  @Setup
  public void setUp() throws Exception {
    HashReader reader = new TileHashReader(new SyntheticTiles(), SIZE);
    InclusionProof inclusion = ProofBuilder.inclusion(reader, INDEX, SIZE);
    leaf = ProofBuilder.subtreeHash(reader, INDEX, INDEX + 1);
    Checkpoint checkpoint =
        new Checkpoint(NoteBenchmarks.NAME, SIZE, ProofBuilder.root(reader, SIZE));
    SignerKey log = SignerKey.generate(NoteBenchmarks.NAME, SignatureType.ED25519);
    StringBuilder lines = new StringBuilder("log " + log.verifierKey() + "\n");
    List<NoteSignature> all = new ArrayList<>(List.of(log.sign(checkpoint, Instant.now())));
    for (int i = 1; i <= WITNESSES; i++) {
      SignerKey witness =
          SignerKey.generate("witness" + i + ".example", SignatureType.ED25519_COSIGNATURE);
      witnesses.add(witness);
      all.add(witness.sign(checkpoint, Instant.now()));
      lines.append("witness w").append(i).append(' ').append(witness.verifierKey()).append('\n');
    }
    lines.append("group all-of-them all w1 w2 w3\nquorum all-of-them\n");
    policy = Policy.parse(lines.toString());
    text = checkpoint.text();
    signatures = all.subList(1, all.size());
    SignedCheckpoint signed = SignedCheckpoint.of(checkpoint, all);
    encoded = new TlogProof(Optional.empty(), INDEX, inclusion.path(), signed).encode();
  }

  @Benchmark
  public TlogProof parse() throws Exception {
    return TlogProof.parse(encoded);
  }

  @Benchmark
  public PolicyEvidence parseAndVerify() throws Exception {
    return TlogProof.parse(encoded).verify(leaf, policy);
  }

  /** Checks the witnesses' signatures and does nothing else: the baseline. */
  @Benchmark
  public void threeSignatures(Blackhole sink) throws Exception {
    for (int i = 0; i < WITNESSES; i++) {
      Cosignature cosignature = witnesses.get(i).verifierKey().verify(text, signatures.get(i));
      sink.consume(cosignature);
    }
  }
}
