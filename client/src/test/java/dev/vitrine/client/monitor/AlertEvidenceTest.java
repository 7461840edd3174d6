package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.policy.Policy;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.Withdrawal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the monitor for each rule: enough for somebody else to check it alone. */
@Timeout(60)
class AlertEvidenceTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/records");
  private final List<byte[]> entries = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final Map<String, Long> expected = new LinkedHashMap<>();
  private final SigningKey key = key();
  private Instant now = NOW;

  /** What the log answers instead of what it should, by the path. */
  private final Map<String, Response> lies = new LinkedHashMap<>();

  @Test
  void everyRuleAboutAnEntry_carriesTheEntryAndAProofThatVerifies() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    add("UNEXPECTED_RELEASE", Kind.BUILD, build("2"), B);
    add("SECOND_DIGEST", Kind.BUILD, build("1"), C);
    add("-", Kind.DETECTION_UPDATE, update(1).build(), A);
    add("STREAM_GAP", Kind.DETECTION_UPDATE, update(3).build(), A);
    // It does not name the record before it either.
    expected.put("STREAM_BRANCH", log.size());
    add("EMERGENCY_UPDATE", Kind.DETECTION_UPDATE, update(4).setEmergency(true).build(), A);
    add(
        "RELOCATION_OVERDUE",
        Kind.DATA_RELOCATION,
        move("m0", DataRelocation.State.PLANNED, "FR", "CH")
            .setDue(Times.of(NOW.minusSeconds(60)))
            .build());
    add("-", Kind.DATA_RELOCATION, move("m1", DataRelocation.State.COMPLETED, "DE", "CH").build());
    add(
        "-",
        Kind.DATA_RELOCATION,
        move("m1", DataRelocation.State.SOURCE_DISPOSED, "DE", "CH").build());
    add(
        "DATA_WHERE_GONE",
        Kind.DATA_RELOCATION,
        move("m2", DataRelocation.State.PLANNED, "DE", "FI").build());
    add("KEY_EVENT", Kind.KEY, Key.newBuilder().setAction(Key.Action.ROTATE).setKeyId(A).build());
    add("BAD_REBUILD", Kind.REBUILD, Rebuild.newBuilder().setVerdict(Rebuild.Verdict.BAD).build());
    add(
        "WITHDRAWAL",
        Kind.WITHDRAWAL,
        Withdrawal.newBuilder().setSeverity(Withdrawal.Severity.CRITICAL).build());
    add("POLICY_CHANGED", Kind.POLICY, dev.vitrine.v1.Policy.getDefaultInstance());
    expected.put("NOT_ADMISSIBLE", 0L);
    expected.put("ENTRY_UNREADABLE", log.size());
    entries.add("no record".getBytes(UTF_8));
    log.append("no record".getBytes(UTF_8));
    requireAllDocumented(expected.keySet(), "entry and proof");

    log.publishAll();
    look();

    Policy policy = Policy.parse(("log " + log.verifierKey() + "\nquorum none\n").getBytes(UTF_8));
    for (Map.Entry<String, Long> rule : expected.entrySet()) {
      Alert alert = alertOf(rule.getKey(), rule.getValue());
      byte[] entry = alert.entry().orElseThrow(() -> new AssertionError(rule + ": no entry"));
      assertThat(entry).as("entry of %s", rule).isEqualTo(entries.get(rule.getValue().intValue()));
      TlogProof proof =
          TlogProof.parse(
              alert
                  .proof()
                  .orElseThrow(() -> new AssertionError(rule + ": no proof"))
                  .getBytes(UTF_8));
      proof.verify(TreeHasher.leaf(entry), policy);
      assertThat(proof.index()).as("index of %s", rule).isEqualTo(rule.getValue());
    }
  }

  @Test
  void releaseThatNeverCame_carriesTheHeadInWhichItIsMissing() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();

    requireHead(alertOf("LEDGER_LINE_NOT_LOGGED", -1), 1);
  }

  @Test
  void logThatStopped_orIsStale_carriesTheLastHeadThatVerified() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();
    now = NOW.plus(Duration.ofHours(25));
    look();
    requireHead(alertOf("LOG_STOPPED", -1), 2);

    log.publish(1);
    look();
    requireHead(alertOf("LOG_STALE", -1), 2);
  }

  @Test
  void logThatCannotBeReached_carriesTheLastHeadThatVerified() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();
    log.fail(403);
    look();

    Alert alert = alertOf("LOG_UNREACHABLE", -1);
    requireHead(alert, 1);
    assertThat(alert.finding().message()).contains("/checkpoint: status 403 (expected: 200)");
  }

  @Test
  void logThatWasNeverReached_hasNoHeadToCarry() throws Exception {
    log.fail(403);
    look();

    assertThat(alertOf("LOG_UNREACHABLE", -1).proof()).isEmpty();
  }

  @Test
  void logThatSignsWithAnotherKey_carriesTheLastHeadThatVerified() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();
    FakeLog impostor = FakeLog.named(log.origin()).append(5, "other");
    lies.put("/checkpoint", answer(impostor.checkpoint(5).encode()));
    look();

    requireHead(alertOf("LOG_INCONSISTENT", -1), 1);
  }

  @Test
  void logThatServesOtherBytesThanItSigned_carriesTheHeadThatTheyContradict() throws Exception {
    log.append(300, "entry").publishAll();
    byte[] other = EntryBundle.encode(Collections.nCopies(256, "other".getBytes(UTF_8)));
    List<byte[]> wrong =
        List.of(other, new byte[] {0, 9, 1}, new byte[0], new byte[256 * (2 + 65_535) + 1]);
    for (byte[] bundle : wrong) {
      lies.put("/tile/entries/000", answer(bundle));
      lookFromTheStart();
      requireHead(alertOf("LOG_INCONSISTENT", -1), 300);
    }
    lies.clear();
    lies.put("/tile/0/001.p/44", answer(new byte[44 * 32]));
    lookFromTheStart();
    assertThat(alertOf("LOG_INCONSISTENT", -1).finding().message()).contains("expected:");
  }

  private void lookFromTheStart() throws IOException {
    Files.deleteIfExists(folder.resolve(MonitorState.FILE));
    alerts.clear();
    look();
  }

  /** What the package says an alert carries is what is asserted here. */
  private static void requireAllDocumented(Set<String> rules, String evidence) throws Exception {
    Path source =
        Path.of(System.getProperty("vitrine.root"))
            .resolve("client/src/main/java/dev/vitrine/client/monitor/package-info.java");
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(source)) {
      Matcher row = Pattern.compile(" \\* ([A-Z_]{4,}) +[a-z]+ +" + evidence + " .*").matcher(line);
      if (row.matches()) {
        documented.add(row.group(1));
      }
    }
    assertThat(rules).containsExactlyInAnyOrderElementsOf(documented);
  }

  private static Response answer(byte[] body) {
    return Response.of(200, "application/octet-stream", body);
  }

  private HttpEndpoint serve() throws IOException {
    Handler honest = log.handler();
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        8,
        request -> {
          Response lie = lies.get(request.path());
          return lie == null ? honest.handle(request) : lie;
        });
  }

  private void requireHead(Alert alert, long size) throws Exception {
    SignedCheckpoint head =
        SignedCheckpoint.parse(
            alert
                .proof()
                .orElseThrow(() -> new AssertionError(alert + ": no head"))
                .getBytes(UTF_8));
    head.verify(List.of(log.verifierKey()));
    assertThat(head.checkpoint().size()).isEqualTo(size);
  }

  private Alert alertOf(String rule, long index) {
    return alerts.stream()
        .filter(alert -> alert.finding().rule().equals(rule))
        .filter(alert -> alert.finding().index().orElse(-1) == index)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    rule
                        + " "
                        + index
                        + ": not among "
                        + alerts.stream().map(Alert::text).toList()));
  }

  private void look() throws IOException {
    Path ledger = folder.resolve("ledger");
    String line =
        "{\"product\":\"p\",\"version\":\"%s\",\"sha256\":\"%s\",\"releasedAt\":\"%s\"}\n";
    Files.writeString(
        ledger,
        line.formatted("1", A, NOW.minusSeconds(7200))
            + line.formatted("1", C, NOW.minusSeconds(7200))
            + line.formatted("9", B, NOW.minusSeconds(7200)));
    try (HttpEndpoint endpoint = serve();
        MonitorState state = MonitorState.open(folder)) {
      MonitoredLog followed =
          new MonitoredLog(
              new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(5)),
              List.of(log.verifierKey()),
              true,
              Duration.ofHours(24),
              4);
      AlertSink sink =
          new AlertSink() {
            @Override
            public String name() {
              return "test";
            }

            @Override
            public void deliver(Alert alert) {
              alerts.add(alert);
            }
          };
      new LogMonitor(
              followed,
              state,
              Rules.standard(Optional.of(ledger), Duration.ofHours(1)),
              List.of(sink),
              () -> now,
              evidence -> {})
          .look();
    }
  }

  /** Appends a record; admission refuses what is made up here, which is no matter of the rules. */
  private void add(String rule, Kind kind, Message predicate, String... digests) throws Exception {
    List<Subject> subjects = new ArrayList<>();
    for (String digest : digests) {
      subjects.add(Subject.newBuilder().setName("file").putDigest("sha256", digest).build());
    }
    if (subjects.isEmpty()) {
      subjects.add(Subject.newBuilder().setName("s").putDigest("sha256", A).build());
    }
    if (!rule.equals("-")) {
      expected.put(rule, log.size());
    }
    byte[] entry =
        Envelope.unsigned(new Statement(subjects, kind, predicate)).signedBy(key).encode();
    entries.add(entry);
    log.append(entry);
  }

  private static Build build(String version) {
    return Build.newBuilder()
        .setCommon(Common.newBuilder().setSchema(Kind.BUILD.uri()))
        .setProduct("p")
        .setVersion(version)
        .build();
  }

  private static DetectionUpdate.Builder update(long sequence) {
    return DetectionUpdate.newBuilder()
        .setCommon(Common.newBuilder().setStream("s").setSequence(sequence));
  }

  private static DataRelocation.Builder move(
      String id, DataRelocation.State state, String from, String to) {
    return DataRelocation.newBuilder()
        .setRelocationId(id)
        .setState(state)
        .setDataset(Dataset.newBuilder().setId("d"))
        .addFrom(Location.newBuilder().setCountry(from))
        .addTo(Location.newBuilder().setCountry(to));
  }

  private static SigningKey key() {
    try {
      return SigningKey.ofSeed(SignatureAlgorithm.ED25519, new byte[SigningKey.SEED_SIZE]);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
