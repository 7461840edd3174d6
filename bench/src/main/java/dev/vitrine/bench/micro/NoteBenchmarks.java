package dev.vitrine.bench.micro;

import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifiedNote;
import dev.vitrine.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verification of a checkpoint with one signature, by the kind of that signature. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH before the first call
public class NoteBenchmarks {

  static final String NAME = "bench.example/log";

  @Param({"ED25519", "ECDSA", "ED25519_COSIGNATURE", "ML_DSA_44_COSIGNATURE"})
  public SignatureType type;

  private List<VerifierKey> keys;
  private SignedCheckpoint signed;
  private byte[] encoded;

  @Setup
  public void setUp() throws Exception {
    Checkpoint checkpoint = checkpoint(1L << 30);
    if (type == SignatureType.ECDSA) {
      signWithEcdsa(checkpoint);
    } else {
      SignerKey signer = SignerKey.generate(NAME, type);
      keys = List.of(signer.verifierKey());
      Instant now = Instant.now();
      signed = SignedCheckpoint.of(checkpoint, List.of(signer.sign(checkpoint, now)));
    }
    encoded = signed.encode();
  }

  static Checkpoint checkpoint(long size) {
    return new Checkpoint(NAME, size, Hash.of(new byte[Hash.SIZE]));
  }

  /** Vitrine verifies this kind and never signs with it, so the platform signs here. */
  private void signWithEcdsa(Checkpoint checkpoint) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(checkpoint.text().getBytes(StandardCharsets.UTF_8));
    VerifierKey key =
        VerifierKey.of(
            NAME,
            type,
            VerifyingKey.ofSpki(SignatureAlgorithm.ECDSA_P256, pair.getPublic().getEncoded()));
    keys = List.of(key);
    signed =
        SignedCheckpoint.of(
            checkpoint, List.of(NoteSignature.of(NAME, key.keyId(), signature.sign())));
  }

  @Benchmark
  public SignedCheckpoint parse() throws Exception {
    return SignedCheckpoint.parse(encoded);
  }

  @Benchmark
  public VerifiedNote verify() throws Exception {
    return signed.verify(keys);
  }
}
