package dev.vitrine.client.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.testing.Http;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.mirror.UploadHeader;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log, and a mirror that it is pushed to over HTTP. */
@Timeout(120)
abstract class PushFixture {
  @TempDir Path folder;

  final FakeLog log = FakeLog.named("log.example/a").append(2000, "entry");
  final SignerKey ed25519 = FakeLog.newKey("mirror.example/m", SignatureType.ED25519_COSIGNATURE);
  final SignerKey mlDsa = FakeLog.newKey("mirror.example/m", SignatureType.ML_DSA_44_COSIGNATURE);
  final AtomicLong now = new AtomicLong(1000);
  HttpEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    endpoint = open();
  }

  final List<SignedCheckpoint> seen = new ArrayList<>();

  HttpEndpoint open() throws IOException {
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

  void addCheckpoint(long old, long size) throws IOException {
    HttpResponse<String> answer = postCheckpoint(log.addCheckpoint(old, size));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  HttpResponse<String> postCheckpoint(byte[] body) throws IOException {
    return Http.post(endpoint.url() + "/add-checkpoint", body);
  }

  void assertConflict(Upload upload, long pending, long next) throws Exception {
    HttpResponse<String> answer = add(upload.packages(0));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x.tlog.mirror-info");
    assertThat(info(answer).pendingSize()).isEqualTo(pending);
    assertThat(info(answer).nextEntry()).isEqualTo(next);
  }

  void assertServed(SignedCheckpoint cosigned) throws IOException {
    RemoteLog copy = new RemoteLog(List.of(URI.create(prefix())), Duration.ofSeconds(5));
    long[] entries = {0};
    new Follower(copy, 4)
        .entries(0, cosigned.checkpoint(), batch -> entries[0] += batch.end() - batch.start());
    assertThat(entries[0]).isEqualTo(cosigned.checkpoint().size());
  }

  String prefix() {
    return endpoint.url() + "/" + WatchedLog.originHash(log.origin()) + "/";
  }

  HttpResponse<String> shown() throws IOException {
    return Http.get(prefix() + "checkpoint");
  }

  static MirrorInfo info(HttpResponse<String> answer) throws IOException {
    return MirrorInfo.parse(answer.body().getBytes(UTF_8));
  }

  byte[] header(long start, long end) {
    return new UploadHeader(log.origin(), start, end, new byte[0]).encode();
  }

  HttpResponse<String> add(byte[] body) throws Exception {
    return send(request("/add-entries", body).header("Content-Type", "application/octet-stream"));
  }

  HttpRequest.Builder request(String path, byte[] body) {
    return HttpRequest.newBuilder(URI.create(endpoint.url() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
  }

  static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static List<NoteSignature> lines(String body) throws Exception {
    List<NoteSignature> lines = new ArrayList<>();
    for (String line : body.split("\n")) {
      lines.add(NoteSignature.parse(line));
    }
    return lines;
  }
}
