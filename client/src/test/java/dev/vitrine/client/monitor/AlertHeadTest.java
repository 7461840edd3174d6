package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.record.Kind;
import dev.vitrine.tile.EntryBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaves the monitor for each rule about the log: the head that it contradicts. */
class AlertHeadTest extends AlertFixture {

  @Test
  void releaseThatNeverCame_carriesTheHeadInWhichItIsMissing() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();

    requireHead(alertOf("LEDGER_LINE_NOT_LOGGED", -1), 1);
  }

  @Test
  void logThatStopped_orIsStale_carriesTheLastHeadThatVerified() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();
    now = NOW.plus(Duration.ofHours(25));
    look();
    requireHead(alertOf("LOG_STOPPED", -1), 2);

    log.publish(1);
    look();
    requireHead(alertOf("LOG_STALE", -1), 2);
  }

  @Test
  void logThatCannotBeReached_carriesTheLastHeadThatVerified() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();
    log.fail(403);
    look();

    Alert alert = alertOf("LOG_UNREACHABLE", -1);
    requireHead(alert, 1);
    assertThat(alert.finding().message()).contains("/checkpoint: status 403 (expected: 200)");
  }

  @Test
  void logThatWasNeverReached_hasNoHeadToCarry() throws Exception {
    log.fail(403);
    look();

    assertThat(alertOf("LOG_UNREACHABLE", -1).proof()).isEmpty();
  }

  @Test
  void logThatSignsWithAnotherKey_carriesTheLastHeadThatVerified() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    log.publishAll();
    look();
    FakeLog impostor = FakeLog.named(log.origin()).append(5, "other");
    lies.put("/checkpoint", answer(impostor.checkpoint(5).encode()));
    look();

    requireHead(alertOf("LOG_INCONSISTENT", -1), 1);
  }

  @Test
  void logThatServesOtherBytesThanItSigned_carriesTheHeadThatTheyContradict() throws Exception {
    log.append(300, "entry").publishAll();
    byte[] other = EntryBundle.encode(Collections.nCopies(256, "other".getBytes(UTF_8)));
    List<byte[]> wrong =
        List.of(other, new byte[] {0, 9, 1}, new byte[0], new byte[256 * (2 + 65_535) + 1]);
    for (byte[] bundle : wrong) {
      lies.put("/tile/entries/000", answer(bundle));
      lookFromTheStart();
      requireHead(alertOf("LOG_INCONSISTENT", -1), 300);
    }
    lies.clear();
    lies.put("/tile/0/001.p/44", answer(new byte[44 * 32]));
    lookFromTheStart();
    assertThat(alertOf("LOG_INCONSISTENT", -1).finding().message()).contains("expected:");
  }

  private void lookFromTheStart() throws IOException {
    Files.deleteIfExists(folder.resolve(MonitorState.FILE));
    alerts.clear();
    look();
  }

  private static Response answer(byte[] body) {
    return Response.of(200, "application/octet-stream", body);
  }

  private void requireHead(Alert alert, long size) throws Exception {
    SignedCheckpoint head =
        SignedCheckpoint.parse(
            alert
                .proof()
                .orElseThrow(() -> new AssertionError(alert + ": no head"))
                .getBytes(UTF_8));
    head.verify(List.of(log.verifierKey()));
    assertThat(head.checkpoint().size()).isEqualTo(size);
  }
}
