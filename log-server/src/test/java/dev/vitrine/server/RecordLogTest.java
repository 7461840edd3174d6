package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.admission.Decision;
import dev.vitrine.admission.LookupKeys;
import dev.vitrine.admission.RandomRecords;
import dev.vitrine.admission.StateHead;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.record.Envelope;
import dev.vitrine.server.access.Validator;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.RejectedAppendException;
import dev.vitrine.server.storage.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server in its default mode, against the pure function that it runs. */
class RecordLogTest {
  @TempDir private Path folder;

  private final TestLog model = TestLog.ready();

  private Config config(Map<String, String> more) throws IOException {
    Path policy = folder.resolve("root-policy.json");
    if (!Files.exists(policy)) {
      Files.writeString(policy, policyJson());
    }
    Config config = TestServers.recordsConfig(folder, policy);
    for (Map.Entry<String, String> setting : more.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    return config;
  }

  private String policyJson() {
    try {
      return Envelope.parse(model.entries.get(0)).json();
    } catch (dev.vitrine.record.RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private LogServer start(Map<String, String> more) throws IOException {
    return LogServer.start(
        config(more),
        Parts.standard(
                failure -> {
                  throw new AssertionError(failure);
                })
            .withClock(Clock.fixed(TestLog.NOW, ZoneOffset.UTC)));
  }

  private static String answer(LogServer server, Envelope envelope) throws Exception {
    try {
      Appended appended = server.context().appender().append(envelope.encode()).get();
      return (appended.duplicate() ? "duplicate of " : "index ") + appended.index();
    } catch (ExecutionException e) {
      return ((RejectedAppendException) e.getCause()).rejection().code();
    }
  }

  private String modelAnswer(Envelope envelope) {
    for (int i = 0; i < model.entries.size(); i++) {
      if (java.util.Arrays.equals(model.entries.get(i), envelope.encode())) {
        return "duplicate of " + i;
      }
    }
    Decision decision = model.append(envelope);
    if (decision instanceof Decision.Rejected rejected) {
      return rejected.rejection().code();
    }
    return decision instanceof Decision.DuplicateOf duplicate
        ? "duplicate of " + duplicate.index()
        : "index " + (model.entries.size() - 1);
  }

  private static StateHead head(LogServer server) {
    return StateHead.of(
        key -> {
          try {
            return server.context().reads().state(key);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private void uploadAll(LogServer server) throws IOException {
    for (byte[] blob : model.blobs.values()) {
      server.context().reads().putBlob(blob);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void append_randomRecords_sameAnswersAndStateHashAsThePureFunction(long seed) throws Exception {
    new TestRecords(model).update("any");
    try (LogServer server = start(Map.of())) {
      uploadAll(server);
      for (int i = 1; i < model.entries.size(); i++) {
        assertThat(answer(server, Envelope.parse(model.entries.get(i)))).isEqualTo("index " + i);
      }
      RandomRecords random = new RandomRecords(model, seed);
      for (int i = 0; i < 150; i++) {
        Envelope envelope = random.next();
        String expected = modelAnswer(envelope);
        assertThat(answer(server, envelope)).as("record " + i).isEqualTo(expected);
      }
      assertThat(head(server)).isEqualTo(StateHead.of(model.state));
    }
    try (LogServer reopened = start(Map.of())) {
      assertThat(head(reopened)).isEqualTo(StateHead.of(model.state));
    }
  }

  @Test
  void appends_countTheCpuTimeOfEveryStage() throws Exception {
    try (LogServer server = start(Map.of())) {
      RandomRecords records = new RandomRecords(model, 5);
      for (int i = 0; i < 300; i++) {
        answer(server, records.next());
      }

      // One check in 32 is timed: that none of 300 was is 1 : 10,000, so a few more are offered.
      String metrics = server.context().metrics().scrape();
      for (int i = 0; i < 3_000 && metrics.matches("(?s).*stage=\"verify\",?} 0\\.0\n.*"); i++) {
        answer(server, records.next());
        metrics = server.context().metrics().scrape();
      }

      for (String stage : List.of("parse", "verify", "state", "commit")) {
        assertThat(metrics)
            .containsPattern(
                "vitrine_cpu_seconds_total\\{stage=\"" + stage + "\",?} [0-9.E-]*[1-9]");
      }
    }
  }

  @Test
  void start_rootPolicyConfigured_isEntryZero() throws Exception {
    try (LogServer server = start(Map.of())) {
      assertThat(server.context().reads().entry(0)).contains(model.entries.get(0));
      assertThat(
              server
                  .context()
                  .reads()
                  .lookup(LookupKeys.key(TestLog.id(model.roots.get(0))), -1, 10, false)
                  .indices())
          .containsExactly(0L);
    }
  }

  @Test
  void start_otherPolicyThanEntryZero_refused() throws Exception {
    start(Map.of()).close();
    Files.writeString(
        folder.resolve("root-policy.json"), model.policy(model.policyMessage().build()).json());
    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("of this log's entry 0");
  }

  @Test
  void start_policyForAnotherOrigin_refused() throws Exception {
    assertThatThrownBy(() -> start(Map.of("origin", "other.example/log")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining(TestLog.ORIGIN);
  }

  @Test
  void start_logWrittenInOpenMode_refused() throws Exception {
    try (LogServer open = start(Map.of("admission", "open"))) {
      open.context().appender().append(new byte[] {1}).get();
    }
    assertThatThrownBy(() -> start(Map.of()))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("open mode");
  }

  @Test
  void validate_record_saysWhatAppendWouldAnswerAndAppendsNothing() throws Exception {
    try (LogServer server = start(Map.of())) {
      Envelope registration = Envelope.parse(model.entries.get(1));
      Validator validator = server.context().validator();
      assertThat(validator.validate(registration.encode())).isEqualTo(new Validator.Admissible());
      assertThat(server.context().reads().head().size()).isEqualTo(1);
      assertThat(validator.validate(model.entries.get(0))).isEqualTo(new Validator.Duplicate(0));
      assertThat(validator.validate(new byte[] {1}))
          .isInstanceOfSatisfying(
              Validator.Refused.class,
              r -> assertThat(r.rejection().code()).isEqualTo("ENVELOPE_FORMAT"));
    }
  }

  @Test
  void append_noPolicyConfigured_refusedByCode() throws Exception {
    Config config =
        Config.of(
            Map.of(
                "origin",
                TestLog.ORIGIN,
                "data-folder",
                folder.resolve("bare").toString(),
                "admin-listen",
                "off"));
    try (LogServer server =
        LogServer.start(
            config,
            Parts.standard(failure -> {}).withClock(Clock.fixed(TestLog.NOW, ZoneOffset.UTC)))) {
      assertThat(answer(server, Envelope.parse(model.entries.get(1)))).isEqualTo("POLICY_MISSING");
      assertThat(Optional.of(server.context().reads().head().size())).contains(0L);
    }
  }
}
