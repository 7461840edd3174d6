package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.check.RecordLog;
import dev.vitrine.merkle.Hash;
import dev.vitrine.v1.LookupRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same look-ups over HTTP and gRPC. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LookupTransportsTest {
  private static final String DIGEST = "ab".repeat(Hash.SIZE);
  private static final PageRequest FIRST = PageRequest.oldestFirst(100);

  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private final Map<String, LogClient> clients = new LinkedHashMap<>();
  private TileServer http;
  private GrpcLog grpc;

  @BeforeEach
  void start() throws Exception {
    http = records.serve();
    grpc = new GrpcLog(records.log, records::hits);
    clients.put("http", client(http.url()));
    clients.put("grpc", client(grpc.url()));
  }

  @AfterEach
  void stop() throws Exception {
    clients.values().forEach(LogClient::close);
    http.close();
    grpc.close();
  }

  private LogClient client(String address) {
    return LogClient.builder().log(address).vkeys(records.log.vkey()).build();
  }

  private static Map<LookupKey, String> everyKey() {
    Map<LookupKey, String> keys = new LinkedHashMap<>();
    keys.put(LookupKey.artifact(Hash.ofHex(DIGEST)), "artifact_sha256=" + DIGEST);
    keys.put(LookupKey.document(Hash.ofHex(DIGEST)), "blob_sha256=" + DIGEST);
    keys.put(LookupKey.purl("pkg:maven/a/b@1%2B2"), "purl=pkg:maven/a/b@1%2B2");
    keys.put(LookupKey.product("Suite", ""), "product=Suite");
    keys.put(LookupKey.product("Suite", "1.2"), "product=Suite&version=1.2");
    keys.put(LookupKey.stream("av/win", ""), "stream=av/win");
    keys.put(LookupKey.stream("av/win", "0"), "stream=av/win&sequence=0");
    keys.put(LookupKey.key("k-1"), "key_id=k-1");
    keys.put(LookupKey.aboutKey("k-1"), "about_key=k-1");
    keys.put(LookupKey.fileName("setup.bin"), "file_name=setup.bin");
    keys.put(LookupKey.target(7), "target_index=7");
    keys.put(LookupKey.dataset("telemetry/ü"), "dataset=telemetry/ü");
    keys.put(LookupKey.relocation("m-1"), "relocation_id=m-1");
    keys.put(LookupKey.region("DE"), "region=DE");
    keys.put(LookupKey.event("01JD"), "event_id=01JD");
    return keys;
  }

  private static List<Long> indices(Optional<LookupPage> page) {
    return page.orElseThrow().hits().stream().map(UnverifiedEntry::index).toList();
  }

  @Test
  void everyKey_isAskedForByItsOwnName() throws Exception {
    assertThat(everyKey().keySet().stream().map(LookupKey::field).distinct())
        .containsExactlyInAnyOrder(LookupKey.Field.values());
    for (Map.Entry<LookupKey, String> key : everyKey().entrySet()) {
      long at = records.build("Suite", key.getValue(), "a", key.getValue());
      records.row(key.getValue(), at);
      for (LogClient client : clients.values()) {
        assertThat(indices(client.lookup(key.getKey(), FIRST))).as(key.getValue()).contains(at);
        assertThat(client.lookup(key.getKey()).orElseThrow()).as(key.getValue()).contains(at);
      }
    }
  }

  @Test
  void pages_inBothOrders_holdEachHitOnceWithItsBytes() throws Exception {
    List<Long> builds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      builds.add(records.build("Paged", "1." + i, "a", "content " + i));
    }
    for (LogClient client : clients.values()) {
      assertThat(read(client, PageRequest.oldestFirst(2))).containsExactlyElementsOf(builds);
      assertThat(read(client, PageRequest.newestFirst(2)))
          .containsExactly(
              builds.get(4), builds.get(3), builds.get(2), builds.get(1), builds.get(0));
    }
  }

  private List<Long> read(LogClient client, PageRequest first) throws Exception {
    List<Long> read = new ArrayList<>();
    PageRequest request = first;
    while (true) {
      LookupPage page = client.lookup(LookupKey.product("Paged", ""), request).orElseThrow();
      assertThat(page.coversSize()).isEqualTo(records.log.size());
      assertThat(page.hits()).hasSizeLessThanOrEqualTo(2);
      for (UnverifiedEntry hit : page.hits()) {
        assertThat(hit.bytes()).isEqualTo(records.log.entry(hit.index()));
        read.add(hit.index());
      }
      if (page.nextPageToken().isEmpty()) {
        return read;
      }
      request = request.after(page.nextPageToken());
    }
  }

  @Test
  void fileName_askedForWhole_isAskedForTheNewestAlone() throws Exception {
    for (int i = 0; i < 12; i++) {
      records.build("Suite", "1." + i, "setup.bin", "content " + i);
    }
    for (LogClient client : clients.values()) {
      assertThat(client.lookup(LookupKey.fileName("setup.bin")).orElseThrow())
          .containsExactlyElementsOf(records.hits("file_name=setup.bin").subList(4, 12));
    }
    LookupRequest asked = grpc.lookupRequests().get(0);
    assertThat(asked.getNewestFirst()).isTrue();
    assertThat(grpc.lookupRequests()).hasSize(1);
  }

  @Test
  void tokenThatIsNone_isRefusedWithTheLogsReason() {
    PageRequest request = new PageRequest(false, 2, "abc");
    clients.forEach(
        (name, client) ->
            assertThatThrownBy(() -> client.lookup(LookupKey.product("Suite", ""), request))
                .as(name)
                .isInstanceOfSatisfying(
                    RefusedException.class,
                    e -> assertThat(e.reason()).isEqualTo("PARAMETER_INVALID"))
                .hasMessage("PARAMETER_INVALID: page_token: abc"));
  }

  @Test
  void pushBack_isNoUsableAnswer_inTheLogsWords() {
    http.lie(
        "v1/lookup",
        exchange ->
            TileServer.respondJson(
                exchange, 429, "{\"reason\":\"READS_FULL\",\"detail\":\"64 reads wait\"}"));
    assertThatThrownBy(
            () ->
                java.util.Objects.requireNonNull(clients.get("http"))
                    .lookup(LookupKey.target(1), FIRST))
        .isInstanceOf(LogUnreachableException.class)
        .hasMessageContaining("HTTP status 429")
        .hasMessageContaining("64 reads wait");
  }

  @Test
  void entryThatIsNoBase64_isNoUsableAnswer() throws Exception {
    http.lie(
        "v1/lookup", hit("\"entry\":\"!\",").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    LogClient client = java.util.Objects.requireNonNull(clients.get("http"));
    assertThatThrownBy(() -> client.lookup(LookupKey.target(1), FIRST))
        .isInstanceOf(LogUnreachableException.class)
        .hasMessageContaining("entry in the look-up's answer: ! (expected: base64)");
    http.lie(
        "v1/lookup", hit("\"entry\":\"-_8\",").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(client.lookup(LookupKey.target(1), FIRST).orElseThrow().hits().get(0).bytes())
        .containsExactly(0xfb, 0xff);
  }

  private static String hit(String entry) {
    return "{\"hits\":[{%s\"index\":3}],\"nextPageToken\":\"\",\"coversSize\":4}".formatted(entry);
  }

  @Test
  void logWithoutAnIndex_isEmpty() throws Exception {
    try (TileServer plain = new TileServer(records.log);
        LogClient files = client(plain.url());
        LogClient inFolder = client(folder.toString())) {
      assertThat(files.lookup(LookupKey.target(1), FIRST)).isEmpty();
      assertThat(inFolder.lookup(LookupKey.target(1), FIRST)).isEmpty();
    }
  }

  @Test
  void keysAndPages_outOfRange_cannotBeMade() {
    assertThatThrownBy(() -> PageRequest.oldestFirst(0))
        .hasMessage("page size: 0 (expected: 1 to 1000)");
    assertThatThrownBy(() -> PageRequest.newestFirst(1001))
        .hasMessage("page size: 1001 (expected: 1 to 1000)");
    for (LookupKey.Field field : LookupKey.Field.values()) {
      assertThatThrownBy(() -> new LookupKey(field, "", ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new LookupKey(LookupKey.Field.ARTIFACT_SHA256, "abc", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LookupKey(LookupKey.Field.TARGET_INDEX, "x", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LookupKey(LookupKey.Field.STREAM, "s", "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LookupKey(LookupKey.Field.REGION, "DE", "1"))
        .hasMessage("detail of REGION: 1 (expected: none)");
    assertThatThrownBy(() -> new UnverifiedEntry(-1, new byte[0]))
        .hasMessage("index: -1 (expected: >= 0)");
  }
}
