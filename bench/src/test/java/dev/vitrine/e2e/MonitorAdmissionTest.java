package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.admission.Decision;
import dev.vitrine.admission.RandomRecords;
import dev.vitrine.admission.StateHead;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.monitor.Alert;
import dev.vitrine.client.monitor.AlertSink;
import dev.vitrine.client.monitor.LogMonitor;
import dev.vitrine.client.monitor.MonitorState;
import dev.vitrine.client.monitor.MonitoredLog;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.sequencer.RejectedAppendException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules in a monitor, over a log that the real server admitted by them: every entry is admitted
 * again, and the state hash is the server's after each part of the log.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MonitorAdmissionTest {
  @TempDir Path folder;

  private final TestLog model = TestLog.ready();
  private final TestRecords records = new TestRecords(model);
  private final Set<String> refusals = new TreeSet<>();
  private final List<Alert> alerts = new ArrayList<>();
  private LogServer server;
  private MonitorState state;
  private LogMonitor monitor;

  @BeforeEach
  void start() throws Exception {
    Path policy = Files.write(folder.resolve("root-policy"), model.entries.get(0));
    Map<String, String> settings =
        Map.of(
            "origin",
            TestLog.ORIGIN,
            "listen",
            "127.0.0.1:0",
            "admin-listen",
            "off",
            "data-folder",
            folder.resolve("data").toString(),
            "root-policy-file",
            policy.toString());
    server =
        LogServer.start(
            Config.of(settings),
            Parts.standard(e -> {})
                .withClock(Clock.fixed(TestLog.NOW, ZoneOffset.UTC))
                .withApis(List.of(new ApiServer())));
    RemoteLog remote =
        new RemoteLog(List.of(URI.create(server.addresses().get(0))), Duration.ofSeconds(10));
    state = MonitorState.open(folder);
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
    monitor =
        new LogMonitor(
            new MonitoredLog(remote, server.keys(), true, Duration.ZERO, 4),
            state,
            List.of(),
            List.of(sink),
            InstantSource.fixed(TestLog.NOW),
            fork -> {
              throw new AssertionError(fork);
            });
  }

  @AfterEach
  void stop() throws IOException {
    state.close();
    server.close();
  }

  /** Offers a record to model and server, which must answer alike. */
  private void offer(Envelope envelope) throws Exception {
    for (byte[] blob : model.blobs.values()) {
      server.context().reads().putBlob(blob);
    }
    Decision decision = model.append(envelope);
    try {
      server.context().appender().append(envelope.encode()).get();
      assertThat(decision).isNotInstanceOf(Decision.Rejected.class);
    } catch (ExecutionException e) {
      String code = ((RejectedAppendException) e.getCause()).rejection().code();
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Rejected.class, r -> assertThat(r.rejection().code()).isEqualTo(code));
      refusals.add(code);
    }
  }

  private StateHead served() {
    return StateHead.of(
        key -> {
          try {
            return server.context().reads().state(key);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void follow() throws Exception {
    server.context().checkpoints().awaitWitnessed(model.entries.size() - 1).get();
    assertThat(monitor.look()).isTrue();
    assertThat(alerts).isEmpty();
    assertThat(monitor.admission()).isEqualTo(served());
    assertThat(monitor.admission().size()).isEqualTo(model.entries.size());
  }

  @Test
  void look_logOfAllKindsWithRefusals_everyVerdictAndTheStateAreTheServers() throws Exception {
    for (byte[] entry : model.entries) {
      server.context().appender().append(entry).get();
    }
    follow();
    RandomRecords random = new RandomRecords(model, 7);
    for (int part = 0; part < 3; part++) {
      for (int i = 0; i < 80; i++) {
        offer(random.next());
      }
      follow();
    }
    offer(records.signed(records.reconciliation("2026-11-23")));
    offer(records.signed(records.reconciliation("2026-11-23")));
    offer(model.policy(model.policyMessage().setMaxEntrySize(32_768).build()));
    follow();

    assertThat(kinds()).isEqualTo(EnumSet.allOf(Kind.class));
    assertThat(refusals).hasSizeGreaterThan(8).contains("DAY_ORDER");
  }

  private Set<Kind> kinds() throws Exception {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (byte[] entry : model.entries) {
      kinds.add(Envelope.parse(entry).statement().kind());
    }
    return kinds;
  }

  @Test
  void admission_oneEntryLess_isAnotherState() throws Exception {
    for (byte[] entry : model.entries) {
      server.context().appender().append(entry).get();
    }
    follow();
    StateHead before = monitor.admission();
    offer(records.signed(records.build("p", "1")));
    assertThat(served()).isNotEqualTo(before);
    assertThat(before.hash()).isNotEqualTo(Hash.EMPTY_ROOT);
    follow();
  }
}
