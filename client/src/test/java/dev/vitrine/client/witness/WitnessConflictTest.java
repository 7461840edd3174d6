package dev.vitrine.client.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two histories of one log, asked for at the same time: one line is cosigned, whatever happens. */
@Timeout(120)
class WitnessConflictTest {
  private static final int REQUESTS = 500;

  @TempDir Path folder;

  private final SignerKey key =
      FakeLog.newKey("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
  private final FakeLog left = FakeLog.named("log.example/forked");
  private final FakeLog right = FakeLog.with(left.key());

  @BeforeEach
  void twoHistories() {
    left.append(REQUESTS / 2, "left");
    right.append(REQUESTS / 2, "right");
  }

  @Test
  void add_500AtOnceWithTwoHistories_cosignsOneLine() throws Exception {
    try (Witness witness =
            Witness.open(
                new Cosigner(List.of(key)),
                folder,
                1_000_000,
                InstantSource.system(),
                (watched, head) -> {});
        HttpEndpoint endpoint = serve(witness)) {
      List<Cosigned> answers = run(questions(1), new AtomicInteger(), endpoint.url());

      assertOneLine(answers);
      assertThat(answers).isNotEmpty();
      SignedCheckpoint latest = witness.latest(WatchedLog.originHash(left.origin())).orElseThrow();
      long largest = answers.stream().mapToLong(Cosigned::size).max().orElseThrow();
      assertThat(latest.checkpoint().size()).isEqualTo(largest);
    }
  }

  @Test
  void add_500AcrossKills_cosignsOneLineAndForgetsNothing() throws Exception {
    Path keyFile = Files.writeString(folder.resolve("key"), key.encodePrivate());
    Path state = folder.resolve("state");
    List<Cosigned> all = new ArrayList<>();
    for (int round = 0; round < 4; round++) {
      try (WitnessProcess process =
          WitnessProcess.start(state, keyFile, left.verifierKey().toString())) {
        AtomicInteger untilKill = new AtomicInteger(20 + 15 * round);
        List<Question> questions = questions(round).subList(0, REQUESTS / 4);
        all.addAll(run(questions, untilKill, process::kill, process.url()));
      }
    }
    assertOneLine(all);
    try (WitnessProcess process =
        WitnessProcess.start(state, keyFile, left.verifierKey().toString())) {
      FakeLog line = all.get(0).history();
      HttpResponse<String> conflict =
          Http.post(process.url() + "/add-checkpoint", line.addCheckpoint(0, line.size()));
      long largest = all.stream().mapToLong(Cosigned::size).max().orElseThrow();
      assertThat(conflict.statusCode()).isEqualTo(409);
      assertThat(Long.parseLong(conflict.body().strip())).isGreaterThanOrEqualTo(largest);
    }
  }

  private static void assertOneLine(List<Cosigned> answers) {
    assertThat(answers.stream().map(Cosigned::history).distinct()).hasSizeLessThanOrEqualTo(1);
  }

  private HttpEndpoint serve(Witness witness) throws IOException {
    witness.watch(new WatchedLog(left.origin(), List.of(left.verifierKey()), 1_000_000));
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        32,
        new WitnessRoutes(witness, ""));
  }

  private List<Question> questions(int seed) {
    List<Question> questions = new ArrayList<>();
    for (int size = 1; size <= REQUESTS / 2; size++) {
      questions.add(new Question(left, size));
      questions.add(new Question(right, size));
    }
    Collections.shuffle(questions, new Random(seed));
    return questions;
  }

  private List<Cosigned> run(List<Question> questions, AtomicInteger untilKill, String url)
      throws Exception {
    return run(questions, untilKill, () -> {}, url);
  }

  private static List<Cosigned> run(
      List<Question> questions, AtomicInteger untilKill, Runnable kill, String url)
      throws Exception {
    List<Cosigned> cosigned = Collections.synchronizedList(new ArrayList<>());
    ExecutorService pool = Executors.newFixedThreadPool(64);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Question question : questions) {
        running.add(
            pool.submit(
                () -> {
                  ask(url, question, cosigned);
                  if (untilKill.decrementAndGet() == 0) {
                    kill.run();
                  }
                }));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      pool.shutdownNow();
    }
    return cosigned;
  }

  /** Asks as a log would: takes the size from a conflict and asks again, until it is answered. */
  private static void ask(String url, Question question, List<Cosigned> cosigned) {
    long old = 0;
    try {
      for (int attempt = 0; attempt < 20; attempt++) {
        HttpResponse<String> answer =
            Http.post(
                url + "/add-checkpoint", question.history().addCheckpoint(old, question.size()));
        if (answer.statusCode() == 200) {
          cosigned.add(new Cosigned(question.history(), question.size(), answer.body()));
          return;
        }
        assertThat(answer.statusCode()).isIn(409, 422);
        if (answer.statusCode() == 422) {
          return;
        }
        old = Long.parseLong(answer.body().strip());
        if (old > question.size()) {
          return;
        }
      }
    } catch (IOException e) {
      // Killed in the middle of it: nothing was answered, nothing is claimed.
      assertThat(e).isNotNull();
    }
  }

  private record Question(FakeLog history, long size) {}

  private record Cosigned(FakeLog history, long size, String lines) {
    Cosigned {
      assertThat(lines.getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    }
  }
}
