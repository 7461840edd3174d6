package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GrpcClientTest {
  private final TestLog log = TestLog.of(20, "honest");
  private GrpcLog server;
  private LogClient client;

  @BeforeEach
  void start() throws Exception {
    server = new GrpcLog(log);
    client =
        LogClient.builder()
            .log(server.url())
            .vkeys(log.vkey())
            .limits(new RequestLimits(Duration.ofSeconds(5), 4096))
            .appendPatience(Duration.ofSeconds(20))
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
  }

  private static byte[] entry(int i) {
    return ("appended " + i).getBytes(StandardCharsets.UTF_8);
  }

  private List<Acknowledgement> appendMany(int count) throws Exception {
    List<CompletableFuture<Acknowledgement>> answers = new ArrayList<>();
    try (AppendSession session = client.appends()) {
      for (int i = 0; i < count; i++) {
        answers.add(session.append(entry(i)));
      }
    }
    List<Acknowledgement> acknowledged = new ArrayList<>();
    for (CompletableFuture<Acknowledgement> answer : answers) {
      acknowledged.add(answer.get(1, TimeUnit.SECONDS));
    }
    return acknowledged;
  }

  @Test
  void questions_overGrpc_areVerified() throws Exception {
    VerifiedHead head = client.head();
    assertThat(head.size()).isEqualTo(20);
    assertThat(client.entry(13).bytes()).isEqualTo(log.entry(13));
    assertThat(client.inclusion(TreeHasher.leaf(log.entry(7))).proof().index()).isEqualTo(7);
    assertThat(client.consistency(log.head(11)).oldRoot()).isEqualTo(log.root(11));
    assertThatThrownBy(() -> client.inclusion(TreeHasher.leaf(new byte[] {9})))
        .isInstanceOf(NotInLogException.class);
    List<Long> seen = new ArrayList<>();
    client.entries(3, 9, head, (index, bytes) -> seen.add(index));
    assertThat(seen).containsExactly(3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void appends_pipelined_areAllAcknowledgedAndProven() throws Exception {
    List<Acknowledgement> acknowledged = appendMany(2000);
    assertThat(acknowledged.stream().map(Acknowledgement::index).distinct()).hasSize(2000);
    assertThat(server.streams).hasValue(1);
    client.requireLeaves(acknowledged.subList(0, 50), client.head());
  }

  @Test
  void appends_pushedBack_areTriedAgain() throws Exception {
    server.pushBacks.set(500);
    assertThat(appendMany(300)).hasSize(300);
    assertThat(log.size()).isEqualTo(320);
  }

  @Test
  void appends_onAStreamThatBreaks_areTriedAgainWithoutDuplicates() throws Exception {
    server.breakAfter.set(100);
    List<Acknowledgement> acknowledged = appendMany(600);
    assertThat(acknowledged.stream().map(Acknowledgement::index).distinct()).hasSize(600);
    assertThat(log.size()).isEqualTo(620);
    assertThat(server.streams.get()).isGreaterThan(1);
  }

  @Test
  void append_refusedEntry_failsAloneWithTheRulesCode() throws Exception {
    try (AppendSession session = client.appends()) {
      CompletableFuture<Acknowledgement> bad =
          session.append("!bad".getBytes(StandardCharsets.UTF_8));
      CompletableFuture<Acknowledgement> good = session.append(entry(1));
      assertThat(good.get(10, TimeUnit.SECONDS).index()).isEqualTo(20);
      assertThatThrownBy(() -> bad.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              AppendRejectedException.class, e -> assertThat(e.reason()).isEqualTo("BAD_SHAPE"));
    }
  }

  @Test
  void append_whereNobodyListens_endsUnreachableWhenPatienceRunsOut() throws Exception {
    String nowhere;
    try (GrpcLog stopped = new GrpcLog(log)) {
      nowhere = stopped.url();
    }
    try (LogClient impatient =
        LogClient.builder()
            .log(nowhere)
            .vkeys(log.vkey())
            .appendPatience(Duration.ofMillis(400))
            .build()) {
      assertThatThrownBy(() -> impatient.append(entry(0), Stage.DURABLE))
          .isInstanceOf(LogUnreachableException.class);
      assertThatThrownBy(impatient::head).isInstanceOf(LogUnreachableException.class);
    }
  }

  @Test
  void entry_largerThanTheLimit_isNeverAccepted() throws Exception {
    log.add(new byte[200_000]);
    assertThatThrownBy(() -> client.entry(20)).isInstanceOf(LogUnreachableException.class);
  }
}
