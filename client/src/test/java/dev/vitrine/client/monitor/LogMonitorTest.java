package dev.vitrine.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogMonitorTest {
  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a");
  private final List<Alert> alerts = new ArrayList<>();
  private final List<ForkEvidence> evidence = new ArrayList<>();
  private HttpEndpoint endpoint;
  private MonitorState state;
  private Instant now = Instant.parse("2026-11-24T08:00:00Z");
  private boolean refusing;
  private int offered;

  @BeforeEach
  void start() throws IOException {
    endpoint = log.serve();
    state = MonitorState.open(folder);
  }

  @AfterEach
  void stop() throws IOException {
    state.close();
    endpoint.close();
  }

  @Test
  void log_growing_isFollowedThroughFullAndPartialBundles() throws IOException {
    LogMonitor monitor = monitor(false);
    for (int size : new int[] {1, 255, 256, 257, 600, 70_000}) {
      log.append(size - (int) log.size(), "entry").publishAll();
      assertThat(monitor.look()).isTrue();
      assertThat(state.next()).isEqualTo(size);
      assertThat(monitor.head()).hasValue(log.checkpoint(size));
    }
    assertThat(alerts).isEmpty();
  }

  @Test
  void entries_thatAreNoRecords_areReportedOnceWithProofAndSkipped() throws Exception {
    log.append(3, "garbage").publishAll();
    monitor(true).look();
    monitor(true).look();
    log.append(1, "garbage").publishAll();
    monitor(true).look();

    assertThat(rules())
        .containsExactly(
            "NOT_ADMISSIBLE 0",
            "ENTRY_UNREADABLE 0",
            "NOT_ADMISSIBLE 1",
            "ENTRY_UNREADABLE 1",
            "NOT_ADMISSIBLE 2",
            "ENTRY_UNREADABLE 2",
            "NOT_ADMISSIBLE 3",
            "ENTRY_UNREADABLE 3");
    assertThat(alerts).extracting(Alert::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(alerts.get(0).entry())
        .hasValueSatisfying(e -> assertThat(e).asString().isEqualTo("garbage 0"));
    assertThat(alerts.get(0).proof())
        .hasValueSatisfying(p -> assertThat(p).startsWith("c2sp.org/tlog-proof@v1\nindex 0\n"));
  }

  @Test
  void fork_atTheSameSize_givesEvidenceThatVerifiesAndNoStepFurther() throws Exception {
    log.append(5, "one").publishAll();
    monitor(false).look();
    FakeLog other = FakeLog.with(log.key()).append(9, "two").publish(5);
    serve(other);

    assertThat(monitor(false).look()).isFalse();
    assertThat(monitor(false).look()).isFalse();

    assertThat(rules()).containsExactly("FORK -");
    evidence.get(0).verify();
    assertThat(state.next()).isEqualTo(5);
  }

  @Test
  void fork_atALargerSize_givesEvidenceThatVerifies() throws Exception {
    log.append(300, "one").publishAll();
    monitor(false).look();
    serve(FakeLog.with(log.key()).append(700, "two").publishAll());

    monitor(false).look();

    assertThat(rules()).containsExactly("FORK -");
    evidence.get(0).verify();
    ForkEvidence.parse(evidence.get(0).encode()).verify();
  }

  @Test
  void head_thatIsOlderButConsistent_isStaleAndNoFork() throws IOException {
    log.append(9, "one").publishAll();
    monitor(false).look();
    log.publish(4);
    monitor(false).look();

    assertThat(rules()).containsExactly("LOG_STALE -");
    assertThat(evidence).isEmpty();
  }

  @Test
  void log_unreachable_isOneAlertPerOutageAndNeverAFork() throws IOException {
    log.append(9, "one").publishAll();
    monitor(false).look();
    log.fail(403);
    monitor(false).look();
    now = now.plusSeconds(60);
    monitor(false).look();
    log.recover();
    assertThat(monitor(false).look()).isTrue();
    now = now.plusSeconds(60);
    log.fail(403);
    monitor(false).look();

    assertThat(rules()).containsExactly("LOG_UNREACHABLE -", "LOG_UNREACHABLE -");
  }

  @Test
  void head_signedByAnotherKey_isInconsistent() throws IOException {
    log.append(9, "one").publishAll();
    monitor(false).look();
    serve(FakeLog.named("log.example/a").append(12, "one").publishAll());
    monitor(false).look();

    assertThat(rules()).containsExactly("LOG_INCONSISTENT -");
  }

  @Test
  void log_thatStands_isReportedOnceForItsSize() throws IOException {
    log.append(9, "one").publishAll();
    monitor(false).look();
    now = now.plus(Duration.ofHours(25));
    monitor(false).look();
    monitor(false).look();

    assertThat(rules()).containsExactly("LOG_STOPPED -");
  }

  @Test
  void sink_thatRefuses_getsTheAlertLaterAndOnce() throws IOException {
    log.append(2, "garbage").publishAll();
    refusing = true;
    monitor(true).look();
    assertThat(alerts).isEmpty();
    refusing = false;
    state.close();
    state = MonitorState.open(folder);
    monitor(true).look();
    monitor(true).look();

    assertThat(alerts).extracting(Alert::sequence).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void sink_thatRefuses_isLeftAloneForAPauseThatDoubles() throws IOException {
    log.append(2, "garbage").publishAll();
    refusing = true;
    LogMonitor monitor = monitor(true);
    List<Integer> offeredAt = new ArrayList<>();
    for (int second = 0; second < 40; second++) {
      int before = offered;
      monitor.look();
      if (offered > before) {
        offeredAt.add(second);
      }
      now = now.plusSeconds(1);
    }
    assertThat(offeredAt).containsExactly(0, 1, 3, 7, 15, 31);

    refusing = false;
    now = now.plus(Outbox.LONGEST_PAUSE);
    monitor.look();
    assertThat(alerts).extracting(Alert::sequence).containsExactly(1L, 2L, 3L, 4L);
  }

  @Test
  void sink_thatRefusesForLong_isOfferedAtLeastEveryLongestPause() throws IOException {
    log.append(1, "garbage").publishAll();
    refusing = true;
    LogMonitor monitor = monitor(true);
    for (int look = 0; look < 20; look++) {
      int before = offered;
      monitor.look();
      assertThat(offered).as("look %d", look).isEqualTo(before + 1);
      now = now.plus(Outbox.LONGEST_PAUSE);
    }
  }

  private List<String> rules() {
    return alerts.stream()
        .map(Alert::finding)
        .map(
            found ->
                found.rule()
                    + " "
                    + (found.index().isPresent() ? "" + found.index().getAsLong() : "-"))
        .toList();
  }

  private void serve(FakeLog other) throws IOException {
    endpoint.close();
    endpoint = other.serve();
  }

  private LogMonitor monitor(boolean records) {
    RemoteLog remote = new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(5));
    MonitoredLog monitored =
        new MonitoredLog(remote, List.of(log.verifierKey()), records, Duration.ofHours(24), 4);
    AlertSink sink =
        new AlertSink() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public void deliver(Alert alert) throws IOException {
            offered++;
            if (refusing) {
              throw new IOException("not now");
            }
            alerts.add(alert);
          }
        };
    return new LogMonitor(monitored, state, List.of(), List.of(sink), () -> now, evidence::add);
  }
}
