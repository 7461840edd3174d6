package dev.vitrine.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real process, killed by those it talks to, which makes each death one at a known point. What
 * is between these points is in {@link MonitorCrashTest}.
 */
@Timeout(60)
class MonitorKillTest {
  private static final int FIRST = 10;
  private static final int ALL = 16;

  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a").append(ALL, "garbage");
  private final AtomicReference<Process> monitor = new AtomicReference<>();
  private final List<String> webhook = Collections.synchronizedList(new ArrayList<>());

  /** What kills the monitor next: the path it asks for, or the webhook's n-th alert. */
  private volatile String deadlyPath = "";

  private volatile int deadlyAlert = -1;

  @Test
  void alerts_acrossKillsAtEveryStage_areWrittenExactlyOnceEach() throws Exception {
    log.publish(FIRST);
    try (HttpEndpoint served = serve(this::answer);
        HttpEndpoint receiver = serve(this::receive)) {
      Files.writeString(
          folder.resolve("policy"),
          "log " + log.verifierKey() + " " + served.url() + "\nquorum none\n");
      // The head is remembered, no entry was looked at.
      deadlyPath = "/tile/entries/000.p/" + FIRST;
      killed(start(receiver));
      assertThat(lines("stdout")).isEmpty();
      deadlyPath = "";

      // Standard output and file have all there is; the command kills its own parent.
      killed(start(receiver));
      assertThat(lines("stdout")).hasSize(2 * FIRST);
      assertThat(lines("commands")).hasSize(5);

      // The webhook has its third alert and has not answered.
      deadlyAlert = 3;
      killed(start(receiver));
      assertThat(webhook).hasSize(3);
      deadlyAlert = -1;

      // Somewhere between the first new line on standard output and the last delivery.
      log.publishAll();
      Process process = start(receiver);
      while (process.isAlive() && lines("stdout").size() < 2 * FIRST + 2) {
        Thread.onSpinWait();
      }
      process.destroyForcibly().onExit().join();

      assertThat(start(receiver).onExit().join().exitValue()).isZero();
    }
    requireExactly();
  }

  private void requireExactly() throws IOException {
    List<Alert> file = lines("alerts").stream().map(Alert::parse).toList();
    List<String> expected =
        IntStream.range(0, ALL)
            .boxed()
            .flatMap(i -> List.of("NOT_ADMISSIBLE " + i, "ENTRY_UNREADABLE " + i).stream())
            .toList();
    assertThat(file.stream().map(MonitorKillTest::name).toList()).isEqualTo(expected);
    assertThat(lines("stdout")).isEqualTo(file.stream().map(Alert::text).toList());

    List<String> ids = file.stream().map(Alert::id).toList();
    assertThat(ids).doesNotHaveDuplicates();
    requireRepeated(lines("commands"), ids, ids.get(4));
    requireRepeated(webhook, ids, ids.get(2));
  }

  /** Everything came once and in order, but for what a kill left unanswered: that came again. */
  private static void requireRepeated(List<String> received, List<String> ids, String again) {
    assertThat(received.stream().distinct().toList()).isEqualTo(ids);
    Map<String, Integer> times = new HashMap<>();
    received.forEach(id -> times.merge(id, 1, Integer::sum));
    assertThat(times.get(again)).isEqualTo(2);
    // One more death, at a moment nobody chose.
    assertThat(received.size() - ids.size()).isBetween(1, 2);
  }

  private static String name(Alert alert) {
    return alert.finding().rule() + " " + alert.finding().index().orElseThrow();
  }

  private Response answer(dev.vitrine.client.http.Request request) throws IOException {
    if (request.path().equals(deadlyPath)) {
      kill();
    }
    return log.handler().handle(request);
  }

  private Response receive(dev.vitrine.client.http.Request request) {
    webhook.add(request.header("idempotency-key").orElseThrow());
    if (webhook.size() == deadlyAlert) {
      kill();
    }
    return Response.text(204, "");
  }

  private void kill() {
    monitor.get().destroyForcibly().onExit().join();
  }

  private static void killed(Process process) {
    assertThat(process.onExit().join().exitValue()).as("killed by signal 9").isEqualTo(137);
  }

  private List<String> lines(String file) throws IOException {
    Path path = folder.resolve(file);
    String text = Files.exists(path) ? Files.readString(path) : "";
    return text.lines().toList();
  }

  private static HttpEndpoint serve(Handler handler) throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8, handler);
  }

  private Process start(HttpEndpoint receiver) throws IOException {
    String command =
        "echo $VITRINE_ALERT_ID >> commands; test $(wc -l < commands) -ne 5 || kill -9 $PPID";
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Vitrine.class.getName(),
                "monitor",
                "--once",
                "--policy",
                "policy",
                "--state",
                "state",
                "--alert-file",
                "alerts",
                "--alert-command",
                command,
                "--alert-webhook",
                receiver.url() + "/hook")
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("stdout").toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("stderr").toFile()))
            .start();
    monitor.set(process);
    return process;
  }
}
