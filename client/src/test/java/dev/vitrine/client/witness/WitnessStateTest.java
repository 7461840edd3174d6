package dev.vitrine.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a witness after a restart, a full disk, a hostile file, a hostile body. */
class WitnessStateTest {
  @TempDir Path state;

  private final SignerKey key =
      FakeLog.newKey("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
  private final FakeLog log = FakeLog.named("log.example/a").append(20, "leaf");
  private final List<SignedCheckpoint> seen = new ArrayList<>();

  @Test
  void restart_afterCosigning_goesOnFromTheSameSize() throws Exception {
    try (Witness witness = open(100)) {
      witness.addCheckpoint(log.addCheckpoint(0, 7));
    }
    try (Witness witness = open(100)) {
      assertThat(refusal(witness, log.addCheckpoint(0, 7)).cosignedSize()).hasValue(7);
      assertThat(witness.addCheckpoint(log.addCheckpoint(7, 20))).hasSize(1);
    }
  }

  @Test
  void folder_ofARunningWitness_isRefused() throws Exception {
    Witness running = open(100);
    assertThatThrownBy(() -> open(100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("in use");
    running.close();
  }

  @Test
  void file_damaged_isNotTakenForAnEmptyLog() throws Exception {
    try (Witness witness = open(100)) {
      witness.addCheckpoint(log.addCheckpoint(0, 7));
    }
    Path file = state.resolve(WatchedLog.originHash(log.origin()));
    Files.write(file, "not a note".getBytes(UTF_8));
    assertThatThrownBy(() -> open(100)).isInstanceOf(IOException.class);
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> open(100)).isInstanceOf(IOException.class);
  }

  @Test
  void file_leftTemporaryByACrash_isIgnored() throws Exception {
    try (Witness witness = open(100)) {
      witness.addCheckpoint(log.addCheckpoint(0, 7));
    }
    Files.write(state.resolve(WatchedLog.originHash(log.origin()) + ".tmp"), new byte[] {1, 2, 3});
    try (Witness witness = open(100)) {
      assertThat(refusal(witness, log.addCheckpoint(0, 7)).cosignedSize()).hasValue(7);
      assertThat(witness.addCheckpoint(log.addCheckpoint(7, 9))).hasSize(1);
    }
  }

  @Test
  void write_thatFails_releasesNoSignatureAndChangesNothing() throws Exception {
    try (Witness witness = open(100)) {
      witness.addCheckpoint(log.addCheckpoint(0, 7));
      Path blocked = state.resolve(WatchedLog.originHash(log.origin()) + ".tmp");
      Files.createDirectory(blocked);
      RefusalException refusal = refusal(witness, log.addCheckpoint(7, 9));
      assertThat(refusal.status()).isEqualTo(503);
      assertThat(refusal.retryAfterSeconds()).isPresent();
      Files.delete(blocked);

      assertThat(witness.addCheckpoint(log.addCheckpoint(7, 8))).hasSize(1);
    }
  }

  @Test
  void write_ofUnknownOutcome_stopsThisLogUntilRestart() throws Exception {
    Path file = state.resolve(WatchedLog.originHash(log.origin()));
    try (Witness witness = open(100)) {
      Files.createDirectories(file.resolve("in the way"));
      assertThat(refusal(witness, log.addCheckpoint(0, 7)).status()).isEqualTo(503);
      Files.delete(file.resolve("in the way"));
      Files.delete(file);
      assertThat(refusal(witness, log.addCheckpoint(0, 7)).status()).isEqualTo(503);
    }
    try (Witness witness = open(100)) {
      assertThat(witness.addCheckpoint(log.addCheckpoint(0, 7))).hasSize(1);
    }
  }

  @Test
  void rate_beyondTheBurst_isAnswered429WithRetryAfter() throws Exception {
    try (Witness witness = open(3)) {
      for (int i = 0; i < 3; i++) {
        assertThat(refusal(witness, log.addCheckpoint(5, 7)).status()).isEqualTo(409);
      }
      RefusalException refusal = refusal(witness, log.addCheckpoint(5, 7));
      assertThat(refusal.status()).isEqualTo(429);
      assertThat(refusal.retryAfterSeconds()).hasValue(10);
    }
  }

  @Test
  void rate_unsignedRequests_doNotUseItUp() throws Exception {
    FakeLog impostor = FakeLog.named(log.origin()).append(9, "leaf");
    try (Witness witness = open(1)) {
      for (int i = 0; i < 20; i++) {
        assertThat(refusal(witness, impostor.addCheckpoint(0, 7)).status()).isEqualTo(403);
      }
      assertThat(witness.addCheckpoint(log.addCheckpoint(0, 7))).hasSize(1);
    }
  }

  @Test
  void heads_signedByTheLog_areShownToTheObserverEvenIfRefused() throws Exception {
    FakeLog fork = FakeLog.with(log.key()).append(9, "other");
    try (Witness witness = open(100)) {
      witness.addCheckpoint(log.addCheckpoint(0, 7));
      refusal(witness, fork.addCheckpoint(7, 9));

      assertThat(seen).containsExactly(log.checkpoint(7), fork.checkpoint(9));
    }
  }

  @Test
  void body_mutatedAtRandom_neverFailsAndNeverGetsAnotherTextSigned() throws Exception {
    Random random = new Random(6962);
    byte[] good = log.addCheckpoint(7, 20);
    try (Witness witness = open(1_000_000)) {
      witness.addCheckpoint(log.addCheckpoint(0, 7));
      for (int i = 0; i < 3000; i++) {
        byte[] body = mutate(good, random);
        try {
          witness.addCheckpoint(body);
          assertThat(new String(body, UTF_8)).contains(log.checkpoint(20).note().text());
        } catch (RefusalException e) {
          assertThat(e.status()).as(new String(body, UTF_8)).isIn(400, 403, 404, 409, 422);
        }
      }
    }
  }

  private static byte[] mutate(byte[] good, Random random) {
    byte[] body = good.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      body[random.nextInt(body.length)] = (byte) random.nextInt(256);
    }
    int cut = random.nextInt(4) == 0 ? random.nextInt(body.length) : body.length;
    return java.util.Arrays.copyOf(body, cut);
  }

  private Witness open(int burst) throws IOException {
    Witness witness =
        Witness.open(
            new Cosigner(List.of(key)),
            state,
            burst,
            InstantSource.system(),
            (watched, head) -> seen.add(head));
    try {
      witness.watch(new WatchedLog(log.origin(), List.of(log.verifierKey()), 0.1));
    } catch (IOException e) {
      witness.close();
      throw e;
    }
    return witness;
  }

  private static RefusalException refusal(Witness witness, byte[] body) {
    return catchThrowableOfType(RefusalException.class, () -> witness.addCheckpoint(body));
  }
}
