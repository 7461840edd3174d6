package dev.vitrine.client.monitor;

import com.google.protobuf.Message;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log of records, and a monitor that looks at it once and tells its alerts. */
@Timeout(60)
abstract class AlertFixture {
  static final String A = "a".repeat(64);
  static final String B = "b".repeat(64);
  static final String C = "c".repeat(64);
  static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  @TempDir Path folder;

  final FakeLog log = FakeLog.named("log.example/records");
  final List<byte[]> entries = new ArrayList<>();
  final List<Alert> alerts = new ArrayList<>();
  final Map<String, Long> expected = new LinkedHashMap<>();
  final SigningKey key = key();
  Instant now = NOW;

  /** What the log answers instead of what it should, by the path. */
  final Map<String, Response> lies = new LinkedHashMap<>();

  HttpEndpoint serve() throws IOException {
    Handler honest = log.handler();
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        8,
        request -> {
          Response lie = lies.get(request.path());
          return lie == null ? honest.handle(request) : lie;
        });
  }

  Alert alertOf(String rule, long index) {
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

  void look() throws IOException {
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
  void add(String rule, Kind kind, Message predicate, String... digests) throws Exception {
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

  static Build build(String version) {
    return Build.newBuilder()
        .setCommon(Common.newBuilder().setSchema(Kind.BUILD.uri()))
        .setProduct("p")
        .setVersion(version)
        .build();
  }

  static SigningKey key() {
    try {
      return SigningKey.ofSeed(SignatureAlgorithm.ED25519, new byte[SigningKey.SEED_SIZE]);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
