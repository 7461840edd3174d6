package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.Acknowledgement;
import dev.vitrine.client.AppendRejectedException;
import dev.vitrine.client.AppendSession;
import dev.vitrine.client.Appended;
import dev.vitrine.client.FileTrustStore;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogClientBuilder;
import dev.vitrine.client.NotInLogException;
import dev.vitrine.client.OfflineProof;
import dev.vitrine.client.Stage;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.client.VerifiedInclusion;
import dev.vitrine.client.VkeyPolicy;
import dev.vitrine.client.audit.Audit;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.config.Config;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verifying client against the real server, over HTTP and gRPC on its one port. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ClientAgainstServerTest {
  @TempDir Path folder;
  private LogServer server;
  private String http = "";
  private String grpc = "";

  @BeforeEach
  void start() throws Exception {
    Path config = folder.resolve("config.yaml");
    Files.writeString(
        config,
        """
        data-folder: %s
        listen: 127.0.0.1:0
        admin-listen: "off"
        admission: open
        """
            .formatted(folder.resolve("data")));
    server =
        LogServer.start(
            Config.load(config), Parts.standard(e -> {}).withApis(List.of(new ApiServer())));
    http = server.addresses().get(0);
    grpc = "grpc://" + URI.create(http).getAuthority();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String[] vkeys() {
    return server.keys().stream().map(VerifierKey::toString).toArray(String[]::new);
  }

  private LogClientBuilder client() {
    return LogClient.builder()
        .log(http)
        .appendTo(grpc)
        .vkeys(vkeys())
        .trustStore(FileTrustStore.in(folder.resolve("trust")))
        .appendPatience(Duration.ofSeconds(60));
  }

  private static byte[] entry(int i) {
    return ("entry " + i).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Acknowledgement> append(LogClient client, int from, int to) throws Exception {
    List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
    try (AppendSession session = client.appends()) {
      for (int i = from; i < to; i++) {
        answers.add(session.append(entry(i)));
      }
    }
    List<Acknowledgement> promises = new ArrayList<>();
    for (CompletableFuture<Acknowledgement> answer : answers) {
      promises.add(answer.get(1, TimeUnit.SECONDS));
    }
    return promises;
  }

  @Test
  void appends_overGrpc_areProvenOverHttpAndGrpc() throws Exception {
    try (LogClient client = client().build();
        LogClient overGrpc = client().log(grpc).build()) {
      List<Acknowledgement> promises = append(client, 0, 700);
      VerifiedHead head = client.awaitHead(700, Duration.ofSeconds(30));
      client.requireLeaves(promises, head);
      assertThat(head.signatures().log()).hasSize(2);
      Acknowledgement one = promises.get(300);
      assertThat(client.entry(one.index()).bytes()).isEqualTo(entry(300));
      assertThat(overGrpc.entry(one.index()).bytes()).isEqualTo(entry(300));
      assertThat(overGrpc.inclusion(one.leafHash()).proof().index()).isEqualTo(one.index());
      assertThat(client.inclusion(one.leafHash()).proof().index()).isEqualTo(one.index());
      assertThat(client.consistency(257).oldRoot()).isEqualTo(client.consistency(257).oldRoot());
    }
  }

  @Test
  void appends_again_areDuplicatesAtTheirFirstIndex() throws Exception {
    try (LogClient client = client().build()) {
      List<Acknowledgement> first = append(client, 0, 50);
      List<Acknowledgement> again = append(client, 0, 50);
      assertThat(again).allMatch(Acknowledgement::duplicate);
      assertThat(again.stream().map(Acknowledgement::index))
          .containsExactlyElementsOf(first.stream().map(Acknowledgement::index).toList());
    }
  }

  @Test
  void append_overHttp_isProven() throws Exception {
    try (LogClient client = client().appendTo(http).build()) {
      Appended appended = client.append(entry(7), Stage.PUBLISHED);
      VerifiedInclusion inclusion = appended.inclusion().orElseThrow();
      byte[] proof = client.bundle(inclusion).encode();
      OfflineProof offline = OfflineProof.verify(proof, entry(7), VkeyPolicy.of(List.of(vkeys())));
      assertThat(offline.index()).isEqualTo(appended.promise().index());
    }
  }

  @Test
  void append_ofAnEmptyOrTooLargeEntry_isRefusedForGood() throws Exception {
    try (LogClient overGrpc = client().build();
        LogClient overHttp = client().appendTo(http).build()) {
      for (LogClient client : List.of(overGrpc, overHttp)) {
        assertThatThrownBy(() -> client.append(new byte[0], Stage.DURABLE))
            .isInstanceOf(AppendRejectedException.class);
        assertThatThrownBy(() -> client.append(new byte[65_536], Stage.DURABLE))
            .isInstanceOf(AppendRejectedException.class);
      }
    }
  }

  @Test
  void questions_aboutWhatIsNotThere_areNotInLog() throws Exception {
    try (LogClient client = client().build()) {
      append(client, 0, 3);
      client.awaitHead(3, Duration.ofSeconds(30));
      assertThatThrownBy(() -> client.inclusion(TreeHasher.leaf(entry(99))))
          .isInstanceOf(NotInLogException.class);
      assertThatThrownBy(() -> client.entry(1_000_000)).isInstanceOf(NotInLogException.class);
    }
  }

  @Test
  void server_restarted_extendsTheRememberedHeadAndAuditsClean() throws Exception {
    try (LogClient client = client().build()) {
      append(client, 0, 300);
      client.awaitHead(300, Duration.ofSeconds(30));
    }
    server.close();
    start();
    try (LogClient client = client().build()) {
      append(client, 300, 700);
      VerifiedHead head = client.awaitHead(700, Duration.ofSeconds(30));
      assertThat(head.extendsSize().orElseThrow()).isGreaterThanOrEqualTo(300);
      assertThat(
              new Audit(client.unverifiedTiles().orElseThrow(), head.signed().checkpoint())
                  .threads(4)
                  .run()
                  .entries())
          .isEqualTo(head.size());
    }
  }
}
