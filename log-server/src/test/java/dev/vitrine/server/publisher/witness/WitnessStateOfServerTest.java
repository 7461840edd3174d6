package dev.vitrine.server.publisher.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.server.Entries;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.TestServers;
import dev.vitrine.server.publisher.WitnessQuorum.WitnessState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the operator of a log sees of each witness: in the admin's status and in the metrics. */
@Timeout(60)
class WitnessStateOfServerTest {
  @TempDir Path folder;

  @Test
  void eachWitness_hasItsOwnStateAndMetrics() throws Exception {
    try (FakeWitness good = new FakeWitness("witness.example/good");
        FakeWitness bad = new FakeWitness("witness.example/bad")) {
      for (int i = 0; i < 100; i++) {
        bad.answer(500, "text/plain", "no\n");
      }
      Path policy = folder.resolve("witnesses");
      Files.writeString(
          policy,
          good.policyLine("good") + bad.policyLine("bad") + "group g any good bad\nquorum g\n");
      try (LogServer server =
          TestServers.start(folder.resolve("data"), "witness.policy-file", policy.toString())) {
        TestServers.publish(server, Entries.range(0, 5));
        await().until(() -> !states(server).get(1).lastError().isEmpty());

        WitnessState cosigned = states(server).get(0);
        assertThat(cosigned.name()).isEqualTo("good");
        assertThat(cosigned.url()).startsWith(good.url());
        assertThat(cosigned.cosignedSize()).isEqualTo(5);
        assertThat(cosigned.lastSuccessUnixSeconds()).isPositive();
        assertThat(cosigned.lastError()).isEmpty();
        WitnessState refused = states(server).get(1);
        assertThat(refused.cosignedSize()).isEqualTo(-1);
        assertThat(refused.lastSuccessUnixSeconds()).isZero();
        assertThat(refused.lastError()).contains("500");
        assertThat(server.context().metrics().scrape())
            .containsPattern(
                "vitrine_witness_answers_total\\{outcome=\"cosigned\",witness=\"good\"\\} [1-9]")
            .containsPattern(
                "vitrine_witness_answers_total\\{outcome=\"refused\",witness=\"bad\"\\} [1-9]")
            .containsPattern("vitrine_witness_request_seconds_count\\{witness=\"good\"\\} [1-9]")
            .contains("vitrine_witness_size{witness=\"good\"} 5.0")
            .contains("vitrine_witness_size{witness=\"bad\"} -1.0");
      }
    }
  }

  @Test
  void witness_thatComesBack_isShownWithoutItsOldError() throws Exception {
    try (FakeWitness good = new FakeWitness("witness.example/good");
        FakeWitness back = new FakeWitness("witness.example/back")) {
      back.answer(500, "text/plain", "no\n");
      Path policy = folder.resolve("witnesses");
      Files.writeString(
          policy,
          good.policyLine("good") + back.policyLine("back") + "group g any good back\nquorum g\n");
      try (LogServer server =
          TestServers.start(folder.resolve("data"), "witness.policy-file", policy.toString())) {
        TestServers.publish(server, Entries.range(0, 5));
        // The counter stays; the error is gone with the next answer, a quarter of a second later.
        Pattern refused =
            Pattern.compile(
                "vitrine_witness_answers_total\\{outcome=\"refused\",witness=\"back\"\\} [1-9]");
        await().until(() -> refused.matcher(server.context().metrics().scrape()).find());
        AtomicInteger next = new AtomicInteger(5);
        await()
            .until(
                () -> {
                  TestServers.publish(server, Entries.range(next.get(), next.incrementAndGet()));
                  return states(server).get(1).cosignedSize() > 5;
                });
        assertThat(states(server).get(1).lastError()).isEmpty();
        assertThat(states(server).get(1).lastSuccessUnixSeconds()).isPositive();
      }
    }
  }

  private static List<WitnessState> states(LogServer server) {
    return server.context().admin().status().witnesses();
  }
}
