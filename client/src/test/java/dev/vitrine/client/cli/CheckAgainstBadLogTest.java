package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that lie, answer nonsense, show another history, or know more than this tool. */
class CheckAgainstBadLogTest extends CheckFixture {
  @Test
  void log_forked_exits13AndTheEvidenceVerifiesAlone() throws Exception {
    assertThat(check(file)).isZero();
    server.show(TestLog.of(80, "other"), 80);
    assertThat(check(file, "--json")).isEqualTo(13);
    assertThat(json().get("verdict").asText()).isEqualTo("LOG FORKED");
    String evidence = json().get("evidence").asText();
    server.close();
    assertThat(plain("evidence", "verify", evidence)).isZero();
    assertThat(out).startsWith("FORK PROVEN: the keys of test.example/log signed two heads");
    Path altered = folder.resolve("altered");
    Files.writeString(
        altered, Files.readString(Path.of(evidence)).replaceFirst("prefix ..", "prefix AA"));
    assertThat(plain("evidence", "verify", altered.toString())).isEqualTo(17);
    assertThat(out).contains("proves no fork");
  }

  @Test
  void log_showingAnOlderHead_exits14AndIsNoFork() throws Exception {
    assertThat(check(file)).isZero();
    server.show(records.log, records.log.size() - 1);
    assertThat(check(file)).isEqualTo(14);
    assertThat(err)
        .startsWith("STALE HEAD: ")
        .contains("remedy:        try again later or ask another mirror")
        .doesNotContainIgnoringCase("fork");
  }

  @Test
  void record_ofANewerKind_exits15AndIsNoTampering() throws Exception {
    String payload =
        "{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[],\"predicateType\":\"https://vitrine.dev/build/v9\",\"predicate\":{}}";
    dev.vitrine.intoto.Envelope newer =
        dev.vitrine.intoto.Envelope.newBuilder()
            .setPayload(com.google.protobuf.ByteString.copyFromUtf8(payload))
            .setPayloadType("application/vnd.in-toto+json")
            .addSignatures(
                dev.vitrine.intoto.Signature.newBuilder()
                    .setKeyid("0".repeat(64))
                    .setSig(com.google.protobuf.ByteString.copyFrom(new byte[64])))
            .build();
    long at = records.log.add(newer.toByteArray());
    records.row("artifact_sha256=" + RecordLog.sha256("the installer").hex(), at);
    serveAgain();
    assertThat(check(file)).isEqualTo(15);
    assertThat(err)
        .startsWith("FORMAT NEWER: entry %d".formatted(at))
        .contains("build/v9")
        .contains("remedy:        update this tool")
        .doesNotContainIgnoringCase("tamper");
  }

  @Test
  void log_answeringWithALogInPage_exits16() {
    server.lie(
        "checkpoint",
        exchange ->
            TileServer.respond(
                exchange,
                200,
                "text/html",
                "<html>log in</html>".getBytes(StandardCharsets.UTF_8)));
    assertThat(check(file)).isEqualTo(16);
    assertThat(err)
        .startsWith("LOG UNREACHABLE: ")
        .contains("web page")
        .contains("remedy:        check the address")
        .doesNotContainIgnoringCase("tamper");
  }

  @Test
  void log_thatKnowsNoFileNames_saysWhatIsNotProven() throws Exception {
    Files.writeString(file, "the installer, patched");
    var honest = records.lookups();
    server.lie(
        "v1/lookup",
        exchange -> {
          if (exchange.getRequestURI().getQuery().startsWith("file_name")) {
            TileServer.respondJson(exchange, 400, "{}");
          } else {
            honest.handle(exchange);
          }
        });
    assertThat(check(file)).isEqualTo(10);
    assertThat(out).contains("not proven:    that the log holds no other file of this name: ");
    assertThat(check(file, "--product", "Suite", "--of-version", "1.2")).isEqualTo(10);
  }

  @Test
  void index_namingARecordAboutAnotherFile_isNotBelieved() throws Exception {
    Files.writeString(folder.resolve("evil.bin"), "evil");
    records.row("artifact_sha256=" + RecordLog.sha256("evil").hex(), build);
    serveAgain();
    assertThat(check(folder.resolve("evil.bin"))).isEqualTo(10);
  }

  @Test
  void index_namingAWithdrawalOfAnotherEntry_isNotBelieved() throws Exception {
    long other = records.build("Other", "1", "other.bin", "other");
    long withdrawal = records.withdraw(other);
    records.row("target_index=" + build, withdrawal);
    serveAgain();
    assertThat(check(file)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "<html>",
        "{\"hits\":[{\"index\":-1}],\"coversSize\":9}",
        "{\"hits\":[{\"entry\":\"\"}],\"coversSize\":9}",
        "{\"hits\":[],\"nextPageToken\":\"1\",\"coversSize\":9}",
        "{\"hits\":[{\"index\":99999999999999999999}],\"coversSize\":9}"
      })
  void index_answeringNonsense_isNeverVerified(String answer) {
    server.lie("v1/lookup", exchange -> TileServer.respondJson(exchange, 200, answer));
    assertThat(check(file)).isEqualTo(16);
    assertThat(out).doesNotContain("VERIFIED");
  }
}
