package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.Subtree;
import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.mirror.UploadHeader;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.SubtreeCosignature;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.SignSubtreeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every status of the table in the package's documentation, over HTTP. */
@Timeout(120)
class AddEntriesTest {
  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a").append(2000, "entry");
  private final SignerKey ed25519 =
      FakeLog.newKey("mirror.example/m", SignatureType.ED25519_COSIGNATURE);
  private final SignerKey mlDsa =
      FakeLog.newKey("mirror.example/m", SignatureType.ML_DSA_44_COSIGNATURE);
  private final AtomicLong now = new AtomicLong(1000);
  private HttpEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = open();
  }

  private final List<SignedCheckpoint> seen = new ArrayList<>();

  private HttpEndpoint open() throws IOException {
    PushedLogs logs =
        new PushedLogs(
            new Cosigner(List.of(ed25519, mlDsa)),
            folder,
            () -> Instant.ofEpochSecond(now.get()),
            (watched, head) -> seen.add(head));
    logs.accept(new WatchedLog(log.origin(), List.of(log.verifierKey()), 1000));
    PushRoutes pushes = new PushRoutes(logs);
    MirrorRoutes copies = new MirrorRoutes(folder);
    return HttpEndpoint.start(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        16,
        request ->
            pushes.handles(request.path()) ? pushes.handle(request) : copies.handle(request));
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void upload_complete_isHeldCosignedAndServed() throws Exception {
    addCheckpoint(0, 700);
    assertThat(shown().statusCode()).as("nothing is signed by add-checkpoint").isEqualTo(404);

    HttpResponse<String> answer = add(Upload.of(log, 0, 700).all());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    SignedCheckpoint cosigned = log.checkpoint(700).withSignatures(lines(answer.body()));
    assertThat(cosigned.verify(ed25519.verifierKey(), mlDsa.verifierKey()).verified()).hasSize(2);
    assertThat(shown().body()).isEqualTo(new String(cosigned.encode(), UTF_8));
    assertServed(cosigned);
  }

  @Test
  void upload_inParts_isAnswered202WithWhereToGoOn() throws Exception {
    addCheckpoint(0, 700);

    HttpResponse<String> answer = add(Upload.of(log, 0, 700).packages(1));
    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.mirror-info");
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip");
    assertThat(info(answer).pendingSize()).isEqualTo(700);
    assertThat(info(answer).nextEntry()).isEqualTo(256);
    assertThat(shown().statusCode()).isEqualTo(404);

    byte[] rest = Upload.of(log, 256, 700).all();
    byte[] cut = Arrays.copyOf(rest, rest.length - 1);
    assertThat(info(add(cut)).nextEntry()).as("the whole package before the cut").isEqualTo(512);
    assertThat(add(Upload.of(log, 512, 700).all()).statusCode()).isEqualTo(200);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  @Test
  void upload_fromTheMiddleOfABundle_goesOnWithWhatIsHeld() throws Exception {
    long held = 0;
    for (long size : new long[] {1, 100, 255, 256, 257, 600}) {
      addCheckpoint(held, size);
      HttpResponse<String> answer = add(Upload.of(log, held, size).all());
      assertThat(answer.statusCode()).as("%d: %s", size, answer.body()).isEqualTo(200);
      held = size;
    }
    addCheckpoint(600, 700);
    assertThat(add(Upload.of(log, 300, 700).all()).statusCode()).as("repeated").isEqualTo(200);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

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
  void upload_withNothingPending_isAnswered422() throws Exception {
    assertThat(add(Upload.of(log, 0, 5).all()).statusCode()).isEqualTo(422);
  }

  @Test
  void package_whoseProofFails_isAnswered422AndWhatCameBeforeStays() throws Exception {
    addCheckpoint(0, 700);
    byte[] body = Upload.of(log, 0, 700).all();
    body[Upload.of(log, 0, 700).packages(1).length + 10] ^= 1;

    assertThat(add(body).statusCode()).isEqualTo(422);
    assertThat(info(add(Upload.of(log, 700, 700).all())).nextEntry()).isEqualTo(256);
    FakeLog other = FakeLog.with(log.key()).append(700, "other");
    Upload wrong = new Upload(other, "other", 256, 700, new byte[0]);
    assertThat(add(wrong.all()).statusCode()).isEqualTo(422);
    assertThat(shown().statusCode()).isEqualTo(404);
  }

  @Test
  void upload_withoutAWholePackage_isAnswered400() throws Exception {
    addCheckpoint(0, 700);
    assertThat(add(Upload.of(log, 0, 700).packages(0)).statusCode()).isEqualTo(400);
    byte[] first = Upload.of(log, 0, 700).packages(1);
    assertThat(add(Arrays.copyOf(first, first.length - 1)).statusCode()).isEqualTo(400);
    assertThat(add(new byte[3]).statusCode()).isEqualTo(400);
  }

  @Test
  void upload_thatDoesNotFit_isAnswered409() throws Exception {
    addCheckpoint(0, 600);
    assertConflict(Upload.of(log, 0, 500), 600, 0);
    assertConflict(Upload.of(log, 1, 600), 600, 0);
    assertConflict(Upload.of(log, 600, 600), 600, 0);
    assertThat(add(header(0, -1)).statusCode()).as("2^64-1").isEqualTo(409);
    assertThat(add(header(-2, -1)).statusCode()).as("2^64-2").isEqualTo(409);

    assertThat(add(Upload.of(log, 0, 600).all()).statusCode()).isEqualTo(200);
    addCheckpoint(600, 700);
    assertThat(add(Upload.of(log, 600, 700).all()).statusCode()).isEqualTo(200);
    assertConflict(Upload.of(log, 600, 600), 700, 700);
  }

  @Test
  void upload_thatRepeatsTooMuch_isAnswered409() throws Exception {
    log.append(1000, "entry");
    addCheckpoint(0, 2500);
    assertThat(add(Upload.of(log, 0, 2500).all()).statusCode()).isEqualTo(200);
    addCheckpoint(2500, 2600);
    assertConflict(Upload.of(log, 451, 2600), 2600, 2500);
    assertThat(add(Upload.of(log, 452, 2600).all()).statusCode()).isEqualTo(200);
  }

  @Test
  void upload_ofTheSizeHeld_renewsTheTime() throws Exception {
    addCheckpoint(0, 300);
    add(Upload.of(log, 0, 300).all());
    now.set(2000);
    assertThat(add(Upload.of(log, 300, 300).all()).statusCode()).isEqualTo(200);
    assertThat(time()).isEqualTo(2000);
    now.set(500);
    assertThat(add(Upload.of(log, 300, 300).all()).statusCode()).isEqualTo(200);
    assertThat(time()).as("never goes back").isEqualTo(2000);

    addCheckpoint(300, 700);
    add(Upload.of(log, 300, 700).packages(1));
    now.set(3000);
    assertThat(add(Upload.of(log, 300, 300).all()).statusCode())
        .as("with more held")
        .isEqualTo(200);
    assertThat(time()).isEqualTo(3000);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  @Test
  void ticket_letsAnUploadEndAfterTheLogHasGrown() throws Exception {
    addCheckpoint(0, 700);
    byte[] ticket = info(add(Upload.of(log, 0, 700).packages(1))).ticket();
    addCheckpoint(700, 900);

    assertConflict(Upload.of(log, 256, 700), 900, 256);
    byte[] forged = ticket.clone();
    forged[0] ^= 1;
    assertConflict(Upload.of(log, 256, 700).withTicket(forged), 900, 256);
    assertConflict(Upload.of(log, 256, 800).withTicket(ticket), 900, 256);
    byte[] note = Arrays.copyOfRange(ticket, 32, ticket.length);
    assertThat(new String(note, UTF_8)).as("the ticket's form").contains("\n700\n");

    assertThat(add(Upload.of(log, 256, 700).withTicket(ticket).all()).statusCode()).isEqualTo(200);
    assertThat(add(Upload.of(log, 700, 900).all()).statusCode()).isEqualTo(200);
    assertConflict(Upload.of(log, 700, 700).withTicket(ticket), 900, 900);
  }

  @Test
  void ticket_forATreeAnotherUploadWentPast_isCosignedUnlessALargerOneIsShown() throws Exception {
    addCheckpoint(0, 700);
    byte[] ticket = info(add(Upload.of(log, 0, 700).packages(1))).ticket();
    addCheckpoint(700, 2000);
    add(Upload.of(log, 256, 2000).packages(2));
    assertThat(shown().statusCode()).as("768 is no checkpoint").isEqualTo(404);

    HttpResponse<String> answer = add(Upload.of(log, 512, 700).withTicket(ticket).all());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    SignedCheckpoint cosigned = log.checkpoint(700).withSignatures(lines(answer.body()));
    assertThat(cosigned.verify(ed25519.verifierKey(), mlDsa.verifierKey()).verified()).hasSize(2);
    assertThat(shown().body()).isEqualTo(new String(cosigned.encode(), UTF_8));
    assertServed(cosigned);
    TileSource files = new FolderTileSource(folder.resolve(WatchedLog.originHash(log.origin())));
    assertThat(new VerifyingTileReader(files, 700, log.root(700)).bundle(2).width())
        .as("for a static server")
        .isEqualTo(188);

    assertThat(add(Upload.of(log, 768, 2000).all()).statusCode()).isEqualTo(200);
    assertConflict(Upload.of(log, 700, 700).withTicket(ticket), 2000, 2000);
  }

  @Test
  void answers_toAnUploadOfATicket_leadToItsEnd() throws Exception {
    addCheckpoint(0, 700);
    byte[] ticket = info(add(Upload.of(log, 0, 700).packages(1))).ticket();
    addCheckpoint(700, 900);

    MirrorInfo more = info(add(Upload.of(log, 256, 700).withTicket(ticket).packages(1)));
    assertThat(more.pendingSize()).isEqualTo(700);
    assertThat(more.nextEntry()).isEqualTo(512);
    assertConflict(Upload.of(log, 600, 700).withTicket(ticket), 700, 512);
    assertThat(add(Upload.of(log, 512, 700).withTicket(more.ticket()).all()).statusCode())
        .isEqualTo(200);
  }

  @Test
  void restart_forgetsNeitherThePendingCheckpointNorEntriesNorTheTime() throws Exception {
    now.set(5000);
    addCheckpoint(0, 300);
    add(Upload.of(log, 0, 300).all());
    addCheckpoint(300, 900);
    byte[] ticket = info(add(Upload.of(log, 300, 900).packages(2))).ticket();
    endpoint.close();
    now.set(10);
    endpoint = open();

    assertThat(postCheckpoint(log.addCheckpoint(0, 900)).body()).isEqualTo("900\n");
    assertConflict(Upload.of(log, 900, 900).withTicket(ticket), 900, 768);
    assertThat(add(Upload.of(log, 768, 900).withTicket(ticket).all()).statusCode()).isEqualTo(200);
    assertThat(time()).as("never goes back").isEqualTo(5000);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  @Test
  void pendingFile_thatIsNoCheckpointOfTheLog_stopsTheMirror() throws Exception {
    addCheckpoint(0, 300);
    Path pending = folder.resolve(WatchedLog.originHash(log.origin())).resolve("pending");
    FakeLog forged = FakeLog.named(log.origin()).append(300, "entry");
    Files.write(pending, forged.checkpoint(300).encode());

    assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("pending");
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

  @Test
  void storage_thatFails_isAnswered503AndTheUploadGoesOnAfterwards() throws Exception {
    addCheckpoint(0, 700);
    add(Upload.of(log, 0, 700).packages(1));
    Path bundles = folder.resolve(WatchedLog.originHash(log.origin())).resolve("tile/entries");
    Path blocked = Files.createDirectory(bundles.resolve("001.tmp"));

    HttpResponse<String> answer = add(Upload.of(log, 256, 700).all());
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();

    Files.delete(blocked);
    assertThat(add(Upload.of(log, 256, 700).all()).statusCode()).isEqualTo(200);
    assertServed(SignedCheckpoint.parse(shown().body().getBytes(UTF_8)));
  }

  private void addCheckpoint(long old, long size) throws IOException {
    HttpResponse<String> answer = postCheckpoint(log.addCheckpoint(old, size));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  private HttpResponse<String> postCheckpoint(byte[] body) throws IOException {
    return Http.post(endpoint.url() + "/add-checkpoint", body);
  }

  private void assertConflict(Upload upload, long pending, long next) throws Exception {
    HttpResponse<String> answer = add(upload.packages(0));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.mirror-info");
    assertThat(info(answer).pendingSize()).isEqualTo(pending);
    assertThat(info(answer).nextEntry()).isEqualTo(next);
  }

  private void assertServed(SignedCheckpoint cosigned) throws IOException {
    RemoteLog copy = new RemoteLog(List.of(URI.create(prefix())), Duration.ofSeconds(5));
    long[] entries = {0};
    new Follower(copy, 4)
        .entries(0, cosigned.checkpoint(), batch -> entries[0] += batch.end() - batch.start());
    assertThat(entries[0]).isEqualTo(cosigned.checkpoint().size());
  }

  private long time() throws Exception {
    return SignedCheckpoint.parse(shown().body().getBytes(UTF_8))
        .verify(ed25519.verifierKey())
        .verified()
        .get(0)
        .timestamp();
  }

  private String prefix() {
    return endpoint.url() + "/" + WatchedLog.originHash(log.origin()) + "/";
  }

  private HttpResponse<String> shown() throws IOException {
    return Http.get(prefix() + "checkpoint");
  }

  private static MirrorInfo info(HttpResponse<String> answer) throws IOException {
    return MirrorInfo.parse(answer.body().getBytes(UTF_8));
  }

  private byte[] header(long start, long end) {
    return new UploadHeader(log.origin(), start, end, new byte[0]).encode();
  }

  private HttpResponse<String> add(byte[] body) throws Exception {
    return send(request("/add-entries", body).header("Content-Type", "application/octet-stream"));
  }

  private HttpRequest.Builder request(String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(endpoint.url() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<NoteSignature> lines(String body) throws Exception {
    List<NoteSignature> lines = new ArrayList<>();
    for (String line : body.split("\n")) {
      lines.add(NoteSignature.parse(line));
    }
    return lines;
  }

  private static byte[] zip(byte[] body) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(body);
    }
    return zipped.toByteArray();
  }
}
