package dev.vitrine.bench.load;

import com.google.protobuf.ByteString;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.record.Ulid;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.KindRule;
import dev.vitrine.v1.Need;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.RootKey;
import dev.vitrine.v1.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a log of records needs before records can be offered: a root policy, here one that asks for
 * a pipeline's signature alone on a build, and a registered key.
 */
public final class RecordsLog {

  private static final String ORIGIN = "bench.example/records";

  /** More than any run is expected to reach; a faster one fails and says so. */
  private static final int SIGNED_PER_SECOND = 25_000;

  private final SigningKey root = SigningKey.generate(SignatureAlgorithm.ED25519);
  private final SigningKey pipeline = SigningKey.generate(SignatureAlgorithm.ED25519);
  private final SecureRandom random = new SecureRandom();

  /**
   * The settings that make a server such a log.
   *
   * @param work where the policy's file is put
   * @param settings kept where they do not contradict
   */
  public Map<String, String> settings(Path work, Map<String, String> settings) throws IOException {
    Path policy = Files.write(work.resolve("root.policy"), policy().encode());
    Map<String, String> all = new TreeMap<>(settings);
    all.put("admission", "records");
    all.put("origin", ORIGIN);
    all.put("root-policy-file", policy.toString());
    return all;
  }

  /** Registers the key that signs the records. */
  public void register(Target target) throws IOException, InterruptedException {
    byte[] registration = registration().encode();
    Fill.append(target, id -> registration, 0, 1);
  }

  /** Enough records for a plan. */
  public SignedRecords entries(LoadPlan plan) {
    double limit = SIGNED_PER_SECOND * (plan.window().endNanos() / 1e9);
    double count = plan.dueEntries().orElse(limit) + plan.outstanding();
    return SignedRecords.sign(pipeline, (int) Math.min(Integer.MAX_VALUE, count), plan.seed());
  }

  private Envelope policy() {
    KindRule build =
        KindRule.newBuilder()
            .setKind(Kind.BUILD.id())
            .addNeeds(Need.newBuilder().addAnyOf(Key.Role.PIPELINE).setCount(1))
            .build();
    Policy policy =
        Policy.newBuilder()
            .setCommon(common(Kind.POLICY))
            .setOrigin(ORIGIN)
            .setRootQuorum(1)
            .addVendors("example-vendor")
            .addRules(build)
            .addRootKeys(
                RootKey.newBuilder()
                    .setKeyId(KeyIds.of(root.verifyingKey()))
                    .setSpki(ByteString.copyFrom(root.verifyingKey().spki()))
                    .setAlgorithm(Key.Algorithm.ED25519)
                    .setOwner("example-vendor"))
            .build();
    return signed(new Statement(List.of(subject("policy")), Kind.POLICY, policy));
  }

  private Envelope registration() {
    Key key =
        Key.newBuilder()
            .setCommon(common(Kind.KEY))
            .setAction(Key.Action.REGISTER)
            .setKeyId(KeyIds.of(pipeline.verifyingKey()))
            .setSpki(ByteString.copyFrom(pipeline.verifyingKey().spki()))
            .setAlgorithm(Key.Algorithm.ED25519)
            .setRole(Key.Role.PIPELINE)
            .setOwner("example-vendor")
            .build();
    return signed(new Statement(List.of(subject(key.getKeyId())), Kind.KEY, key));
  }

  private Common common(Kind kind) {
    Instant now = Instant.now();
    return Common.newBuilder()
        .setSchema(kind.uri())
        .setEventId(Ulid.of(now, random))
        .setIssuedAt(Times.of(now))
        .setIssuer(KeyIds.of(root.verifyingKey()))
        .build();
  }

  private static Subject subject(String name) {
    return Subject.newBuilder().setName(name).putDigest("sha256", "0".repeat(64)).build();
  }

  private Envelope signed(Statement statement) {
    try {
      return Envelope.unsigned(statement).signedBy(root);
    } catch (SignatureException e) {
      throw new IllegalStateException("the crypto provider does not sign", e);
    }
  }
}
