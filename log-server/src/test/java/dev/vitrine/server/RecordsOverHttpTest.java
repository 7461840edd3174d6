package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.admission.StateHead;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.record.Envelope;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.Key.Role;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents, look-ups, DSSE JSON and quotas over the network of a real server. */
class RecordsOverHttpTest {
  @TempDir private Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private ServedRecords served;
  private TestLog model;
  private TestRecords records;
  private LogServer server;

  @BeforeEach
  void start() throws Exception {
    start(Map.of("blobs.max-size", "64KiB"));
  }

  private void start(Map<String, String> settings) throws Exception {
    served = new ServedRecords(folder, settings);
    model = served.model;
    records = served.records;
    server = served.server();
    for (byte[] entry : model.entries) {
      assertThat(add(entry).statusCode()).isEqualTo(200);
    }
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.addresses().get(0) + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> add(byte[] entry) throws Exception {
    return send(request("/add").POST(BodyPublishers.ofByteArray(entry)));
  }

  /** Appends to the model and to the server, documents first. */
  private long append(Envelope envelope) throws Exception {
    for (byte[] blob : model.blobs.values()) {
      send(request("/v1/blobs").POST(BodyPublishers.ofByteArray(blob)));
    }
    long index = model.mustAppend(envelope);
    HttpResponse<byte[]> answer = add(envelope.encode());
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(Long.toString(index));
    return index;
  }

  private JsonNode lookup(String query) throws Exception {
    HttpResponse<byte[]> answer = send(request("/v1/lookup?" + query));
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private List<Long> indices(String query) throws Exception {
    List<Long> indices = new ArrayList<>();
    lookup(query).get("hits").forEach(hit -> indices.add(hit.get("index").asLong()));
    return indices;
  }

  @Test
  void blob_uploaded_servedWholeAndInRangesAndNeverUnderAnotherName() throws Exception {
    byte[] content = "0123456789".getBytes(StandardCharsets.UTF_8);
    String sha256 = TestLog.sha256("0123456789");
    assertThat(send(request("/v1/blobs/" + sha256)).statusCode()).isEqualTo(404);
    HttpResponse<byte[]> wrong =
        send(request("/v1/blobs/" + TestLog.sha256("x")).PUT(BodyPublishers.ofByteArray(content)));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(new String(wrong.body(), StandardCharsets.UTF_8)).contains("BLOB_DIGEST");
    for (int twice = 0; twice < 2; twice++) {
      HttpResponse<byte[]> put =
          send(request("/v1/blobs/" + sha256).PUT(BodyPublishers.ofByteArray(content)));
      assertThat(put.statusCode()).isEqualTo(200);
    }
    assertThat(send(request("/v1/blobs/" + sha256)).body()).isEqualTo(content);
    range(sha256, "bytes=2-4", 206, "234");
    range(sha256, "bytes=7-", 206, "789");
    range(sha256, "bytes=-2", 206, "89");
    range(sha256, "bytes=8-99", 206, "89");
    range(sha256, "Bytes=0-99999999999999999999", 206, "0123456789");
    // What is not one range of bytes is ignored, as RFC 9110 has it.
    for (String ignored :
        List.of("bytes=5-2", "bytes=x", "bytes=-", "bytes=0-1,3-4", "lines=1-2")) {
      range(sha256, ignored, 200, "0123456789");
    }
    for (String beyond : List.of("bytes=10-", "bytes=99999999999999999999-", "bytes=-0")) {
      HttpResponse<byte[]> answer = send(request("/v1/blobs/" + sha256).header("range", beyond));
      assertThat(answer.statusCode()).as(beyond).isEqualTo(416);
      assertThat(answer.headers().firstValue("content-range")).hasValue("bytes */10");
    }
  }

  @Test
  void blob_ifRange_onlyAPartOfWhatTheCallerHolds() throws Exception {
    send(request("/v1/blobs").POST(BodyPublishers.ofString("0123456789")));
    String path = "/v1/blobs/" + TestLog.sha256("0123456789");
    String etag = send(request(path)).headers().firstValue("etag").orElseThrow();

    HttpResponse<byte[]> part =
        send(request(path).header("range", "bytes=2-4").header("if-range", etag));
    HttpResponse<byte[]> whole =
        send(request(path).header("range", "bytes=2-4").header("if-range", "\"other\""));

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("etag")).hasValue(etag);
    assertThat(part.headers().firstValue("content-range")).hasValue("bytes 2-4/10");
    assertThat(whole.statusCode()).isEqualTo(200);
    HttpResponse<byte[]> head =
        send(request(path).method("HEAD", BodyPublishers.noBody()).header("range", "bytes=2-4"));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length")).hasValue("10");
  }

  private void range(String sha256, String header, int status, String body) throws Exception {
    HttpResponse<byte[]> answer = send(request("/v1/blobs/" + sha256).header("range", header));
    assertThat(answer.statusCode()).as(header).isEqualTo(status);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(body);
  }

  @Test
  void blob_ofManyPieces_isTheSameAfterwardsAndLeavesNoFile() throws Exception {
    server.close();
    start(Map.of("blobs.max-size", "2MiB", "data-folder", folder.resolve("large").toString()));
    byte[] content = new byte[1_500_000];
    new Random(1).nextBytes(content);

    HttpResponse<byte[]> answer =
        send(
            request("/v1/blobs")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));

    JsonNode told = new ObjectMapper().readTree(answer.body());
    assertThat(told.get("size").asInt()).isEqualTo(content.length);
    assertThat(send(request("/v1/blobs/" + told.get("sha256").asText())).body()).isEqualTo(content);
    await(() -> isEmpty(folder.resolve("large").resolve("uploads")));
  }

  @Test
  void blob_clientGoesInTheMiddle_leavesNoFile() throws Exception {
    server.close();
    start(Map.of("blobs.max-size", "2MiB", "data-folder", folder.resolve("large").toString()));
    Path uploads = folder.resolve("large").resolve("uploads");
    URI address = URI.create(server.addresses().get(0));
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head = "POST /v1/blobs HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(new byte[400_000]);
      socket.getOutputStream().flush();
      await(() -> !isEmpty(uploads));
    }

    await(() -> isEmpty(uploads));
  }

  /** 4 MiB of room for uploads, which is eight of 512 KiB: whatever more comes holds no memory. */
  @Test
  void blob_moreUploadsAtOnceThanThereIsRoomFor_refusedUntilOneEnds() throws Exception {
    server.close();
    start(Map.of("blobs.max-size", "512KiB", "data-folder", folder.resolve("full").toString()));
    Path uploads = folder.resolve("full").resolve("uploads");
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        open.add(beginUpload());
      }
      await(() -> count(uploads) == 8);

      for (int i = 0; i < 40; i++) {
        HttpResponse<byte[]> refused =
            send(request("/v1/blobs").POST(BodyPublishers.ofByteArray(new byte[512 << 10])));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("UPLOADS_FULL");
      }
      assertThat(count(uploads)).isEqualTo(8);

      open.remove(0).close();
      await(() -> count(uploads) == 7);
      assertThat(
              send(request("/v1/blobs").POST(BodyPublishers.ofByteArray(new byte[512 << 10])))
                  .statusCode())
          .isEqualTo(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** Announces 512 KiB and sends half of it. */
  private Socket beginUpload() throws IOException {
    Socket socket = new Socket(served.address().getHost(), served.address().getPort());
    String head = "POST /v1/blobs HTTP/1.1\r\nHost: x\r\nContent-Length: 524288\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(new byte[256 << 10]);
    socket.getOutputStream().flush();
    return socket;
  }

  private static long count(Path folder) {
    try (var files = Files.list(folder)) {
      return files.count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isEmpty(Path folder) {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("15 s of waiting").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void blob_aboveTheLimitInChunks_refused() throws Exception {
    HttpResponse<byte[]> answer =
        send(
            request("/v1/blobs")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[70_000]))));
    assertThat(answer.statusCode()).isEqualTo(413);
    byte[] fits = new byte[65_536];
    assertThat(
            send(request("/v1/blobs")
                    .POST(
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(fits))))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void lookup_everyKey_findsItsRecords() throws Exception {
    long build = append(records.signed(records.build("p", "1"), "a"));
    long other = append(records.signed(records.build("p", "2"), "b"));
    long update = append(records.signed(records.update("s")));
    long rebuild = append(records.signed(records.rebuild(build, "a")));
    long seen = append(records.signed(records.countersign().addTargets(model.ref(build))));
    long period =
        append(
            records.signed(
                records
                    .countersign()
                    .setRange(IndexRange.newBuilder().setFrom(build).setTo(build))));
    long planned =
        append(
            records.signed(records.relocation("m", dev.vitrine.v1.DataRelocation.State.PLANNED)));
    assertThat(indices("product=p")).containsExactly(build, other);
    assertThat(indices("product=p&newest_first=true")).containsExactly(other, build);
    assertThat(indices("product=p&version=1")).containsExactly(build);
    assertThat(indices("artifact_sha256=" + TestLog.sha256("a"))).containsExactly(build, rebuild);
    assertThat(indices("stream=s")).containsExactly(update);
    assertThat(indices("stream=s&sequence=1")).containsExactly(update);
    assertThat(indices("stream=s&sequence=2")).isEmpty();
    assertThat(indices("target_index=" + build)).containsExactly(rebuild, seen, period);
    assertThat(indices("target_index=" + other)).isEmpty();
    assertThat(indices("relocation_id=m")).containsExactly(planned);
    assertThat(indices("dataset=telemetry/eu")).containsExactly(planned);
    assertThat(indices("region=EU")).containsExactly(planned);
    assertThat(indices("key_id=" + TestLog.id(model.key(Role.REBUILDER))))
        .hasSize(2)
        .contains(rebuild);
    String event = Envelope.parse(model.entries.get((int) other)).statement().common().getEventId();
    assertThat(indices("event_id=" + event)).containsExactly(other);
    JsonNode first = lookup("product=p&page_size=1");
    assertThat(first.get("coversSize").asLong()).isEqualTo(model.entries.size());
    assertThat(indices("product=p&page_size=1&page_token=" + first.get("nextPageToken").asText()))
        .containsExactly(other);
    assertThat(Base64.getDecoder().decode(first.get("hits").get(0).get("entry").asText()))
        .isEqualTo(model.entries.get((int) build));
  }

  @Test
  void add_dsseJson_isTheSameEntryAsItsProtobufForm() throws Exception {
    Envelope build = records.signed(records.build("p", "1"));
    byte[] json = build.json().getBytes(StandardCharsets.UTF_8);
    String index = new String(add(json).body(), StandardCharsets.UTF_8);
    assertThat(new String(add(build.encode()).body(), StandardCharsets.UTF_8)).isEqualTo(index);
    assertThat(server.context().reads().entry(Long.parseLong(index))).contains(build.encode());
  }

  @Test
  void state_afterRecords_isWhatAReplayReaches() throws Exception {
    append(records.signed(records.build("p", "1")));
    append(records.signed(records.update("s")));
    JsonNode state = new ObjectMapper().readTree(send(request("/v1/state")).body());
    StateHead expected = StateHead.of(model.state);
    assertThat(state.get("size").asLong()).isEqualTo(expected.size());
    assertThat(state.get("stateHash").asText()).isEqualTo(expected.hash().hex());
  }

  @Test
  void add_refused_isAProblemWithReasonFieldAndValue() throws Exception {
    HttpResponse<byte[]> answer = add(records.signed(records.rebuild(1, "a")).encode());
    JsonNode problem = new ObjectMapper().readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(problem.get("reason").asText()).isEqualTo("TARGET_KIND");
    assertThat(problem.get("field").asText()).isEqualTo("predicate.target.index");
    assertThat(problem.get("value").asText()).isEqualTo("1");
  }

  @Test
  void add_keyAboveItsQuota_refusedWithRetryAfterAndOthersGoOn() throws Exception {
    server.close();
    // The roots issue eight entries before; the burst lets them, and one of each role after that.
    start(
        Map.of(
            "data-folder", folder.resolve("quota").toString(),
            "key-quota.entries-per-second", "1",
            "key-quota.burst-seconds", "10"));
    int refused = 0;
    for (int i = 0; i < 13; i++) {
      HttpResponse<byte[]> answer = add(records.signed(records.build("q", "v" + i)).encode());
      if (answer.statusCode() == 429) {
        refused++;
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
            .contains("KEY_QUOTA_EXCEEDED", TestLog.id(model.key(Role.PIPELINE)))
            .contains("within 1 entries a second, 10 s at once");
      }
    }
    assertThat(refused).isPositive();
    assertThat(
            add(records.signed(records.countersign().addTargets(model.ref(0))).encode())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void add_publicRecordSentAgainAndAgain_usesUpNothingOfItsKeysQuota() throws Exception {
    server.close();
    start(
        Map.of(
            "data-folder", folder.resolve("quota").toString(),
            "key-quota.entries-per-second", "1",
            "key-quota.burst-seconds", "10"));
    byte[] build = records.signed(records.build("q", "v0")).encode();

    for (int i = 0; i < 40; i++) {
      assertThat(add(build).statusCode()).isEqualTo(200);
    }

    assertThat(add(records.signed(records.build("q", "v1")).encode()).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "product=p&stream=s, 'look-up keys: product, stream (expected: one of them)'",
    "purl=pkg:a/b&key_id=00&region=EU, 'look-up keys: purl, key_id, region (expected: one of them)'",
    "key_id=00&version=1, 'product: missing (expected: one, since version is given)'"
  })
  void lookup_severalKeys_refusedByName(String query, String message) throws Exception {
    HttpResponse<byte[]> answer = send(request("/v1/lookup?" + query));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new ObjectMapper().readTree(answer.body()).get("detail").asText())
        .isEqualTo(message);
  }
}
