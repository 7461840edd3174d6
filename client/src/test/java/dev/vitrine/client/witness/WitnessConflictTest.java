package dev.vitrine.client.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.ManyConnections.Answer;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two histories of one log, asked for at the same time over 500 connections, each of which holds an
 * unfinished request before the first of them is finished: one line is cosigned, whatever happens.
 */
@Timeout(60)
class WitnessConflictTest {
  private static final int REQUESTS = 500;
  private static final int MOST_ROUNDS = 40;

  @TempDir Path folder;

  private final SignerKey key =
      FakeLog.newKey("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
  private final FakeLog left = FakeLog.named("log.example/forked");
  private final FakeLog right = FakeLog.with(left.key());
  private final List<Cosigned> cosigned = new ArrayList<>();

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
      List<Question> open = questions(1);
      for (int round = 0; round < MOST_ROUNDS && !open.isEmpty(); round++) {
        open = ask(endpoint.url(), open, answered -> {});
      }

      assertThat(open).as("every question is settled in the end").isEmpty();
      assertOneLine();
      SignedCheckpoint latest = witness.latest(WatchedLog.originHash(left.origin())).orElseThrow();
      assertThat(latest.checkpoint().size()).isEqualTo(largest());
      FakeLog line = cosigned.get(0).history();
      assertThat(latest.checkpoint()).isEqualTo(line.checkpoint(largest()).checkpoint());
      // The largest of that line was asked for to the end, the other line never passed.
      assertThat(largest()).isEqualTo(line.size());
    }
  }

  @Test
  void add_500AtOnceAcrossKills_cosignsOneLineAndForgetsNothing() throws Exception {
    Path keyFile = Files.writeString(folder.resolve("key"), key.encodePrivate());
    Path state = folder.resolve("state");
    String vkey = left.verifierKey().toString();
    for (int life = 0; life < 3; life++) {
      try (WitnessProcess process = WitnessProcess.start(state, keyFile, vkey)) {
        requireRemembered(process.url());
        List<Question> open = largerThanBefore(life);
        if (life > 0) {
          // All are told the size; the questions that follow are right, and only one can be it.
          open = ask(process.url(), open, answered -> {});
          assertThat(open).hasSize(REQUESTS);
        }
        int last = 20 + 40 * life;
        ask(
            process.url(),
            open,
            answered -> {
              if (answered == last) {
                process.kill();
              }
            });
        assertThat(process.isAlive()).isFalse();
      }
      assertOneLine();
    }
    assertThat(cosigned).isNotEmpty();
    try (WitnessProcess process = WitnessProcess.start(state, keyFile, vkey)) {
      requireRemembered(process.url());
    }
  }

  /** No answer that was given is forgotten, and no other history gets one. */
  private void requireRemembered(String url) throws IOException {
    if (cosigned.isEmpty()) {
      return;
    }
    FakeLog line = cosigned.get(0).history();
    FakeLog otherLine = line == left ? right : left;
    HttpResponse<String> conflict =
        Http.post(url + "/add-checkpoint", line.addCheckpoint(0, line.size()));
    assertThat(conflict.statusCode()).isEqualTo(409);
    long size = Long.parseLong(conflict.body().strip());
    assertThat(size).isGreaterThanOrEqualTo(largest());
    byte[] second = otherLine.addCheckpoint(size, otherLine.size());
    assertThat(Http.post(url + "/add-checkpoint", second).statusCode()).isIn(409, 422);
  }

  private long largest() {
    return cosigned.stream().mapToLong(Cosigned::size).max().orElseThrow();
  }

  private void assertOneLine() {
    assertThat(cosigned.stream().map(Cosigned::history).distinct()).hasSizeLessThanOrEqualTo(1);
  }

  /**
   * Asks all at once, as logs would: who is told of another size takes it and asks again.
   *
   * @param answered told how many answers there are so far, after each
   * @return what is to be asked in the next round
   */
  private List<Question> ask(String url, List<Question> questions, IntConsumer answered)
      throws Exception {
    List<byte[]> bodies =
        questions.stream().map(q -> q.history().addCheckpoint(q.old(), q.size())).toList();
    List<Answer> answers =
        ManyConnections.post(URI.create(url + "/add-checkpoint"), bodies, answered);
    List<Question> again = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      Question question = questions.get(i);
      Answer answer = answers.get(i);
      switch (answer.status()) {
        case 200 -> {
          requireCosigned(question, answer.body());
          cosigned.add(new Cosigned(question.history(), question.size()));
        }
        case 409 -> {
          long old = Long.parseLong(answer.body().strip());
          if (old <= question.size() && old != question.old()) {
            again.add(new Question(question.history(), old, question.size()));
          }
        }
        // Another history, or killed before it answered: nothing is claimed.
        case 422, Answer.NONE -> {}
        default -> throw new AssertionError(answer + " (expected: 200, 409 or 422)");
      }
    }
    return again;
  }

  private void requireCosigned(Question question, String lines) throws Exception {
    SignedCheckpoint head = question.history().checkpoint(question.size());
    List<NoteSignature> signatures = new ArrayList<>(head.signatures());
    for (String line : lines.lines().toList()) {
      signatures.add(NoteSignature.parse(line));
    }
    SignedCheckpoint.of(head.checkpoint(), signatures).verify(List.of(key.verifierKey()));
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
      questions.add(new Question(left, 0, size));
      questions.add(new Question(right, 0, size));
    }
    Collections.shuffle(questions, new Random(seed));
    return questions;
  }

  /** As many as there are to be at once, none of a size that an earlier life may have reached. */
  private List<Question> largerThanBefore(int life) {
    List<Question> questions = new ArrayList<>();
    Random random = new Random(life);
    for (int i = 0; i < REQUESTS; i++) {
      questions.add(new Question(i % 2 == 0 ? left : right, 0, 80 * life + 1 + random.nextInt(80)));
    }
    return questions;
  }

  private record Question(FakeLog history, long old, long size) {}

  private record Cosigned(FakeLog history, long size) {}
}
