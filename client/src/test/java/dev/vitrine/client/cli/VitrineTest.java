package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.SignerKey;
import dev.vitrine.record.Envelope;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VitrineTest {
  @TempDir Path folder;
  private final TestLog log = TestLog.of(700, "honest");
  private TileServer server;
  private String out = "";
  private String err = "";

  @BeforeEach
  void start() throws Exception {
    server = new TileServer(log);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int plain(String... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode = Vitrine.run(new PrintWriter(outText), new PrintWriter(errText, true), args);
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }

  private int vitrine(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(
        List.of(
            "--log",
            server.url(),
            "--vkey",
            log.vkey(),
            "--trust-dir",
            folder.resolve("trust").toString()));
    return plain(all.toArray(new String[0]));
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }

  @Test
  void head_ofHonestLog_saysWhoSignedAndWhatIsNotProven() {
    assertThat(vitrine("head")).isZero();
    assertThat(out)
        .startsWith("VERIFIED: test.example/log has 700 entries")
        .contains(log.root(700).hex())
        .contains("signed by:     test.example/log (Ed25519, key ")
        .contains("not proven:    that everybody is shown this history")
        .contains("first head of it seen here");
    assertThat(vitrine("head")).isZero();
    assertThat(out).contains("remembered size: 700").doesNotContain("first head");
  }

  @Test
  void head_asJson_isOneObjectWithTheSameFacts() throws Exception {
    assertThat(vitrine("head", "--json")).isZero();
    assertThat(json().get("verdict").asText()).isEqualTo("VERIFIED");
    assertThat(json().get("size").asLong()).isEqualTo(700);
    assertThat(json().get("root").asText()).isEqualTo(log.root(700).hex());
    assertThat(json().get("signedBy")).hasSize(1);
    assertThat(json().get("notProven")).hasSize(2);
  }

  @Test
  void head_ofForkedLog_exits13AndWritesEvidenceThatIsNamed() throws Exception {
    vitrine("head");
    server.show(TestLog.of(800, "other"), 800);
    assertThat(vitrine("head", "--json")).isEqualTo(13);
    assertThat(json().get("verdict").asText()).isEqualTo("LOG FORKED");
    Path evidence = Path.of(json().get("evidence").asText());
    dev.vitrine.client.ForkEvidence.parse(Files.readString(evidence)).verify();
  }

  @Test
  void file_thatIsNotThere_isUsageAndNoFaultOfTheLog() {
    for (String[] command :
        new String[][] {
          {"head", "--log", server.url(), "--policy", "no-such-file"},
          {"append", "no-such-file", "--log", server.url(), "--vkey", log.vkey()},
        }) {
      assertThat(plain(command)).as(err).isEqualTo(2);
      assertThat(err).startsWith("USAGE: ").contains("no-such-file");
    }
  }

  @Test
  void head_ofOlderHead_exits14() {
    vitrine("head");
    server.show(log, 600);
    assertThat(vitrine("head")).isEqualTo(14);
    assertThat(err).startsWith("STALE HEAD: ").contains("remedy:");
  }

  @Test
  void head_ofAWebPage_exits16AndDoesNotReadLikeTampering() {
    server.lie(
        "checkpoint", exchange -> TileServer.respond(exchange, 200, "text/html", new byte[] {'<'}));
    assertThat(vitrine("head")).isEqualTo(16);
    assertThat(err).startsWith("LOG UNREACHABLE: ").doesNotContainIgnoringCase("tamper");
  }

  @Test
  void head_signedBySomebodyElse_exits17() throws Exception {
    server.lie("checkpoint", TestLog.of(1, "x").head(1).encode());
    byte[] note = log.head(700).encode();
    note[note.length - 10] ^= 4;
    server.lie("checkpoint", note);
    assertThat(vitrine("head")).isEqualTo(17);
    assertThat(err).startsWith("UNTRUSTED: ");
  }

  @Test
  void anyCommand_withoutKeys_exits2AndSaysWhatIsMissing() {
    assertThat(plain("head", "--log", server.url())).isEqualTo(2);
    assertThat(err).contains("--policy FILE, --vkey VKEY");
  }

  @Test
  void unknownCommandOrOption_exits2() {
    assertThat(plain("hed")).isEqualTo(2);
    assertThat(vitrine("head", "--frobnicate")).isEqualTo(2);
    assertThat(plain()).isEqualTo(2);
    assertThat(plain("proof")).isEqualTo(2);
  }

  @Test
  void help_listsEveryCommand() {
    assertThat(plain("--help")).isZero();
    assertThat(out).contains(Commands.NAMES);
  }

  @Test
  void get_writesTheEntryUnchanged() throws Exception {
    Path file = folder.resolve("entry");
    assertThat(vitrine("get", "300", "-o", file.toString())).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(log.entry(300));
    assertThat(vitrine("get", "300")).isZero();
    assertThat(out).contains("honest 300");
  }

  @Test
  void get_beyondTheLog_exits10() {
    assertThat(vitrine("get", "700")).isEqualTo(10);
  }

  @Test
  void get_ofAnEntryThatSteersTerminals_printsItHarmless() {
    server.show(
        log,
        log.add("\u001b[2J\u202eevil\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)) + 1);
    assertThat(vitrine("get", "700")).isZero();
    assertThat(out).doesNotContain("\u001b").doesNotContain("\u202e").contains("evil");
  }

  @Test
  void tail_printsTheNewestEntriesWithTheirIndices() {
    assertThat(vitrine("tail", "-n", "3")).isZero();
    assertThat(out.lines().map(line -> line.substring(0, 3))).containsExactly("697", "698", "699");
  }

  @Test
  void tail_following_goesOnUntilTheSizeAskedFor() throws Exception {
    Thread grower =
        new Thread(
            () -> {
              while (server.requests().stream().filter("checkpoint"::equals).count() < 2) {
                Thread.onSpinWait();
              }
              long size = log.add(new byte[] {'n'}) + 1;
              server.show(log, size);
            });
    grower.start();
    assertThat(vitrine("tail", "-n", "1", "--follow", "--until", "701", "--json")).isZero();
    grower.join();
    assertThat(out.lines()).hasSize(2);
  }

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

  @Test
  void proofs_ofEveryKind_areVerified() throws Exception {
    assertThat(vitrine("proof", "inclusion", "--index", "5")).isZero();
    assertThat(vitrine("proof", "consistency", "256", "--json")).isZero();
    assertThat(json().get("oldRoot").asText()).isEqualTo(log.root(256).hex());
    Path old = Files.write(folder.resolve("old"), log.head(99).encode());
    assertThat(vitrine("proof", "consistency", old.toString())).isZero();
    Path foreign =
        Files.write(folder.resolve("foreign"), TestLog.of(99, "other").head(99).encode());
    assertThat(vitrine("proof", "consistency", foreign.toString())).isEqualTo(17);
  }

  @Test
  void proofBundle_verifiedOffline_opensNoConnectionAndRefusesAnAlteredFile() throws Exception {
    Path entry = Files.write(folder.resolve("entry"), log.entry(44));
    Path proof = folder.resolve("entry.tlog-proof");
    assertThat(vitrine("proof", "bundle", "--file", entry.toString(), "-o", proof.toString()))
        .isZero();
    server.close();
    String[] verify = {
      "proof", "verify", "--proof", proof.toString(), "--vkey", log.vkey(), entry.toString()
    };
    assertThat(plain(verify)).isZero();
    assertThat(out).contains("entry 44 of test.example/log").contains("no connection was made");
    Files.write(entry, TestLog.flipped(log.entry(44), 3));
    assertThat(plain(verify)).isEqualTo(11);
    Files.writeString(proof, Files.readString(proof).replace("tlog-proof@v1", "tlog-proof@v9"));
    assertThat(plain(verify)).isEqualTo(15);
  }

  @Test
  void audit_ofFolderAndUrl_isCleanAndNamesAFault() throws Exception {
    Path files = folder.resolve("files");
    log.writeTo(files, 700);
    String[] audit = {"audit", files.toString(), "--vkey", log.vkey(), "--forget", "--json"};
    assertThat(plain(audit)).isZero();
    assertThat(json().get("entriesRead").asInt()).isEqualTo(700);
    assertThat(vitrine("audit")).isZero();
    assertThat(out).startsWith("CLEAN: 700 entries");
    Path bundle = files.resolve("tile/entries/001");
    Files.write(bundle, TestLog.flipped(Files.readAllBytes(bundle), 1000));
    assertThat(plain(audit)).isEqualTo(1);
    assertThat(json().get("place").asText()).startsWith("tile/entries/001, entry ");
  }

  @Test
  void keygen_writesAPrivateFileOnceAndPrintsTheVkey() throws Exception {
    Path key = folder.resolve("key");
    assertThat(plain("keygen", "a.example/log", "-o", key.toString(), "--json")).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(SignerKey.parse(Files.readString(key).strip()).verifierKey().toString())
        .isEqualTo(json().get("vkey").asText());
    assertThat(out).doesNotContain("PRIVATE+KEY");
    assertThat(plain("keygen", "a.example/log", "-o", key.toString())).isEqualTo(1);
    assertThat(plain("keygen", "a.example/log", "--type", "ML_DSA_44", "-o", key + "2")).isZero();
  }

  @Test
  void rehearse_runsTheCommonCommands() {
    assertThat(plain("rehearse")).isZero();
  }
}
