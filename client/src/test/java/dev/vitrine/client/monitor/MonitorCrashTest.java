package dev.vitrine.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crash at every point between two writes, and within the last one: what the two files held then
 * is put before a new monitor, which must end with each alert in the file once.
 */
@Timeout(120)
class MonitorCrashTest {
  private static final int ENTRIES = 12;

  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a").append(ENTRIES, "garbage");
  private final List<Moment> moments = new ArrayList<>();

  @Test
  void crash_atAnyPoint_losesNoAlertAndRepeatsNone() throws Exception {
    try (HttpEndpoint endpoint = log.serve()) {
      Path whole = Files.createDirectories(folder.resolve("whole"));
      for (int size = 4; size <= ENTRIES; size += 4) {
        log.publish(size);
        run(whole, endpoint, true);
      }
      List<Long> expected = sequences(whole);
      assertThat(expected).hasSize(2 * ENTRIES);
      int number = 0;
      for (Moment moment : moments) {
        for (Moment torn : moment.torn()) {
          Path after = Files.createDirectories(folder.resolve("crash" + number++));
          Files.write(after.resolve("journal"), torn.journal());
          Files.write(after.resolve("alerts"), torn.alerts());
          run(after, endpoint, false);
          assertThat(sequences(after)).as("%s", torn).isEqualTo(expected);
        }
      }
      assertThat(number).isGreaterThan(100);
    }
  }

  private static List<Long> sequences(Path state) throws IOException {
    return Files.readAllLines(state.resolve("alerts")).stream()
        .map(line -> Alert.parse(line).sequence())
        .toList();
  }

  private void run(Path folder, HttpEndpoint endpoint, boolean remember) throws IOException {
    try (MonitorState state = MonitorState.open(folder.resolve("journal"));
        JsonLinesSink file = new JsonLinesSink(folder.resolve("alerts"))) {
      MonitoredLog followed =
          new MonitoredLog(
              new RemoteLog(List.of(URI.create(endpoint.url())), Duration.ofSeconds(5)),
              List.of(log.verifierKey()),
              true,
              Duration.ZERO,
              4);
      AlertSink sink = remember ? new Watched(file, folder) : file;
      LogMonitor monitor =
          new LogMonitor(
              followed, state, List.of(), List.of(sink), InstantSource.system(), found -> {});
      assertThat(monitor.look()).isTrue();
    }
    if (remember) {
      moments.add(Moment.of(folder));
    }
  }

  /** Takes down what the files hold before and after each write. */
  private final class Watched implements AlertSink {
    private final JsonLinesSink file;
    private final Path folder;

    Watched(JsonLinesSink file, Path folder) {
      this.file = file;
      this.folder = folder;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long taken(String origin) {
      return file.taken(origin);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
      moments.add(Moment.of(folder));
      file.deliver(alert);
      moments.add(Moment.of(folder));
    }

    @Override
    public void flush() throws IOException {
      file.flush();
      moments.add(Moment.of(folder));
    }
  }

  private record Moment(byte[] journal, byte[] alerts) {
    static Moment of(Path folder) throws IOException {
      return new Moment(
          Files.readAllBytes(folder.resolve("journal")),
          Files.readAllBytes(folder.resolve("alerts")));
    }

    /** As it was, with the last line torn, and with the last frame of the journal torn. */
    List<Moment> torn() {
      List<Moment> all = new ArrayList<>(List.of(this));
      if (alerts.length > 0) {
        all.add(new Moment(journal, java.util.Arrays.copyOf(alerts, alerts.length - 1)));
        all.add(new Moment(journal, java.util.Arrays.copyOf(alerts, alerts.length - 40)));
      }
      if (alerts.length == 0 && journal.length > 0) {
        all.add(new Moment(java.util.Arrays.copyOf(journal, journal.length - 1), alerts));
      }
      return all;
    }

    @Override
    public String toString() {
      return "journal of " + journal.length + " bytes, alerts of " + alerts.length;
    }
  }
}
