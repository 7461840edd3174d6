package dev.vitrine.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignedNote;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conversation other witnesses are tested with, request by request, over HTTP. */
@Timeout(120)
class WitnessConversationTest {
  private static final String ORIGIN =
      "sigsum.org/v1/tree/4d6d8825a6bb689d459628312889dfbb0bcd41b5211d9e1ce768b0ff0309e562";
  private static final String ROOT_1 = "KgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  private static final String SIG_1 =
      "UgIom7fPZTqpxWWhyjWduBvTvGVqsokMbqTArsQilegKoFBJQjUFAmQ0+YeSPM3wfUQMFSzVnnNuWRTYrajXpNUbIQY=";
  private static final String ROOT_3 = "RcCI1Nk56ZcSmIEfIn0SleqtV7uvrlXNccFx595Iwl0=";
  private static final String SIG_3 =
      "UgIom2VbtIcdFbwFAy1n7s6IkAxIY6J/GQOTuZF2ORV39d75cbAj2aQYwyJre36kezNobZs4SUUdrcawfAB8WVrx6go=";
  private static final String ROOT_5 = "QrtXrQZCCvpIgsSmOsah7HdICzMLLyDfxToMql9WTjY=";
  private static final String SIG_5 =
      "UgIomw/EOJmWi0i1FQsOj+etB7F8IccFam/jgd6wzRns4QPVmyEZtdvl1U2KEmLOZ/ASRcWJi0tW90dJWAShei7sDww=";
  private static final String SIG_FIVE =
      "UgIom4JTC2MerrFcJ5xDcWHzRPVB6zzGBIw4OFqcKDflqjH4q4xY5vMxUxyczvdIlEwFYf7ivQU4KoWan2bLmzLx0go=";
  private static final List<String> PROOF_3 =
      List.of(
          "KgEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
          "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
  private static final List<String> PROOF_5 =
      List.of(
          "KgIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
          "KgMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
          "wgiIFdZfYNv6WU1OllBKsWnLYIS/DBMqt8Uh/S4OukE=",
          "KgQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

  @TempDir Path state;

  private final SignerKey ed25519 =
      FakeLog.newKey("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
  private final SignerKey mlDsa =
      FakeLog.newKey("witness.example/w1", SignatureType.ML_DSA_44_COSIGNATURE);
  private final FakeLog other = FakeLog.named("log.example/other");
  private Witness witness;
  private HttpEndpoint endpoint;
  private Instant now = Instant.ofEpochSecond(1_800_000_000);

  @BeforeEach
  void start() throws Exception {
    InstantSource clock = () -> now;
    witness =
        Witness.open(
            new Cosigner(List.of(ed25519, mlDsa)), state, 1000, clock, (watched, head) -> {});
    VerifierKey sigsum =
        VerifierKey.of(
            ORIGIN,
            SignatureType.ED25519,
            VerifyingKey.ofRaw(
                SignatureAlgorithm.ED25519,
                HexFormat.of()
                    .parseHex("ffdc2d4d98e4124d3feaf788c0c2f9abfd796083d1f0495437f302ec79cf100f")));
    witness.watch(new WatchedLog(ORIGIN, List.of(sigsum), 1000));
    witness.watch(new WatchedLog(other.origin(), List.of(other.verifierKey()), 1000));
    endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            8,
            new WitnessRoutes(witness, "/w"));
  }

  @AfterEach
  void stop() throws IOException {
    endpoint.close();
    witness.close();
  }

  @Test
  void conversation_ofTheSigsumLog_isAnsweredAsTheTableSays() throws IOException {
    assertThat(post(body(0, List.of(), ORIGIN, "1", ROOT_1, SIG_1)).statusCode()).isEqualTo(200);

    assertStatus(400, body(1, PROOF_3, ORIGIN, "3", ROOT_3, SIG_3.replace("6go=", "6gx=")));
    assertStatus(403, body(1, PROOF_3, ORIGIN, "3", ROOT_3, SIG_3.replace("6go=", "6gw=")));
    String otherOrigin = ORIGIN.substring(0, ORIGIN.length() - 1) + "3";
    assertStatus(404, body(1, PROOF_3, otherOrigin, "3", ROOT_3, SIG_3));
    assertStatus(422, body(1, List.of(), ORIGIN, "3", ROOT_3, SIG_3));
    List<String> wrong = List.of(PROOF_3.get(0), PROOF_3.get(1).replace("KgI", "KgM"));
    assertStatus(422, body(1, wrong, ORIGIN, "3", ROOT_3, SIG_3));
    assertStatus(200, body(1, PROOF_3, ORIGIN, "3", ROOT_3, SIG_3));

    assertConflict(3, body(1, PROOF_3, ORIGIN, "5", ROOT_5, SIG_5));
    assertStatus(200, body(3, PROOF_5, ORIGIN, "5", ROOT_5, SIG_5));
    assertConflict(5, body(0, List.of(), ORIGIN, "5", ROOT_5, SIG_5));
    assertStatus(400, "old 5\n\n" + ORIGIN + "\n5\n" + ROOT_5 + "\n\n");
    assertStatus(400, "old 5\n\n" + ORIGIN + "\n5\n" + ROOT_5 + "\n");
    assertStatus(400, body(5, List.of(), ORIGIN, "five", ROOT_1, SIG_FIVE));
  }

  @Test
  void body_malformed_isAnswered400BeforeAnythingElse() throws IOException {
    String unknown = "unknown.example";
    assertStatus(400, "");
    assertStatus(400, "old\n\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(400, "old 01\n\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(400, "old -1\n\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(400, "old 9223372036854775808\n\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(400, "old 0\r\n\r\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(400, "old 0\nKgAA\n\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(
        400, "old 0\n" + ROOT_1.replace("=", "") + "\n\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(
        400, "old 0\n" + (ROOT_1 + "\n").repeat(64) + "\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(
        404, "old 0\n" + (ROOT_1 + "\n").repeat(63) + "\n" + note(unknown, "1", ROOT_1, SIG_1));
    assertStatus(413, "x".repeat(WitnessRoutes.MAX_BODY + 1));
  }

  @Test
  void checkpoint_withExtensionLine_isAnswered400() throws IOException {
    other.append(1, "leaf");
    Checkpoint extended = new Checkpoint(other.origin(), 1, other.root(1), List.of("extension"));
    SignedCheckpoint signed =
        SignedCheckpoint.of(extended, List.of(other.key().sign(extended, now)));
    assertStatus(400, "old 0\n\n" + new String(signed.encode(), UTF_8));
  }

  @Test
  void checkpoint_ofSizeZero_needsTheEmptyRootAndNoProof() throws IOException {
    Checkpoint wrongRoot = new Checkpoint(other.origin(), 0, Hash.ofBase64(ROOT_1));
    SignedCheckpoint signed =
        SignedCheckpoint.of(wrongRoot, List.of(other.key().sign(wrongRoot, now)));
    assertStatus(422, "old 0\n\n" + new String(signed.encode(), UTF_8));

    String empty = new String(other.checkpoint(0).encode(), UTF_8);
    assertStatus(200, "old 0\n\n" + empty);
    assertStatus(422, "old 0\n" + ROOT_1 + "\n\n" + empty);
    assertStatus(200, "old 0\n\n" + empty);
    other.append(3, "leaf");
    assertThat(post(other.addCheckpoint(0, 3)).statusCode()).isEqualTo(200);
  }

  @Test
  void oldSize_aboveTheCheckpoints_isAnswered400EvenIfItIsNotTheCosigned() throws IOException {
    other.append(3, "leaf");
    assertStatus(400, "old 4\n\n" + new String(other.checkpoint(3).encode(), UTF_8));
  }

  @Test
  void equalSize_withTheSameRoot_refreshesTheTime() throws Exception {
    other.append(3, "leaf");
    post(other.addCheckpoint(0, 3));
    now = now.plusSeconds(60);

    HttpResponse<String> refreshed = post(other.addCheckpoint(3, 3));

    assertThat(refreshed.statusCode()).isEqualTo(200);
    assertThat(times(refreshed.body())).containsOnly(now.getEpochSecond()).hasSize(2);
  }

  @Test
  void equalSize_withAnotherRoot_isAnswered422() throws IOException {
    other.append(3, "leaf");
    post(other.addCheckpoint(0, 3));
    FakeLog fork = FakeLog.with(other.key()).append(3, "other leaf");

    assertThat(post(fork.addCheckpoint(3, 3)).statusCode()).isEqualTo(422);
  }

  @Test
  void clock_goingBack_neverGoesBackInCosignatures() throws Exception {
    other.append(4, "leaf");
    post(other.addCheckpoint(0, 3));
    long before = now.getEpochSecond();
    now = now.minusSeconds(600);

    assertThat(times(post(other.addCheckpoint(3, 4)).body())).containsOnly(before);
  }

  @Test
  void line_forgedInTheWitnessesName_isNeitherStoredNorInTheWay() throws Exception {
    other.append(2, "leaf");
    SignedCheckpoint signed = other.checkpoint(1);
    Checkpoint lie = new Checkpoint(other.origin(), 1, Hash.ofBase64(ROOT_1));
    SignedCheckpoint forged = signed.withSignatures(ed25519.sign(lie, now));

    assertThat(post("old 0\n\n" + new String(forged.encode(), UTF_8)).statusCode()).isEqualTo(200);

    SignedCheckpoint stored = stored(other.origin());
    assertThat(stored.verify(ed25519.verifierKey()).verified()).hasSize(1);
    assertThat(post(other.addCheckpoint(1, 2)).statusCode()).isEqualTo(200);
  }

  @Test
  void monitoring_beforeAndAfterTheFirstCosignature_serves404ThenTheCheckpoint() throws Exception {
    String url = endpoint.url() + "/w/" + WatchedLog.originHash(other.origin()) + "/checkpoint";
    assertThat(Http.get(url).statusCode()).isEqualTo(404);
    other.append(1, "leaf");
    post(other.addCheckpoint(0, 1));

    HttpResponse<String> answer = Http.get(url);

    assertThat(answer.statusCode()).isEqualTo(200);
    SignedCheckpoint served = SignedCheckpoint.parse(answer.body().getBytes(UTF_8));
    assertThat(
            served
                .verify(other.verifierKey(), ed25519.verifierKey(), mlDsa.verifierKey())
                .verified())
        .hasSize(3);
  }

  @Test
  void method_notTheResources_isAnswered405() throws IOException {
    assertThat(Http.get(endpoint.url() + "/w/add-checkpoint").statusCode()).isEqualTo(405);
    assertThat(Http.get(endpoint.url() + "/w/nothing").statusCode()).isEqualTo(404);
    assertThat(Http.get(endpoint.url() + "/add-checkpoint").statusCode()).isEqualTo(404);
  }

  private SignedCheckpoint stored(String origin) throws Exception {
    return witness.latest(WatchedLog.originHash(origin)).orElseThrow();
  }

  private List<Long> times(String lines) throws Exception {
    SignedNote note =
        SignedNote.parse(
            (other.checkpoint(other.size()).note().text() + "\n" + lines).getBytes(UTF_8));
    return note.signatures().stream()
        .map(line -> java.nio.ByteBuffer.wrap(line.signature()).getLong())
        .toList();
  }

  private void assertStatus(int status, String body) throws IOException {
    HttpResponse<String> answer = post(body);
    assertThat(answer.statusCode()).as("%s\nanswered: %s", body, answer.body()).isEqualTo(status);
  }

  private void assertConflict(long size, String body) throws IOException {
    HttpResponse<String> answer = post(body);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.size");
    assertThat(answer.body()).isEqualTo(size + "\n");
  }

  private HttpResponse<String> post(String body) throws IOException {
    return post(body.getBytes(UTF_8));
  }

  private HttpResponse<String> post(byte[] body) throws IOException {
    return Http.post(endpoint.url() + "/w/add-checkpoint", body);
  }

  private static String body(
      long old, List<String> proof, String origin, String size, String root, String signature) {
    StringBuilder body = new StringBuilder("old " + old + "\n");
    proof.forEach(hash -> body.append(hash).append('\n'));
    return body.append('\n').append(note(origin, size, root, signature)).toString();
  }

  private static String note(String origin, String size, String root, String signature) {
    return origin + "\n" + size + "\n" + root + "\n\n\u2014 " + origin + " " + signature + "\n";
  }
}
