package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.record.Ulid;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.RootKey;
import dev.vitrine.v1.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A log in memory with a policy of two of three root keys and one key of every role; seeded. */
public final class TestLog {
  public static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");
  public static final String ORIGIN = "log.example/records";

  public final InMemoryState state = new InMemoryState();
  public final Map<Hash, byte[]> blobs = new HashMap<>();
  public final RecordAdmission admission;
  public final List<byte[]> entries = new ArrayList<>();
  public final List<SigningKey> roots = List.of(key(1), key(2), key(3));
  public final Map<Key.Role, SigningKey> keys = new EnumMap<>(Key.Role.class);
  public Instant now = NOW;

  private final Random random = new Random(6962);

  /** Nothing in it yet. */
  public static TestLog empty() {
    return new TestLog(Optional.empty());
  }

  /** Nothing in it yet, and only the policy with this payload may be the first entry. */
  public static TestLog pinned(Hash payloadSha256) {
    return new TestLog(Optional.of(payloadSha256));
  }

  /** Entry 0 is the policy; entries 1..7 register a key of each role. */
  public static TestLog ready() {
    TestLog log = empty();
    log.mustAppend(log.policy(log.policyMessage().build()));
    for (Key.Role role : Key.Role.values()) {
      if (role != Key.Role.ROLE_UNSPECIFIED && role != Key.Role.UNRECOGNIZED) {
        log.mustAppend(log.register(role, log.keys.get(role), "example-" + role));
      }
    }
    return log;
  }

  private TestLog(Optional<Hash> rootPolicy) {
    admission = new RecordAdmission(state, blobView(), rootPolicy);
    for (Key.Role role : Key.Role.values()) {
      if (role != Key.Role.UNRECOGNIZED) {
        keys.put(role, key(100 + role.getNumber()));
      }
    }
  }

  public static SigningKey key(int seed) {
    byte[] bytes = new byte[SigningKey.SEED_SIZE];
    new Random(seed).nextBytes(bytes);
    try {
      return SigningKey.ofSeed(SignatureAlgorithm.ED25519, bytes);
    } catch (dev.vitrine.crypto.KeyFormatException e) {
      throw new AssertionError(e);
    }
  }

  public SigningKey key(Key.Role role) {
    return keys.get(role);
  }

  public static String id(SigningKey key) {
    return KeyIds.of(key.verifyingKey());
  }

  public BlobView blobView() {
    return new BlobView() {
      @Override
      public OptionalLong size(Hash sha256) {
        byte[] blob = blobs.get(sha256);
        return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.length);
      }

      @Override
      public Optional<byte[]> read(Hash sha256) {
        return Optional.ofNullable(blobs.get(sha256));
      }
    };
  }

  /** Uploads a document and names it as public evidence. */
  public Evidence upload(String name, String mediaType, byte[] content) {
    Hash digest = Hash.of(Digests.sha256(content));
    blobs.put(digest, content);
    return Evidence.newBuilder()
        .setName(name)
        .setMediaType(mediaType)
        .setSha256(digest.hex())
        .setSize(content.length)
        .setAccess(Evidence.Access.PUBLIC)
        .build();
  }

  public Common.Builder common(Kind kind, SigningKey issuer) {
    return Common.newBuilder()
        .setSchema(kind.uri())
        .setEventId(Ulid.of(now, random))
        .setIssuedAt(Times.of(now))
        .setIssuer(id(issuer));
  }

  /** Common fields of the stream's next record. */
  public Common.Builder next(Kind kind, SigningKey issuer, String stream) {
    Common.Builder common = common(kind, issuer).setStream(stream).setSequence(1);
    new LogState(state)
        .stream(stream)
            .ifPresent(
                s ->
                    common
                        .setSequence(s.getLastSequence() + 1)
                        .setPrevious(HexFormat.of().formatHex(s.getLastLeafHash().toByteArray())));
    return common;
  }

  public EntryRef ref(long index) {
    return EntryRef.newBuilder()
        .setIndex(index)
        .setLeafHash(TreeHasher.leaf(entries.get((int) index)).hex())
        .build();
  }

  public static String sha256(String text) {
    return HexFormat.of().formatHex(Digests.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static Subject subject(String name) {
    return Subject.newBuilder().setName(name).putDigest("sha256", sha256(name)).build();
  }

  public static Envelope sign(Statement statement, SigningKey... keys) {
    Envelope envelope = Envelope.unsigned(statement);
    try {
      for (SigningKey key : keys) {
        envelope = envelope.signedBy(key);
      }
    } catch (java.security.SignatureException e) {
      throw new AssertionError(e);
    }
    return envelope;
  }

  public static Envelope sign(
      Kind kind, Message predicate, List<Subject> subjects, SigningKey... keys) {
    return sign(new Statement(subjects, kind, predicate), keys);
  }

  public Policy.Builder policyMessage() {
    Policy.Builder policy =
        Policy.newBuilder()
            .setCommon(common(Kind.POLICY, roots.get(0)))
            .setOrigin(ORIGIN)
            .setRootQuorum(2)
            .addVendors("example-vendor");
    for (SigningKey root : roots) {
      policy.addRootKeys(rootKey(root));
    }
    return policy;
  }

  public static RootKey rootKey(SigningKey key) {
    return RootKey.newBuilder()
        .setKeyId(id(key))
        .setSpki(ByteString.copyFrom(key.verifyingKey().spki()))
        .setAlgorithm(Key.Algorithm.ED25519)
        .setOwner("example-vendor")
        .build();
  }

  public Envelope policy(Policy policy) {
    return sign(Kind.POLICY, policy, List.of(subject("policy")), roots.get(0), roots.get(1));
  }

  public Key.Builder registration(Key.Role role, SigningKey key, String owner) {
    return Key.newBuilder()
        .setCommon(common(Kind.KEY, roots.get(0)))
        .setAction(Key.Action.REGISTER)
        .setKeyId(id(key))
        .setSpki(ByteString.copyFrom(key.verifyingKey().spki()))
        .setAlgorithm(Key.Algorithm.ED25519)
        .setRole(role)
        .setOwner(owner);
  }

  public Envelope register(Key.Role role, SigningKey key, String owner) {
    return key(registration(role, key, owner).build());
  }

  /** A key record signed by the root quorum and by {@code more}. */
  public Envelope key(Key key, SigningKey... more) {
    List<SigningKey> signers = new ArrayList<>(List.of(roots.get(0), roots.get(1)));
    signers.addAll(Arrays.asList(more));
    return sign(
        Kind.KEY, key, List.of(subject(key.getKeyId())), signers.toArray(new SigningKey[0]));
  }

  /** Decides and, where admitted, applies. */
  public Decision append(Envelope envelope) {
    return append(envelope.encode());
  }

  /** Decides on an entry in either form and, where admitted, applies. */
  public Decision append(byte[] entry) {
    Candidate candidate;
    Decision decision;
    try {
      candidate = admission.check(entry);
      decision = admission.admit(state, candidate, entries.size(), now);
    } catch (RejectionException e) {
      return new Decision.Rejected(e.rejection());
    }
    if (decision instanceof Decision.Admitted admitted) {
      state.apply(admitted.writes());
      entries.add(candidate.entry());
    }
    return decision;
  }

  /** The index of the entry, which must be admitted. */
  public long mustAppend(Envelope envelope) {
    Decision decision = append(envelope);
    if (decision instanceof Decision.Admitted) {
      return entries.size() - 1;
    }
    throw new AssertionError(
        decision + " for " + new String(envelope.payload(), StandardCharsets.UTF_8));
  }
}
