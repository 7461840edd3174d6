package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.admission.StateHead;
import dev.vitrine.admission.TestLog;
import dev.vitrine.record.Envelope;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.Key.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents, look-ups, DSSE JSON and quotas over the network of a real server. */
class RecordsOverHttpTest extends RecordServerFixture {

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
