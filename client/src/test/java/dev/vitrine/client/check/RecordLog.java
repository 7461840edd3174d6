package dev.vitrine.client.check;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.sun.net.httpserver.HttpExchange;
import dev.vitrine.client.HitPage;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.record.Ulid;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.RootKey;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.UpdateFiles;
import dev.vitrine.v1.Withdrawal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A log of records in memory, with a policy at 0 and keys from 1 on, and the answers of its look-up
 * index.
 */
public final class RecordLog {
  public static final Instant ISSUED = Instant.parse("2026-11-24T08:00:00Z");

  public final TestLog log = new TestLog();
  public final Map<String, byte[]> documents = new HashMap<>();
  private final Random random = new Random(6962);
  private final SigningKey root = key(1);
  private final Map<Key.Role, SigningKey> keys = new LinkedHashMap<>();
  private final Map<String, List<Long>> indices = new HashMap<>();

  public RecordLog() {
    add(
        Kind.POLICY,
        Policy.newBuilder()
            .setCommon(common(Kind.POLICY, root))
            .setRootQuorum(1)
            .addRootKeys(
                RootKey.newBuilder()
                    .setKeyId(id(root))
                    .setSpki(spki(root))
                    .setAlgorithm(Key.Algorithm.ED25519))
            .build(),
        subject("policy", "policy"),
        root);
    for (Key.Role role :
        List.of(
            Key.Role.PIPELINE,
            Key.Role.UPDATE_ASSEMBLER,
            Key.Role.REBUILDER,
            Key.Role.SUPERVISOR)) {
      keys.put(role, key(100 + role.getNumber()));
      keyEvent(role, Key.Action.REGISTER);
    }
  }

  private static SigningKey key(int seed) {
    byte[] bytes = new byte[SigningKey.SEED_SIZE];
    new Random(seed).nextBytes(bytes);
    try {
      return SigningKey.ofSeed(SignatureAlgorithm.ED25519, bytes);
    } catch (KeyFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static String id(SigningKey key) {
    return KeyIds.of(key.verifyingKey());
  }

  private static ByteString spki(SigningKey key) {
    return ByteString.copyFrom(key.verifyingKey().spki());
  }

  private Common.Builder common(Kind kind, SigningKey issuer) {
    return Common.newBuilder()
        .setSchema(kind.uri())
        .setEventId(Ulid.of(ISSUED, random))
        .setIssuedAt(Times.of(ISSUED))
        .setIssuer(id(issuer));
  }

  public static Subject subject(String name, String content) {
    return Subject.newBuilder().setName(name).putDigest("sha256", sha256(content).hex()).build();
  }

  public static Hash sha256(String content) {
    return Hash.of(Digests.sha256(content.getBytes(StandardCharsets.UTF_8)));
  }

  private SigningKey signer(Key.Role role) {
    return java.util.Objects.requireNonNull(keys.get(role));
  }

  /** Appends a key record about the key of a role. */
  public long keyEvent(Key.Role role, Key.Action action) {
    SigningKey key = signer(role);
    long at =
        add(
            Kind.KEY,
            Key.newBuilder()
                .setCommon(common(Kind.KEY, root))
                .setAction(action)
                .setKeyId(id(key))
                .setSpki(spki(key))
                .setAlgorithm(Key.Algorithm.ED25519)
                .setRole(role)
                .setOwner("Example " + role)
                .build(),
            subject("key", id(key)),
            root);
    row("about_key=" + id(key), at);
    return at;
  }

  /**
   * Appends a key record that puts a new key into the place of a role's key, which goes on signing.
   */
  public long rotate(Key.Role role) {
    SigningKey old = signer(role);
    SigningKey next = key(200 + role.getNumber());
    long at =
        add(
            Kind.KEY,
            Key.newBuilder()
                .setCommon(common(Kind.KEY, root))
                .setAction(Key.Action.ROTATE)
                .setKeyId(id(next))
                .setReplaces(id(old))
                .setSpki(spki(next))
                .setAlgorithm(Key.Algorithm.ED25519)
                .setRole(role)
                .setOwner("Example " + role)
                .build(),
            subject("key", id(next)),
            root);
    row("about_key=" + id(old), at);
    row("about_key=" + id(next), at);
    return at;
  }

  /** Appends a build of one file. */
  public long build(String product, String version, String file, String content) {
    return build(product, version, Map.of(file, content));
  }

  /** Appends a build of files, given by name and content. */
  public long build(String product, String version, Map<String, String> files) {
    Build build =
        Build.newBuilder()
            .setCommon(common(Kind.BUILD, signer(Key.Role.PIPELINE)))
            .setProduct(product)
            .setVersion(version)
            .setChannel(Build.Channel.RELEASE)
            .setPlatform("linux")
            .setArch("x86_64")
            .setAudience("all")
            .build();
    List<Subject> subjects = new ArrayList<>();
    new TreeMap<>(files).forEach((name, content) -> subjects.add(subject(name, content)));
    long at = add(Kind.BUILD, build, subjects, signer(Key.Role.PIPELINE));
    files.values().forEach(content -> row("artifact_sha256=" + sha256(content).hex(), at));
    files.keySet().forEach(name -> row("file_name=" + name, at));
    row("product=" + product, at);
    row("product=" + product + "&version=" + version, at);
    return at;
  }

  /** Appends an update with a manifest, whose document the log serves. */
  public long update(String stream, long sequence, Manifest manifest, boolean emergency) {
    byte[] blob = manifest.encode();
    Hash digest = Hash.of(Digests.sha256(blob));
    documents.put(digest.hex(), blob);
    DetectionUpdate update =
        DetectionUpdate.newBuilder()
            .setCommon(
                common(Kind.DETECTION_UPDATE, signer(Key.Role.UPDATE_ASSEMBLER))
                    .setStream(stream)
                    .setSequence(sequence))
            .setDatabaseDate(Times.of(ISSUED))
            .setKind(DetectionUpdate.Kind.FULL)
            .setVersion("27780")
            .setEmergency(emergency)
            .setFiles(
                UpdateFiles.newBuilder()
                    .setCount(manifest.files().size())
                    .setTotalSize(manifest.totalSize())
                    .setManifestRoot(manifest.root().hex())
                    .setManifest(
                        Evidence.newBuilder()
                            .setName("manifest")
                            .setMediaType("application/vnd.vitrine.manifest")
                            .setSha256(digest.hex())
                            .setSize(blob.length)
                            .setAccess(Evidence.Access.PUBLIC)))
            .build();
    long at =
        add(
            Kind.DETECTION_UPDATE,
            update,
            subject("index-" + sequence, "index " + sequence),
            signer(Key.Role.UPDATE_ASSEMBLER));
    row("blob_sha256=" + digest.hex(), at);
    row("stream=" + stream, at);
    row("stream=" + stream + "&sequence=" + sequence, at);
    return at;
  }

  /** Appends a rebuilder's word on an entry. */
  public long rebuild(
      long target, String rebuilder, Rebuild.Independence who, Rebuild.Verdict verdict) {
    return rebuild(target, rebuilder, who, verdict, Key.Role.REBUILDER);
  }

  /** Appends a rebuilder's word, signed by the key of any role. */
  public long rebuild(
      long target,
      String rebuilder,
      Rebuild.Independence who,
      Rebuild.Verdict verdict,
      Key.Role role) {
    long at =
        add(
            Kind.REBUILD,
            Rebuild.newBuilder()
                .setCommon(common(Kind.REBUILD, signer(role)))
                .setTarget(ref(target))
                .setRebuilder(rebuilder)
                .setIndependence(who)
                .setVerdict(verdict)
                .setMatched(verdict == Rebuild.Verdict.GOOD ? 1 : 0)
                .setTotal(1)
                .build(),
            subject("rebuilt", "rebuilt"),
            signer(role));
    row("target_index=" + target, at);
    return at;
  }

  /** Appends a countersignature of an entry. */
  public long countersign(long target, Countersign.Statement statement) {
    long at =
        add(
            Kind.COUNTERSIGN,
            Countersign.newBuilder()
                .setCommon(common(Kind.COUNTERSIGN, signer(Key.Role.SUPERVISOR)))
                .addTargets(ref(target))
                .setStatement(statement)
                .setMethod("source shown in the review room")
                .build(),
            subject("countersigned", "countersigned"),
            signer(Key.Role.SUPERVISOR));
    row("target_index=" + target, at);
    return at;
  }

  /** Appends a withdrawal of an entry. */
  public long withdraw(long target) {
    return withdraw(withdrawal().setTarget(ref(target)).build(), target);
  }

  /** Appends a withdrawal of a range that an entry is in. */
  public long withdraw(String stream, long from, long to, long target) {
    StreamRange range = StreamRange.newBuilder().setStream(stream).setFrom(from).setTo(to).build();
    return withdraw(withdrawal().setStreamRange(range).build(), target);
  }

  private long withdraw(Withdrawal withdrawal, long target) {
    long at =
        add(
            Kind.WITHDRAWAL,
            withdrawal,
            subject("withdrawn", "withdrawn"),
            signer(Key.Role.SUPERVISOR));
    row("target_index=" + target, at);
    return at;
  }

  private Withdrawal.Builder withdrawal() {
    return Withdrawal.newBuilder()
        .setCommon(common(Kind.WITHDRAWAL, signer(Key.Role.SUPERVISOR)))
        .setReason(Withdrawal.Reason.FAULTY)
        .setDescription("stops machines")
        .setSeverity(Withdrawal.Severity.CRITICAL)
        .setAction(Withdrawal.Action.STOP);
  }

  /** Appends a step of a relocation. */
  public long relocation(DataRelocation.Builder step) {
    SigningKey signer = signer(Key.Role.SUPERVISOR);
    step.setCommon(common(Kind.DATA_RELOCATION, signer));
    Subject subject = subject("relocation", step.getRelocationId());
    long at = add(Kind.DATA_RELOCATION, step.build(), subject, signer);
    step.getSubjectRegionsList().forEach(region -> row("region=" + region, at));
    row("dataset=" + step.getDataset().getId(), at);
    row("relocation_id=" + step.getRelocationId(), at);
    return at;
  }

  private EntryRef ref(long at) {
    return EntryRef.newBuilder()
        .setIndex(at)
        .setLeafHash(TreeHasher.leaf(log.entry(at)).hex())
        .build();
  }

  private long add(Kind kind, Message predicate, Subject subject, SigningKey... signers) {
    return add(kind, predicate, List.of(subject), signers);
  }

  private long add(Kind kind, Message predicate, List<Subject> subjects, SigningKey... signers) {
    try {
      Envelope envelope = Envelope.unsigned(new Statement(subjects, kind, predicate));
      for (SigningKey signer : signers) {
        envelope = envelope.signedBy(signer);
      }
      return log.add(envelope.encode());
    } catch (SignatureException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes the index name an entry for a key, truthfully or not. */
  public RecordLog row(String query, long at) {
    indices.computeIfAbsent(query, q -> new ArrayList<>()).add(at);
    return this;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Which entries the index names for a query. */
  public List<Long> hits(String query) {
    return indices.getOrDefault(query, List.of());
  }

  /** Answers {@code /v1/lookup}. */
  public com.sun.net.httpserver.HttpHandler lookups() {
    return exchange -> {
      List<String> key = new ArrayList<>();
      Map<String, String> paging = new HashMap<>();
      for (String part : exchange.getRequestURI().getQuery().split("&")) {
        String[] named = part.split("=", 2);
        if (named[0].matches("page_size|page_token|newest_first")) {
          paging.put(named[0], named[1]);
        } else {
          key.add(part);
        }
      }
      answer(exchange, hits(String.join("&", key)), paging);
    };
  }

  private void answer(HttpExchange exchange, List<Long> found, Map<String, String> paging)
      throws IOException {
    String token = paging.getOrDefault("page_token", "");
    HitPage page;
    try {
      page =
          HitPage.of(
              found,
              paging.containsKey("newest_first"),
              Integer.parseInt(paging.getOrDefault("page_size", "100")),
              token);
    } catch (NumberFormatException e) {
      TileServer.respondJson(
          exchange,
          400,
          "{\"status\":400,\"reason\":\"PARAMETER_INVALID\",\"detail\":\"page_token: %s\"}"
              .formatted(token));
      return;
    }
    TileServer.respondJson(
        exchange,
        200,
        "{\"hits\":[%s],\"nextPageToken\":\"%s\",\"coversSize\":%d}"
            .formatted(
                page.hits().stream()
                    .map(
                        at ->
                            "{\"index\":%d,\"entry\":\"%s\"}".formatted(at, base64(log.entry(at))))
                    .collect(Collectors.joining(",")),
                page.next(),
                log.size()));
  }

  /** A server of this log as it is now, with look-ups and documents. */
  public TileServer serve() throws IOException {
    TileServer server = new TileServer(log);
    server.lie("v1/lookup", lookups());
    documents.forEach((digest, blob) -> server.lie("v1/blobs/" + digest, blob));
    return server;
  }
}
