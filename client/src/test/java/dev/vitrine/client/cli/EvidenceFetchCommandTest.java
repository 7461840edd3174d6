package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.gossip.GossipRoutes;
import dev.vitrine.client.http.Handler;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EvidenceFetchCommandTest {
  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a").append(4, "left");
  private EvidenceFolder served;
  private HttpEndpoint monitor;
  private String output = "";

  @BeforeEach
  void start() throws IOException {
    served = new EvidenceFolder(folder.resolve("served"));
    GossipRoutes routes = new GossipRoutes(List::of, heads -> {}, served, theirs -> {});
    monitor = serve(routes);
  }

  @AfterEach
  void stop() {
    monitor.close();
  }

  @Test
  void fork_ofALogOfThePolicy_isFetchedVerifiedAndKept() throws Exception {
    String id = served.keep(fork(log)).orElseThrow();

    assertThat(fetch(monitor.url())).as(output).isEqualTo(13);
    assertThat(output).startsWith("LOG FORKED: log.example/a");
    Path file = folder.resolve("out").resolve(id + ".fork");
    assertThat(Files.readAllBytes(file)).isEqualTo(served.read(id).orElseThrow());
    assertThat(run("evidence", "verify", file.toString())).isZero();
  }

  @Test
  void fork_ofAnotherLogOrOtherKeys_saysNothing() throws Exception {
    served.keep(fork(FakeLog.named("log.example/b").append(4, "left")));
    served.keep(fork(FakeLog.named("log.example/a").append(4, "left")));

    assertThat(fetch(monitor.url())).isZero();
    assertThat(output).startsWith("NO EVIDENCE").contains("of other logs: 2");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void peer_thatIsDown_isNamedAndTheOthersAreAsked() throws Exception {
    String gone = monitor.url();
    try (HttpEndpoint second = serve(new GossipRoutes(List::of, h -> {}, served, t -> {}))) {
      monitor.close();
      assertThat(fetch(gone, second.url())).isEqualTo(1);
      served.keep(fork(log));
      assertThat(fetch(gone, second.url())).isEqualTo(13);
      assertThat(output).contains(gone);
    }
  }

  @Test
  void peer_thatServesOtherBytesThanTheIdNames_isNotBelieved() throws Exception {
    String id = served.keep(fork(log)).orElseThrow();
    Handler liar =
        request ->
            request.path().equals("/gossip/v1/evidence")
                ? Response.of(200, "application/json", "{\"evidence\":[\"" + id + "\"]}")
                : Response.text(200, "vitrine/fork-evidence@v1\n");
    try (HttpEndpoint lying = serve(liar)) {
      assertThat(fetch(lying.url())).isEqualTo(1);
      assertThat(output).contains("(expected: " + id);
    }
    Handler traverser =
        request -> Response.of(200, "application/json", "{\"evidence\":[\"../../key\"]}");
    try (HttpEndpoint lying = serve(traverser)) {
      assertThat(fetch(lying.url())).isEqualTo(1);
      assertThat(output).contains("hexadecimal");
    }
  }

  private static ForkEvidence fork(FakeLog left) {
    SignedCheckpoint other = FakeLog.with(left.key()).append(4, "right").checkpoint(4);
    return new ForkEvidence(
        List.of(left.verifierKey()),
        left.checkpoint(4),
        other,
        other.checkpoint().root(),
        new ConsistencyProof(4, 4, List.of()));
  }

  private static HttpEndpoint serve(Handler handler) throws IOException {
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4, handler);
  }

  private int fetch(String... urls) {
    List<String> arguments = new ArrayList<>(List.of("evidence", "fetch"));
    arguments.addAll(List.of(urls));
    arguments.addAll(List.of("--vkey", log.verifierKey().toString()));
    arguments.addAll(List.of("--out", folder.resolve("out").toString()));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    StringWriter out = new StringWriter();
    int exitCode = Vitrine.run(new PrintWriter(out), new PrintWriter(out, true), arguments);
    output = out.toString();
    return exitCode;
  }
}
