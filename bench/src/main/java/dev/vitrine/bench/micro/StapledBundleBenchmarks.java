package dev.vitrine.bench.micro;

import dev.vitrine.client.check.FileDigest;
import dev.vitrine.client.check.StapledBundle;
import dev.vitrine.client.check.StapledCheck;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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

/**
 * What an updater does for one file: read a stapled bundle, verify its proof of 25 hashes, the
 * log's signature and two witnesses' (all Ed25519), and that the record is about the file.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH before the first call
public class StapledBundleBenchmarks {
  private static final int HASHES = 25;
  private static final int WITNESSES = 2;

  private byte[] bundle;
  private Policy policy;
  private FileDigest file;

  @Setup
  public void setUp() throws Exception {
    Hash digest = TreeHasher.leaf(new byte[] {1});
    file = new FileDigest("setup.bin", 1, digest);
    byte[] record = record(digest);
    Hash sibling = TreeHasher.leaf(new byte[] {2});
    Hash root = TreeHasher.leaf(record);
    for (int i = 0; i < HASHES; i++) {
      root = TreeHasher.node(root, sibling);
    }
    Checkpoint checkpoint = new Checkpoint(NoteBenchmarks.NAME, 1L << HASHES, root);
    SignerKey log = SignerKey.generate(NoteBenchmarks.NAME, SignatureType.ED25519);
    StringBuilder lines = new StringBuilder("log " + log.verifierKey() + "\n");
    List<NoteSignature> all = new ArrayList<>(List.of(log.sign(checkpoint, Instant.now())));
    for (int i = 1; i <= WITNESSES; i++) {
      SignerKey witness =
          SignerKey.generate("witness" + i + ".example", SignatureType.ED25519_COSIGNATURE);
      all.add(witness.sign(checkpoint, Instant.now()));
      lines.append("witness w").append(i).append(' ').append(witness.verifierKey()).append('\n');
    }
    policy = Policy.parse(lines.append("group both all w1 w2\nquorum both\n").toString());
    TlogProof proof =
        new TlogProof(
            Optional.empty(),
            0,
            Collections.nCopies(HASHES, sibling),
            SignedCheckpoint.of(checkpoint, all));
    bundle = StapledBundle.of(record, proof).encode();
  }

  private static byte[] record(Hash digest) throws Exception {
    Build build =
        Build.newBuilder()
            .setCommon(Common.newBuilder().setSchema(Kind.BUILD.uri()))
            .setProduct("Suite")
            .setVersion("1.2")
            .build();
    Subject subject =
        Subject.newBuilder().setName("setup.bin").putDigest("sha256", digest.hex()).build();
    return Envelope.unsigned(new Statement(List.of(subject), Kind.BUILD, build))
        .signedBy(SigningKey.generate(SignatureAlgorithm.ED25519))
        .encode();
  }

  @Benchmark
  public StapledBundle parse() throws Exception {
    return StapledBundle.parse(bundle);
  }

  @Benchmark
  public StapledCheck parseAndVerify() throws Exception {
    StapledCheck check = StapledCheck.verify(StapledBundle.parse(bundle), policy);
    check.verifyFile(file);
    return check;
  }
}
