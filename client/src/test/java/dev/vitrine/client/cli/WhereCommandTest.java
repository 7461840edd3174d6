package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.vitrine.client.GrpcLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.intoto.Envelope;
import dev.vitrine.record.Times;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.Location;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vitrine where} against a log: which records it finds for a region. */
class WhereCommandTest {
  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private boolean overGrpc;
  private String out = "";
  private String err = "";

  private long step(String id, State state, String dataset, String... regions) {
    DataRelocation.Builder step =
        DataRelocation.newBuilder()
            .setRelocationId(id)
            .setState(state)
            .setDataset(Dataset.newBuilder().setId(dataset))
            .addAllSubjectRegions(List.of(regions))
            .addFrom(Location.newBuilder().setCountry("RU"))
            .addTo(Location.newBuilder().setCountry("CH"))
            .setMethod(DataRelocation.Method.COPY_VERIFY_DELETE);
    if (state == State.PLANNED) {
      step.setDue(Times.of(RecordLog.ISSUED.minusSeconds(1)));
    }
    return records.relocation(step);
  }

  private int where(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("where"));
    all.addAll(List.of(args));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    try (TileServer server = records.serve();
        GrpcLog grpc = new GrpcLog(records.log, records::hits)) {
      String address = overGrpc ? grpc.url() : server.url();
      all.addAll(List.of("--log", address, "--vkey", records.log.vkey()));
      all.addAll(
          List.of("--trust-dir", folder.resolve(overGrpc ? "trust-grpc" : "trust").toString()));
      int exitCode =
          Vitrine.run(
              new PrintWriter(outText), new PrintWriter(errText, true), all.toArray(String[]::new));
      out = outText.toString();
      err = errText.toString();
      return exitCode;
    }
  }

  private JsonNode json(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    assertThat(where(all.toArray(String[]::new))).as(err).isZero();
    return new ObjectMapper().readTree(out);
  }

  private static List<String> relocations(JsonNode lines) {
    return lines == null ? List.of() : lines.findValuesAsText("relocation");
  }

  @Test
  void union_includesItsMembers() throws Exception {
    step("of-eu", State.PLANNED, "a", "EU");
    step("of-de", State.PLANNED, "b", "DE");
    step("of-us", State.PLANNED, "c", "US");
    JsonNode answer = json("--region", "EU");
    assertThat(relocations(answer.get("data"))).containsExactly("of-eu", "of-de");
    assertThat(answer.get("data").findValuesAsText("of")).containsExactly("EU", "DE");
    assertThat(answer.get("dataOfEu")).isNull();
    assertThat(answer.get("overdue")).hasSize(2);
  }

  @Test
  void member_whatIsOfTheUnionWithoutNamingAMember_comesApart() throws Exception {
    step("of-eu", State.PLANNED, "a", "EU");
    step("of-de", State.PLANNED, "b", "DE");
    step("of-fr", State.PLANNED, "c", "FR");
    assertThat(where("--region", "DE")).as(err).isZero();
    assertThat(out)
        .startsWith(
            "VERIFIED: the records on data of DE are in the log; 1 more on data of the EU, which"
                + " do not name the member states")
        .contains("  data:          dataset b, of DE, in RU,")
        .contains("  data of eu:    dataset a, of EU, in RU,")
        .contains("  overdue:       of-eu, due 2026-11-24T07:59:59Z")
        .doesNotContain("of-fr");
  }

  @Test
  void member_onlyTheUnionIsTold_isNotNothing() throws Exception {
    step("of-eu", State.PLANNED, "a", "EU");
    JsonNode answer = json("--region", "DE");
    assertThat(answer.get("verdict").asText()).isEqualTo("VERIFIED");
    assertThat(answer.get("summary").asText()).startsWith("no record names data of DE; 1 more");
    assertThat(answer.get("data")).isEmpty();
    assertThat(relocations(answer.get("dataOfEu"))).containsExactly("of-eu");
    assertThat(json("--region", "CH").get("verdict").asText()).isEqualTo("NOTHING TOLD");
  }

  @Test
  void laterStepThatNamesOtherRegions_isFollowed() throws Exception {
    long first = step("m", State.PLANNED, "a", "DE");
    long second = step("m", State.STARTED, "a", "FR");
    JsonNode line = json("--region", "DE").get("data").get(0);
    assertThat(line.get("in").asText()).isEqualTo("RU (moving to CH)");
    assertThat(line.get("entries").asText()).isEqualTo(List.of(first, second).toString());
    JsonNode before = json("--region", "DE", "--at", Long.toString(first)).get("data").get(0);
    assertThat(before.get("in").asText()).isEqualTo("RU");
  }

  @Test
  void at_theDayBeforeTheRecord_nothingIsToldYet() throws Exception {
    step("m", State.PLANNED, "a", "DE");
    assertThat(json("--region", "DE", "--at", "2026-11-23").get("data")).isEmpty();
    assertThat(json("--region", "DE", "--at", "2026-11-24").get("data")).hasSize(1);
  }

  @Test
  void overGrpc_theAnswerIsTheSame() throws Exception {
    step("of-eu", State.PLANNED, "a", "EU");
    step("m", State.PLANNED, "b", "DE");
    step("m", State.STARTED, "b", "FR");
    JsonNode overHttp = json("--region", "DE", "--at", "2026-11-24");
    overGrpc = true;
    assertThat(json("--region", "DE", "--at", "2026-11-24")).isEqualTo(overHttp);
    assertThat(overHttp.get("data")).hasSize(1);
  }

  @Test
  void recordOfANewerFormat_isFormatNewer() throws Exception {
    Envelope envelope = Envelope.parseFrom(records.log.entry(step("m", State.PLANNED, "a", "DE")));
    String payload = envelope.getPayload().toStringUtf8();
    assertThat(payload).contains("/data-relocation/v1");
    String newer = payload.replace("/data-relocation/v1", "/data-relocation/v2");
    long at =
        records.log.add(
            envelope.toBuilder().setPayload(ByteString.copyFromUtf8(newer)).build().toByteArray());
    records.row("region=DE", at);
    assertThat(where("--region", "DE")).isEqualTo(15);
    assertThat(err).startsWith("FORMAT NEWER: entry " + at + ": ");
  }

  @Test
  void region_inSmallLetters_usageError() throws Exception {
    assertThat(where("--region", "de")).isEqualTo(2);
    assertThat(err).contains("--region: de (expected: an ISO 3166-1 alpha-2 code in capitals");
  }
}
