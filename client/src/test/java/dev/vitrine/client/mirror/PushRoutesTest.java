package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.Subtree;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SubtreeCosignature;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.SignSubtreeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What is asked of a mirror beside entries, and how the entries are encoded. */
class PushRoutesTest extends PushFixture {

  @Test
  void upload_zipped_isTaken() throws Exception {
    addCheckpoint(0, 300);
    HttpResponse<String> answer =
        send(
            request("/add-entries", zip(Upload.of(log, 0, 300).all()))
                .header("Content-Type", "application/octet-stream")
                .header("Content-Encoding", "gzip"));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void encodingOrType_thatIsAnother_isAnswered415() throws Exception {
    addCheckpoint(0, 300);
    byte[] body = Upload.of(log, 0, 300).all();
    HttpRequest.Builder plain = request("/add-entries", body).header("Content-Type", "text/plain");
    HttpRequest.Builder brotli =
        request("/add-entries", body)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Encoding", "br");
    HttpRequest.Builder notZipped =
        request("/add-entries", body)
            .header("Content-Type", "application/octet-stream")
            .header("Content-Encoding", "gzip");
    assertThat(send(plain).statusCode()).isEqualTo(415);
    assertThat(send(brotli).statusCode()).isEqualTo(415);
    assertThat(send(notZipped).statusCode()).isEqualTo(400);
  }

  @Test
  void origin_unknown_isAnswered404() throws Exception {
    FakeLog stranger = FakeLog.named("log.example/b").append(5, "entry");
    assertThat(add(Upload.of(stranger, 0, 5).all()).statusCode()).isEqualTo(404);
    assertThat(Http.post(endpoint.url() + "/add-checkpoint", stranger.addCheckpoint(0, 5)))
        .extracting(HttpResponse::statusCode)
        .isEqualTo(404);
  }

  @Test
  void checkpoint_isJudgedAsByAWitness() throws Exception {
    addCheckpoint(0, 300);
    HttpResponse<String> conflict = postCheckpoint(log.addCheckpoint(0, 400));
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(conflict.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
    assertThat(conflict.body()).isEqualTo("300\n");

    FakeLog other = FakeLog.with(log.key()).append(400, "other");
    assertThat(postCheckpoint(other.addCheckpoint(300, 400)).statusCode()).isEqualTo(422);
    FakeLog forged = FakeLog.named(log.origin()).append(400, "entry");
    assertThat(postCheckpoint(forged.addCheckpoint(300, 400)).statusCode()).isEqualTo(403);
    assertThat(postCheckpoint("old x\n".getBytes(UTF_8)).statusCode()).isEqualTo(400);
    byte[] wrongOld = new AddCheckpointRequest(500, List.of(), log.checkpoint(400)).encode();
    assertThat(postCheckpoint(wrongOld).statusCode()).isEqualTo(400);
    assertThat(Http.get(endpoint.url() + "/add-checkpoint").statusCode()).isEqualTo(405);
  }

  @Test
  void log_withoutEntries_isCosigned() throws Exception {
    addCheckpoint(0, 0);
    assertThat(add(Upload.of(log, 0, 0).all()).statusCode()).isEqualTo(200);
    assertThat(shown().body()).contains("\n0\n");
  }

  @Test
  void subtree_ofTheShownCheckpoint_isSigned() throws Exception {
    addCheckpoint(0, 300);
    Subtree subtree = new Subtree(8, 13);
    Hash hash = ProofBuilder.subtreeHash(log, 8, 13);
    List<Hash> proof = ProofBuilder.subtreeConsistency(log, 8, 13, 300).path();
    byte[] unsigned = new SignSubtreeRequest(subtree, hash, proof, log.checkpoint(300)).encode();
    assertThat(Http.post(endpoint.url() + "/sign-subtree", unsigned).statusCode()).isEqualTo(403);

    add(Upload.of(log, 0, 300).all());
    SignedCheckpoint shown = SignedCheckpoint.parse(shown().body().getBytes(UTF_8));
    byte[] good = new SignSubtreeRequest(subtree, hash, proof, shown).encode();
    HttpResponse<String> answer = Http.post(endpoint.url() + "/sign-subtree", good);
    assertThat(answer.statusCode()).isEqualTo(200);
    NoteSignature line = lines(answer.body()).get(0);
    SubtreeCosignature.verify(mlDsa.verifierKey(), log.origin(), subtree, hash, line);
    byte[] wrong = new SignSubtreeRequest(subtree, hash, List.of(), shown).encode();
    assertThat(Http.post(endpoint.url() + "/sign-subtree", wrong).statusCode()).isEqualTo(422);
  }

  @Test
  void zippedBomb_isReadToTheLimitOnly() throws Exception {
    addCheckpoint(0, 2000);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(header(0, 2000));
    // Entries of no bytes, each two zero bytes: the proof of the first package is one too.
    body.write(new byte[100 << 20]);
    HttpResponse<String> answer =
        send(
            request("/add-entries", zip(body.toByteArray()))
                .header("Content-Type", "application/octet-stream")
                .header("Content-Encoding", "gzip"));
    assertThat(answer.statusCode()).isEqualTo(422);
  }

  private static byte[] zip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }
}
