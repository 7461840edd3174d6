package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.vitrine.admission.LookupKeys;
import dev.vitrine.merkle.Hash;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.server.storage.LookupWrite;
import dev.vitrine.v1.LookupHit;
import dev.vitrine.v1.LookupRequest;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.ProductVersion;
import dev.vitrine.v1.StreamPosition;
import dev.vitrine.v1.TransparencyLogGrpc;
import dev.vitrine.v1.TransparencyLogGrpc.TransparencyLogBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Look-ups by every key, in pages, both ways, with proofs, over gRPC and HTTP. */
@Timeout(30)
final class LookupTest {

  private static final Hash DIGEST = Hash.ofHex("ab".repeat(32));
  private static final String PURL = "pkg:maven/org.example/tool@1.0";

  private final ScriptedLog log = new ScriptedLog();
  private ManagedChannel channel;
  private TransparencyLogBlockingStub stub;

  @BeforeEach
  void start() throws Exception {
    log.start();
    channel = Grpc.channel(log.port());
    stub = TransparencyLogGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    log.close();
  }

  private void entries(int count, byte[]... keys) {
    for (int i = 0; i < count; i++) {
      long index = log.store.head().size();
      List<LookupWrite> rows = new ArrayList<>();
      for (byte[] key : keys) {
        rows.add(new LookupWrite(key, index));
      }
      log.commit(List.of(ScriptedLog.entry(index)), rows);
    }
    log.publish();
  }

  private List<Long> indices(LookupRequest request) {
    return stub.lookup(request).getHitsList().stream().map(LookupHit::getIndex).toList();
  }

  @Test
  void everyKind_findsItsRecord_overBothProtocols() throws Exception {
    Map<LookupRequest, String> queries = new LinkedHashMap<>();
    LookupRequest none = LookupRequest.getDefaultInstance();
    ByteString digest = ByteString.copyFrom(DIGEST.toByteArray());
    queries.put(
        none.toBuilder().setArtifactSha256(digest).build(), "artifact_sha256=" + DIGEST.hex());
    queries.put(
        none.toBuilder().setPurl(PURL).build(),
        "purl=" + URLEncoder.encode(PURL, StandardCharsets.UTF_8));
    queries.put(
        none.toBuilder().setProduct(ProductVersion.newBuilder().setProduct("tool")).build(),
        "product=tool");
    queries.put(
        none.toBuilder()
            .setProduct(ProductVersion.newBuilder().setProduct("tool").setVersion("1.0"))
            .build(),
        "product=tool&version=1.0");
    queries.put(
        none.toBuilder().setStream(StreamPosition.newBuilder().setStream("avdb")).build(),
        "stream=avdb");
    queries.put(
        none.toBuilder()
            .setStream(StreamPosition.newBuilder().setStream("avdb").setSequence(0))
            .build(),
        "stream=avdb&sequence=0");
    queries.put(none.toBuilder().setDataset("d").build(), "dataset=d");
    queries.put(none.toBuilder().setRelocationId("r").build(), "relocation_id=r");
    queries.put(none.toBuilder().setKeyId("k").build(), "key_id=k");
    queries.put(none.toBuilder().setTargetIndex(0).build(), "target_index=0");
    queries.put(none.toBuilder().setEventId("e").build(), "event_id=e");
    queries.put(none.toBuilder().setRegion("CH").build(), "region=CH");
    queries.put(none.toBuilder().setBlobSha256(digest).build(), "blob_sha256=" + DIGEST.hex());
    queries.put(none.toBuilder().setAboutKey("k").build(), "about_key=k");
    queries.put(none.toBuilder().setFileName("a.bin").build(), "file_name=a.bin");
    for (byte[] key :
        List.of(
            LookupKeys.artifact(DIGEST),
            LookupKeys.purl(PURL),
            LookupKeys.product("tool"),
            LookupKeys.version("tool", "1.0"),
            LookupKeys.stream("avdb"),
            LookupKeys.sequence("avdb", 0),
            LookupKeys.dataset("d"),
            LookupKeys.relocation("r"),
            LookupKeys.key("k"),
            LookupKeys.target(0),
            LookupKeys.event("e"),
            LookupKeys.region("CH"),
            LookupKeys.blob(DIGEST),
            LookupKeys.aboutKey("k"),
            LookupKeys.fileName("a.bin"))) {
      entries(1, key);
    }

    long expected = 0;
    for (Map.Entry<LookupRequest, String> query : queries.entrySet()) {
      assertThat(indices(query.getKey())).as(query.getValue()).containsExactly(expected);
      JsonObject json = Http.json(Http.get(log.url() + "/v1/lookup?" + query.getValue()));
      assertThat(json.getJsonArray("hits").getJsonObject(0).getLong("index"))
          .as(query.getValue())
          .isEqualTo(expected);
      assertThat(json.getLong("coversSize")).isEqualTo(15);
      expected++;
    }
  }

  @Test
  void pages_bothWays_bringEachOnceInOrder() {
    entries(25, LookupKeys.dataset("d"));
    LookupRequest request = LookupRequest.newBuilder().setDataset("d").setPageSize(10).build();

    for (boolean newestFirst : new boolean[] {false, true}) {
      List<Long> all = new ArrayList<>();
      LookupResponse page;
      LookupRequest next = request.toBuilder().setNewestFirst(newestFirst).build();
      do {
        page = stub.lookup(next);
        assertThat(page.getHitsCount()).isLessThanOrEqualTo(10);
        page.getHitsList().forEach(hit -> all.add(hit.getIndex()));
        next = next.toBuilder().setPageToken(page.getNextPageToken()).build();
      } while (!page.getNextPageToken().isEmpty());
      assertThat(all).hasSize(25).doesNotHaveDuplicates();
      assertThat(all.get(0)).isEqualTo(newestFirst ? 24 : 0);
      assertThat(all)
          .isSortedAccordingTo(newestFirst ? (a, b) -> Long.compare(b, a) : Long::compare);
    }
  }

  @Test
  void largeHits_areCutIntoPagesBelowTheMessageLimit() {
    List<byte[]> large = new ArrayList<>();
    List<LookupWrite> rows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      byte[] entry = new byte[65_000];
      entry[0] = (byte) i;
      large.add(entry);
      rows.add(new LookupWrite(LookupKeys.dataset("big"), i));
    }
    log.commit(large, rows);
    LookupRequest next = LookupRequest.newBuilder().setDataset("big").setPageSize(1_000).build();
    int hits = 0;
    LookupResponse page;
    do {
      page = stub.lookup(next);
      hits += page.getHitsCount();
      next = next.toBuilder().setPageToken(page.getNextPageToken()).build();
    } while (!page.getNextPageToken().isEmpty());

    assertThat(hits).isEqualTo(150);
  }

  @Test
  void withProofs_publishedHitsHaveOne() throws Exception {
    entries(3, LookupKeys.dataset("d"));
    log.commit(List.of(ScriptedLog.entry(3)), List.of(new LookupWrite(LookupKeys.dataset("d"), 3)));

    LookupResponse answer =
        stub.lookup(LookupRequest.newBuilder().setDataset("d").setWithProofs(true).build());

    assertThat(answer.getHitsCount()).isEqualTo(4);
    for (int i = 0; i < 3; i++) {
      String proof = answer.getHits(i).getProofBundle();
      assertThat(TlogProof.parse(proof.getBytes(StandardCharsets.UTF_8)).index()).isEqualTo(i);
    }
    assertThat(answer.getHits(3).getProofBundle()).isEmpty();
    assertThat(answer.getCoversSize()).isEqualTo(4);
  }

  @Test
  void nothingFound_isEmptyAndSaysWhatItCovers() {
    entries(3, LookupKeys.dataset("d"));

    LookupResponse answer = stub.lookup(LookupRequest.newBuilder().setDataset("x").build());

    assertThat(answer.getHitsCount()).isZero();
    assertThat(answer.getCoversSize()).isEqualTo(3);
    assertThat(answer.getNextPageToken()).isEmpty();
  }

  @Test
  void badRequests_nameTheField() throws Exception {
    LookupRequest good = LookupRequest.newBuilder().setDataset("d").build();
    assertRefused(LookupRequest.getDefaultInstance(), "key");
    assertRefused(good.toBuilder().setPageSize(1_001).build(), "page_size");
    assertRefused(good.toBuilder().setPageSize(-1).build(), "page_size");
    assertRefused(good.toBuilder().setPageToken("x").build(), "page_token");
    assertRefused(good.toBuilder().setPageToken("-1").build(), "page_token");
    assertRefused(LookupRequest.newBuilder().setDataset("").build(), "dataset");
    assertRefused(LookupRequest.newBuilder().setTargetIndex(-1).build(), "target_index");
    assertRefused(
        LookupRequest.newBuilder().setArtifactSha256(Grpc.bytes("x")).build(), "artifact_sha256");
    assertThat(Http.get(log.url() + "/v1/lookup?artifact_sha256=xyz").statusCode()).isEqualTo(400);
    assertThat(Http.get(log.url() + "/v1/lookup").statusCode()).isEqualTo(400);
  }

  private void assertRefused(LookupRequest request, String field) throws Exception {
    StatusRuntimeException e =
        catchThrowableOfType(StatusRuntimeException.class, () -> stub.lookup(request));
    assertThat(e).as(request.toString()).isNotNull();
    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(Grpc.errorInfo(e).getMetadataMap()).containsEntry("field", field);
  }
}
