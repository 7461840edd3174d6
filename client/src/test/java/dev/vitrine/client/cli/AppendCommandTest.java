package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.TileServer;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What {@code vitrine append} sends, and what it believes. */
class AppendCommandTest extends VitrineFixture {

  @Test
  void append_ofFilesAndAgain_provesThemAndReportsDuplicates() throws Exception {
    Path a = Files.writeString(folder.resolve("a"), "entry a");
    Path b = Files.writeString(folder.resolve("b"), "entry b");
    Path acks = folder.resolve("acks");
    assertThat(
            vitrine(
                "append",
                "--transport",
                "http",
                "--json",
                "--acks",
                acks.toString(),
                a.toString(),
                b.toString()))
        .isZero();
    assertThat(json().get("entries").asInt()).isEqualTo(2);
    assertThat(json().get("duplicates").asInt()).isZero();
    assertThat(json().get("size").asInt()).isEqualTo(702);
    assertThat(Files.readAllLines(acks)).hasSize(2).allMatch(line -> line.split(" ").length == 3);
    assertThat(vitrine("append", "--transport", "http", "--json", a.toString())).isZero();
    assertThat(json().get("duplicates").asInt()).isEqualTo(1);
  }

  @Test
  void append_ofLines_makesEachAnEntry() throws Exception {
    Path file = Files.writeString(folder.resolve("lines"), "one\ntwo\n\nthree");
    assertThat(
            vitrine(
                "append", "--transport", "http", "--lines", "--wait", "DURABLE", file.toString()))
        .isZero();
    assertThat(out).startsWith("ACKNOWLEDGED: 3 entries").contains("not proven");
    assertThat(log.size()).isEqualTo(703);
  }

  @Test
  void append_refusedByTheLog_exits1WithTheCode() throws Exception {
    server.lie(
        "add",
        exchange ->
            TileServer.respondJson(
                exchange, 422, "{\"reason\":\"BAD_SIGNATURE\",\"detail\":\"no\"}"));
    Path a = Files.writeString(folder.resolve("a"), "entry a");
    assertThat(vitrine("append", "--transport", "http", a.toString())).isEqualTo(1);
    assertThat(err).contains("BAD_SIGNATURE");
  }

  @Test
  void append_ofDsseJson_isTheProtobufFormUnlessAsIs() throws Exception {
    String json =
        Path.of(System.getProperty("vitrine.root"), "testdata/records/build.dsse.json").toString();
    byte[] written = Files.readAllBytes(Path.of(json));
    assertThat(vitrine("append", "--transport", "http", json)).as(err).isZero();
    assertThat(log.entry(700)).isEqualTo(Envelope.parseAny(written).encode()).isNotEqualTo(written);
    assertThat(vitrine("append", "--transport", "http", "--as-is", json)).as(err).isZero();
    assertThat(log.entry(701)).isEqualTo(written);
    Path other = Files.writeString(folder.resolve("other.json"), "{\"payload\":1}");
    assertThat(vitrine("append", "--transport", "http", other.toString())).as(err).isZero();
    assertThat(log.entry(702)).isEqualTo(Files.readAllBytes(other));
  }

  /** A log may answer with other bytes than were sent only where they are the same record. */
  @Test
  void append_answeredWithAnotherEntry_isBelievedOnlyIfItIsTheSameRecord() throws Exception {
    Path examples = Path.of(System.getProperty("vitrine.root"), "testdata/records");
    Envelope held = Envelope.parseAny(Files.readAllBytes(examples.resolve("build.dsse.json")));
    Envelope sent =
        Envelope.unsigned(held.statement())
            .signedBy(SigningKey.generate(SignatureAlgorithm.ECDSA_P256));
    Path file = Files.write(folder.resolve("sent"), sent.encode());
    Path as = Files.write(folder.resolve("held"), held.encode());
    assertThat(vitrine("append", "--transport", "http", as.toString())).as(err).isZero();
    answerAppendsWith(700);

    assertThat(vitrine("append", "--transport", "http", "--json", file.toString()))
        .as(err)
        .isZero();
    assertThat(json().get("heldUnderOtherSignatures").asInt()).isEqualTo(1);
    assertThat(json().get("leafHashes").get(0).asText())
        .isEqualTo(TreeHasher.leaf(held.encode()).hex());

    answerAppendsWith(5);
    assertThat(vitrine("append", "--transport", "http", file.toString())).isEqualTo(17);
    assertThat(err)
        .contains("entry 5, which the log says is the record sent: payload of no record");
    Path text = Files.writeString(folder.resolve("text"), "no record");
    assertThat(vitrine("append", "--transport", "http", text.toString())).isEqualTo(17);
  }

  private void answerAppendsWith(long index) {
    server.lie(
        "add",
        exchange ->
            TileServer.respondJson(
                exchange,
                200,
                "{\"index\":%d,\"leafHash\":\"%s\",\"duplicate\":true}"
                    .formatted(index, TreeHasher.leaf(log.entry(index)).hex())));
  }

  @Test
  void append_putOffForLongerThanItsPatience_saysByWhatAndHowManyAreIn() throws Exception {
    Path held = Files.write(folder.resolve("held"), log.entry(5));
    Path late = Files.writeString(folder.resolve("late"), "late");
    byte[] leaf = TreeHasher.leaf(Files.readAllBytes(held)).toByteArray();
    server.lie(
        "add",
        exchange -> {
          boolean known =
              Arrays.equals(
                  TreeHasher.leaf(exchange.getRequestBody().readAllBytes()).toByteArray(), leaf);
          TileServer.respondJson(
              exchange,
              known ? 200 : 429,
              known
                  ? "{\"index\":5,\"leafHash\":\"%s\",\"duplicate\":true}"
                      .formatted(HexFormat.of().formatHex(leaf))
                  : "{\"reason\":\"KEY_QUOTA_EXCEEDED\",\"detail\":\"quota of the key\"}");
        });

    int code =
        vitrine(
            "append", "--transport", "http", "--patience", "1", held.toString(), late.toString());

    assertThat(code).isEqualTo(16);
    assertThat(err)
        .contains("took no entry within 1 s; it is reached, and asks for more patience: ")
        .contains("quota of the key")
        .contains("; of the others 1 in the log, index 5 to 5");
  }

  @Test
  void append_dryRun_tellsWhatTheLogWouldSayAndAppendsNothing() throws Exception {
    Path a = Files.writeString(folder.resolve("a"), "entry a");
    server.lie(
        "v1/validate",
        exchange ->
            TileServer.respondJson(exchange, 200, "{\"admissible\":true,\"duplicate\":false}"));
    assertThat(vitrine("append", "--dry-run", "--json", a.toString())).as(err).isZero();
    assertThat(json().get("entries").get(0).get("logWouldSay").asText()).isEqualTo("ADMITTED");
    server.lie(
        "v1/validate",
        exchange ->
            TileServer.respondJson(
                exchange,
                200,
                "{\"admissible\":false,\"duplicate\":false,\"reason\":\"SEQUENCE\",\"field\":\"f\","
                    + "\"value\":\"7\",\"message\":\"f: 7 (expected: 8)\"}"));
    assertThat(vitrine("append", "--dry-run", a.toString())).isEqualTo(1);
    assertThat(out).startsWith("REFUSED").contains("SEQUENCE").contains("f: 7 (expected: 8)");
    assertThat(log.size()).isEqualTo(700);
  }

  @Test
  void append_ofAFolder_exits2AndSaysWhatToGive() throws Exception {
    assertThat(vitrine("append", "--transport", "http", folder.toString())).isEqualTo(2);
    assertThat(err)
        .startsWith(
            "USAGE: %s: a folder (expected: files, such as %s/*)".formatted(folder, folder));
  }

  @Test
  void append_ofAnEmptyOrTooLargeFile_exits2() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty"));
    Path large = Files.write(folder.resolve("large"), new byte[65_536]);
    assertThat(vitrine("append", "--transport", "http", empty.toString())).isEqualTo(2);
    assertThat(vitrine("append", "--transport", "http", large.toString())).isEqualTo(2);
    assertThat(log.size()).isEqualTo(700);
  }
}
