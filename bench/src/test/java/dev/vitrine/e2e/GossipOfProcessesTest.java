package dev.vitrine.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.config.Config;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A witness, a mirror and two monitors, processes of their own that name each other as peers, and
 * one log that shows the second monitor another history than everybody else.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GossipOfProcessesTest {
  private static final int COMMON = 300;

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, RunningProcess> parties = new LinkedHashMap<>();
  private final Map<String, String> urls = new LinkedHashMap<>();
  private final List<LogServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    parties.values().forEach(RunningProcess::close);
    servers.forEach(LogServer::close);
  }

  @Test
  void log_withTwoHistories_isConvictedByEverybodyInOneRound() throws Exception {
    LogServer first = serve("one");
    append(first, COMMON, "common");
    servers.remove(first);
    first.close();
    copy(folder.resolve("one"), folder.resolve("other"));
    List<String> vkeys = serve("one").keys().stream().map(Object::toString).toList();
    append(servers.get(0), 20, "one");
    append(serve("other"), 50, "other");
    for (String party : List.of("witness", "mirror", "left", "right")) {
      urls.put(party, "http://127.0.0.1:" + freePort());
    }
    Path onePolicy = policy("one.policy", vkeys, servers.get(0));
    Path otherPolicy = policy("other.policy", vkeys, servers.get(1));
    // One round each, at which nobody else is there: what is found later is found by the one round
    // of the monitor that comes last.
    // It knows one of the log's two keys; the evidence that others make names both.
    startWitness(vkeys.get(0));
    start("mirror", "mirror", "--policy", onePolicy.toString(), "--key", key("mirror"));
    start("left", "monitor", "--open", "--policy", onePolicy.toString());
    for (String party : List.of("mirror", "left")) {
      awaitHeads(party);
      assertThat(evidence(party)).as("evidence of %s", party).isEmpty();
    }

    start("right", "monitor", "--open", "--policy", otherPolicy.toString());

    await()
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(urls.keySet())
                    .allSatisfy(party -> assertThat(evidence(party)).isNotEmpty()));
    requireSameBytesEverywhere();
    requireConvincing(onePolicy);
    requireAlert(onePolicy);
  }

  private void requireSameBytesEverywhere() throws Exception {
    List<String> ids = evidence("right");
    for (String party : urls.keySet()) {
      assertThat(evidence(party)).as("served by %s", party).isEqualTo(ids);
      for (String id : ids) {
        String served = get(urls.get(party) + "/gossip/v1/evidence/" + id);
        Path file = folder.resolve(party).resolve("evidence").resolve(id + ".fork");
        assertThat(served).as("file of %s", party).isEqualTo(Files.readString(file));
        assertThat(served)
            .isEqualTo(Files.readString(folder.resolve("right/evidence").resolve(id + ".fork")));
      }
    }
  }

  /** The log's client has it from each party alone, and believes it for what it proves. */
  private void requireConvincing(Path policy) throws IOException {
    for (Map.Entry<String, String> party : urls.entrySet()) {
      Path out = folder.resolve("fetched-" + party.getKey());
      Command fetched =
          Command.run(
              List.of("--policy", policy, "--out", out, "--json"),
              "evidence",
              "fetch",
              party.getValue());
      assertThat(fetched.exitCode()).as("%s", fetched).isEqualTo(13);
      JsonNode files = fetched.json().get("files");
      assertThat(files).isNotEmpty();
      for (JsonNode file : files) {
        Command verified = Command.run(List.of(), "evidence", "verify", file.asText());
        assertThat(verified.exitCode()).as("%s", verified).isZero();
        assertThat(verified.output()).startsWith("FORK PROVEN");
      }
    }
  }

  /** The left monitor was only told; its next look says so, once. */
  private void requireAlert(Path policy) throws IOException {
    parties.remove("left").close();
    List<String> alerts = new ArrayList<>();
    for (int look = 0; look < 2; look++) {
      Process again =
          RunningProcess.builder(
                  folder.resolve("left.log"),
                  Vitrine.class,
                  "monitor",
                  "--once",
                  "--open",
                  "--policy",
                  policy.toString(),
                  "--state",
                  folder.resolve("left").toString(),
                  "--peer",
                  urls.get("right"))
              .start();
      again.inputReader(UTF_8).lines().forEach(alerts::add);
    }
    assertThat(alerts).hasSize(1).first().asString().contains("CRITICAL").contains(": FORK: ");
  }

  private LogServer serve(String name) throws Exception {
    LogServer server =
        LogServer.start(
            Config.of(
                Map.of(
                    "origin", "log.example/forked",
                    "data-folder", folder.resolve(name).toString(),
                    "listen", "127.0.0.1:0",
                    "admin-listen", "off",
                    "admission", "open",
                    "checkpoint-interval", "5ms")),
            Parts.standard(e -> {}).withApis(List.of(new ApiServer())));
    servers.add(server);
    return server;
  }

  private static void append(LogServer server, int count, String label) throws Exception {
    List<Future<?>> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(server.context().appender().append((label + " " + i).getBytes(UTF_8)));
    }
    for (Future<?> answer : answers) {
      answer.get(30, TimeUnit.SECONDS);
    }
    long last = server.context().appender().append((label + " end").getBytes(UTF_8)).get().index();
    server.context().checkpoints().awaitWitnessed(last).get(30, TimeUnit.SECONDS);
  }

  private Path policy(String name, List<String> vkeys, LogServer server) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String vkey : vkeys) {
      text.append("log ").append(vkey).append(' ').append(server.addresses().get(0)).append('\n');
    }
    return Files.writeString(folder.resolve(name), text + "quorum none\n");
  }

  private void startWitness(String vkey) throws IOException {
    start("witness", "witness", "--key", key("witness"), "--log", vkey);
    parties.get("witness").await("listening on");
  }

  private String key(String party) {
    Path key = folder.resolve(party + ".key");
    Command.must(
        List.of(), "keygen", party + ".example", "--type", "ED25519_COSIGNATURE", "-o", key);
    return key.toString();
  }

  private void start(String party, String command, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--state", folder.resolve(party).toString()));
    arguments.addAll(List.of("--listen", urls.get(party).substring("http://".length())));
    arguments.addAll(List.of("--interval", "PT1H"));
    urls.forEach(
        (peer, url) -> {
          if (!peer.equals(party)) {
            arguments.addAll(List.of("--peer", url));
          }
        });
    parties.put(
        party,
        RunningProcess.start(
            folder.resolve(party + ".log"), Vitrine.class, arguments.toArray(String[]::new)));
  }

  private void awaitHeads(String party) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> get(urls.get(party) + "/gossip/v1/heads").contains("log.example/forked"));
  }

  private List<String> evidence(String party) throws Exception {
    List<String> ids = new ArrayList<>();
    new ObjectMapper()
        .readTree(get(urls.get(party) + "/gossip/v1/evidence"))
        .get("evidence")
        .forEach(id -> ids.add(id.asText()));
    return ids.stream().sorted().toList();
  }

  private String get(String url) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
