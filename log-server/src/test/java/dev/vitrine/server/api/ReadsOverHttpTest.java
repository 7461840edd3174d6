package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.server.access.LogReads;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON twins and operations. */
final class ReadsOverHttpTest {

  private final ScriptedLog log = new ScriptedLog();

  @AfterEach
  void close() {
    log.close();
  }

  private JsonObject json(String path) throws Exception {
    HttpResponse<byte[]> answer = Http.get(log.url() + path);
    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
    assertThat(Http.header(answer, "content-type")).isEqualTo("application/json");
    assertThat(Http.header(answer, "cache-control")).isEqualTo("no-store");
    assertThat(Http.header(answer, "access-control-allow-origin")).isEqualTo("*");
    return Http.json(answer);
  }

  private static List<Hash> path(JsonArray array) {
    return array.stream().map(hex -> Hash.ofHex((String) hex)).toList();
  }

  @Test
  void entry_isBase64() throws Exception {
    log.fill(4).start();

    JsonObject json = json("/v1/entry/3");

    assertThat(json.getLong("index")).isEqualTo(3);
    assertThat(Base64.getDecoder().decode(json.getString("entry"))).isEqualTo(ScriptedLog.entry(3));
  }

  @Test
  void checkpoint_isTheServedNote() throws Exception {
    log.fill(4).start();

    assertThat(json("/v1/checkpoint").getString("checkpoint"))
        .isEqualTo(Http.text(Http.get(log.url() + "/checkpoint")));
  }

  @Test
  void inclusion_byIndexAndByHash_verifies() throws Exception {
    log.fill(12).start();
    Hash leaf = TreeHasher.leaf(ScriptedLog.entry(5));
    Hash root = new LogReads(log.store).root(9);

    JsonObject byIndex = json("/v1/proof/inclusion?index=5&size=9");
    JsonObject byHash = json("/v1/proof/inclusion?leaf_hash=" + leaf.hex() + "&size=9");

    assertThat(byHash).isEqualTo(byIndex);
    assertThat(byIndex.getLong("index")).isEqualTo(5);
    assertThat(byIndex.getLong("treeSize")).isEqualTo(9);
    ProofVerifier.verifyInclusion(
        new InclusionProof(5, 9, path(byIndex.getJsonArray("path"))), leaf, root);
    assertThat(json("/v1/proof/inclusion?index=5").getString("checkpoint")).contains("\n12\n");
  }

  @Test
  void consistency_verifies() throws Exception {
    log.fill(12).start();
    LogReads reads = new LogReads(log.store);

    JsonObject json = json("/v1/proof/consistency?old=5&new=11");

    ProofVerifier.verifyConsistency(
        new ConsistencyProof(5, 11, path(json.getJsonArray("path"))),
        reads.root(5),
        reads.root(11));
    assertThat(json("/v1/proof/consistency?old=5").getLong("newSize")).isEqualTo(12);
  }

  @Test
  void bundle_isATlogProofAsText() throws Exception {
    log.fill(3).start();

    HttpResponse<byte[]> answer = Http.get(log.url() + "/v1/proof/bundle?index=2");

    assertThat(Http.header(answer, "content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(TlogProof.parse(answer.body()).index()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/entry/7, 404, ENTRY_NOT_FOUND, index, 7",
    "/v1/entry/5, 404, ENTRY_NOT_FOUND, index, 5",
    "/v1/entry/-1, 400, PARAMETER_INVALID, index, -1",
    "/v1/entry/01, 400, PARAMETER_INVALID, index, 01",
    "/v1/entry/x, 400, PARAMETER_INVALID, index, x",
    "/v1/entry/, 400, PARAMETER_INVALID, index, ''",
    "/v1/entry/9223372036854775808, 400, PARAMETER_INVALID, index, 9223372036854775808",
    "/v1/proof/inclusion, 400, PARAMETER_MISSING, index, ''",
    "/v1/proof/inclusion?index=1&leaf_hash=00, 400, PARAMETER_MISSING, index, ''",
    "/v1/proof/inclusion?leaf_hash=00, 400, PARAMETER_INVALID, leaf_hash, 00",
    "/v1/proof/inclusion?index=1&size=6, 400, OUT_OF_RANGE, tree_size, 6",
    "/v1/proof/inclusion?index=3&size=2, 400, OUT_OF_RANGE, index, 3",
    "/v1/proof/inclusion?index=5, 404, ENTRY_NOT_FOUND, index, 5",
    "/v1/proof/consistency, 400, PARAMETER_MISSING, old, ''",
    "/v1/proof/consistency?old=4&new=3, 400, OUT_OF_RANGE, old_size, 4",
    "/v1/proof/consistency?old=4&new=x, 400, PARAMETER_INVALID, new, x",
    "/v1/proof/bundle, 400, PARAMETER_MISSING, index, ''",
    "/v1/proof/bundle?index=5, 404, ENTRY_NOT_FOUND, index, 5",
    "/v1/nothing, 404, NO_SUCH_RESOURCE, path, /v1/nothing",
    "/v2/entry/1, 404, NO_SUCH_RESOURCE, path, /v2/entry/1"
  })
  void badRequests_areProblems(String path, int status, String reason, String field, String value)
      throws Exception {
    log.fill(5).start();

    HttpResponse<byte[]> answer = Http.get(log.url() + path);
    JsonObject problem = Http.json(answer);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(Http.header(answer, "content-type")).isEqualTo("application/problem+json");
    assertThat(problem.getString("reason")).isEqualTo(reason);
    assertThat(problem.getString("field")).isEqualTo(field);
    assertThat(problem.getString("value")).isEqualTo(value);
    assertThat(problem.getString("detail")).isNotEmpty();
    assertThat(problem.getString("title")).isNotEmpty();
    assertThat(problem.getString("type")).isEqualTo("about:blank");
  }

  @Test
  void unknownLeaf_isNotFound() throws Exception {
    log.fill(5).start();
    String hash = Hash.of(new byte[32]).hex();

    HttpResponse<byte[]> answer = Http.get(log.url() + "/v1/proof/inclusion?leaf_hash=" + hash);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(Http.json(answer).getString("reason")).isEqualTo("LEAF_NOT_FOUND");
  }

  @Test
  void health_alwaysOk_ready_onlyWhileAccepting() throws Exception {
    log.fill(1).start();

    assertThat(Http.get(log.url() + "/healthz").statusCode()).isEqualTo(200);
    assertThat(Http.get(log.url() + "/readyz").statusCode()).isEqualTo(200);
    log.accepting = false;
    HttpResponse<byte[]> ready = Http.get(log.url() + "/readyz");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(Http.text(ready)).isEqualTo("frozen: test\n");
    assertThat(Http.get(log.url() + "/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void metrics_countWhatWasAnswered() throws Exception {
    log.fill(1).start();
    Http.get(log.url() + "/checkpoint");
    Http.get(log.url() + "/checkpoint");
    Http.get(log.url() + "/nothing");

    HttpResponse<byte[]> answer = Http.get(log.url() + "/metrics");
    String text = new String(answer.body(), StandardCharsets.UTF_8);

    assertThat(Http.header(answer, "content-type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text)
        .contains(
            "vitrine_requests_total{code=\"200\",method=\"checkpoint\",protocol=\"http\"} 2.0")
        .contains("vitrine_requests_total{code=\"404\",method=\"unknown\",protocol=\"http\"} 1.0")
        .contains("vitrine_request_seconds_count{method=\"checkpoint\",protocol=\"http\"} 2")
        .contains("vitrine_connections 1.0");
  }
}
