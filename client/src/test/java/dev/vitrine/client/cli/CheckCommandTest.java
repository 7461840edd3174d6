package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.record.Manifest;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Rebuild;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verdict of {@code vitrine check}, with its exit code and its own words. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CheckCommandTest {
  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private final long build = records.build("Suite", "1.2", "setup.bin", "the installer");
  private TileServer server;
  private Path file;
  private String out = "";
  private String err = "";

  @BeforeEach
  void start() throws Exception {
    server = records.serve();
    file = Files.writeString(folder.resolve("setup.bin"), "the installer");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void serveAgain() throws Exception {
    server.close();
    server = records.serve();
  }

  private int plain(String... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode = Vitrine.run(new PrintWriter(outText), new PrintWriter(errText, true), args);
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }

  private int check(Object... args) {
    List<String> all = new ArrayList<>(List.of("check"));
    for (Object arg : args) {
      all.add(arg.toString());
    }
    all.addAll(
        List.of(
            "--log",
            server.url(),
            "--vkey",
            records.log.vkey(),
            "--timeout",
            "3",
            "--trust-dir",
            folder.resolve("trust").toString()));
    return plain(all.toArray(new String[0]));
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }

  @Test
  void file_inTheLog_isVerifiedAndSaysWhoAndWhatIsNotProven() throws Exception {
    records.rebuild(build, "uni.example", Rebuild.Independence.THIRD_PARTY, Rebuild.Verdict.GOOD);
    records.rebuild(build, "vendor.example", Rebuild.Independence.VENDOR, Rebuild.Verdict.BAD);
    records.countersign(build, Countersign.Statement.SOURCE_MATCHES);
    serveAgain();
    assertThat(check(file)).isZero();
    assertThat(out)
        .startsWith(
            "VERIFIED: entry %d of %s, signed by Example PIPELINE".formatted(build, TestLog.ORIGIN))
        .contains("product:       Suite")
        .contains("version:       1.2")
        .contains("signers:       Example PIPELINE as PIPELINE (ED25519, key ")
        .contains("rebuilders:    uni.example (THIRD_PARTY): GOOD, 1 of 1 files equal")
        .contains("vendor.example (VENDOR): BAD, 0 of 1 files equal")
        .contains("signed by Example REBUILDER as REBUILDER")
        .contains("; but 1 rebuilder could not make it from its source")
        .contains("withdrawals:   none", "witnesses:     none")
        .contains("SOURCE_MATCHES, by source shown in the review room")
        .contains("head signed by: test.example/log (Ed25519, key ")
        .contains("not proven:    that everybody is shown this history")
        .contains("not proven:    that no other withdrawal")
        .contains("not proven:    that the file is harmless")
        .doesNotContain("remedy");
  }

  @Test
  void json_hasEverythingThatTheTextHas() throws Exception {
    records.rebuild(build, "uni.example", Rebuild.Independence.THIRD_PARTY, Rebuild.Verdict.GOOD);
    serveAgain();
    assertThat(check(file)).isZero();
    String text = out;
    assertThat(check(file, "--json")).isZero();
    JsonNode answer = json();
    assertThat(answer.get("verdict").asText()).isEqualTo("VERIFIED");
    assertThat(answer.get("rebuildersGood").asLong()).isEqualTo(1);
    answer
        .fields()
        .forEachRemaining(
            field -> {
              for (JsonNode value :
                  field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                if (!value.asText().startsWith("what this log showed before")) {
                  assertThat(text).contains(value.asText());
                }
              }
            });
  }

  @Test
  void file_notInTheLog_exits10() throws Exception {
    Files.writeString(folder.resolve("other.bin"), "never released");
    assertThat(check(folder.resolve("other.bin"))).isEqualTo(10);
    assertThat(out)
        .startsWith(
            "NOT IN LOG: no record about other.bin among the %d entries"
                .formatted(records.log.size()))
        .contains("remedy:        ask the vendor")
        .contains("its look-up index says so")
        .doesNotContainIgnoringCase("tamper");
  }

  @Test
  void file_ofTheSameNameWithOtherContent_exits11() throws Exception {
    Files.writeString(file, "the installer, patched");
    assertThat(check(file, "--product", "Suite", "--of-version", "1.2")).isEqualTo(11);
    assertThat(out)
        .startsWith("DIFFERS FROM LOG: the log holds a file named setup.bin, and this is not it")
        .contains(RecordLog.sha256("the installer").hex())
        .contains("remedy:        do not install it");
    assertThat(check(file, "--scan")).isEqualTo(11);
  }

  @Test
  void file_altered_differsWithoutSayingWhatItClaimsToBe() throws Exception {
    Files.writeString(file, "the installer, patched");
    assertThat(check(file)).isEqualTo(11);
    assertThat(out)
        .startsWith("DIFFERS FROM LOG: the log holds a file named setup.bin")
        .contains("(entry %d, Suite 1.2)".formatted(build));
  }

  @Test
  void file_renamedAndOfAVersionThatIsLogged_differs() throws Exception {
    Path renamed = Files.writeString(folder.resolve("setup (1).bin"), "patched");
    assertThat(check(renamed)).isEqualTo(10);
    assertThat(out)
        .contains("hint:          if you know what it claims to be, pass --product NAME");
    assertThat(check(renamed, "--product", "Suite")).isEqualTo(10);
    assertThat(out).doesNotContain("hint:");
    assertThat(check(renamed, "--product", "Suite", "--of-version", "1.2")).isEqualTo(11);
    assertThat(check(renamed, "--product", "Suite", "--of-version", "1.3")).isEqualTo(10);
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
  void wordOfARebuilderThatNobodyRegistered_isNotCounted() throws Exception {
    long word =
        records.rebuild(
            build,
            "uni.example",
            Rebuild.Independence.THIRD_PARTY,
            Rebuild.Verdict.GOOD,
            Key.Role.PIPELINE);
    serveAgain();
    assertThat(check(file, "--rebuilders", "1")).isEqualTo(18);
    assertThat(out)
        .contains("rebuilders:    none")
        .contains(
            "not proven:    who signed the rebuild at entry %d: no key in force that the log names as REBUILDER; it is not counted"
                .formatted(word));
  }

  @Test
  void record_signedByAReplacedKey_exits17() throws Exception {
    records.rotate(Key.Role.PIPELINE);
    records.build("Suite", "1.3", "late.bin", "signed too late");
    serveAgain();
    Files.writeString(folder.resolve("late.bin"), "signed too late");
    assertThat(check(folder.resolve("late.bin"))).isEqualTo(17);
    assertThat(check(folder.resolve("late.bin"), "--scan")).isEqualTo(17);
    assertThat(check(file)).isZero();
    assertThat(out).contains("was not misused: it was ended (ROTATE) later");
  }

  @Test
  void file_withdrawn_exits12() throws Exception {
    records.withdraw(build);
    serveAgain();
    assertThat(check(file)).isEqualTo(12);
    assertThat(out)
        .startsWith(
            "WITHDRAWN: entry %d is withdrawn: FAULTY, CRITICAL: stops machines; STOP"
                .formatted(build))
        .contains("remedy:        do not install it; take the version that replaces it");
    assertThat(check(file, "--scan")).isEqualTo(12);
    assertThat(check(file, "--accept-withdrawn")).isZero();
    assertThat(out).contains("withdrawals:");
  }

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
  void record_signedByAnEndedKey_exits17() throws Exception {
    records.keyEvent(Key.Role.PIPELINE, Key.Action.REVOKE);
    long later = records.build("Suite", "1.3", "late.bin", "signed too late");
    serveAgain();
    Files.writeString(folder.resolve("late.bin"), "signed too late");
    assertThat(check(folder.resolve("late.bin"))).isEqualTo(17);
    assertThat(err)
        .startsWith("UNTRUSTED: entry %d is signed by key".formatted(later))
        .contains("(expected: a key in force)");
    assertThat(check(file)).isZero();
    assertThat(out).contains("was not misused: it was ended (REVOKE) later");
  }

  @Test
  void requirements_notMet_exit18AndSayWhichOnes() throws Exception {
    records.rebuild(build, "vendor.example", Rebuild.Independence.VENDOR, Rebuild.Verdict.GOOD);
    serveAgain();
    assertThat(check(file, "--rebuilders", "1")).isZero();
    assertThat(check(file, "--rebuilders", "1", "--independent")).isEqualTo(18);
    assertThat(out)
        .startsWith(
            "POLICY NOT MET: entry %d is in the log, and your policy asks for more"
                .formatted(build))
        .contains("rebuilders that say GOOD: 0 (expected: at least 1, not the vendor)")
        .contains("remedy:        wait until the log holds");
    Path require =
        Files.writeString(folder.resolve("require"), "countersign SOURCE_MATCHES # ours\n");
    assertThat(check(file, "--require", require)).isEqualTo(18);
    assertThat(out).contains("countersignature SOURCE_MATCHES: none");
    records.countersign(build, Countersign.Statement.SOURCE_MATCHES);
    serveAgain();
    assertThat(check(file, "--require", require)).isZero();
    Files.writeString(require, "rebuilder 2\n");
    assertThat(check(file, "--require", require)).isEqualTo(2);
    assertThat(err).contains("line 1: rebuilder 2");
  }

  private Path update(boolean emergency) throws Exception {
    Path bases = Files.createDirectories(folder.resolve("bases/rules")).getParent();
    Files.writeString(bases.resolve("rules/a.conf"), "hello");
    Files.writeString(bases.resolve("rules/b.conf"), "world");
    records.update("av/linux", 1, Manifest.ofFolder(bases), emergency);
    serveAgain();
    return bases;
  }

  @Test
  void minimumAge_isWaivedForEmergencies() throws Exception {
    assertThat(check(update(false), "--min-age", "99999d")).isEqualTo(18);
    assertThat(check(update(true), "--min-age", "99999d")).isZero();
  }

  @Test
  void database_exactlyAsPublished_isVerifiedThroughItsManifest() throws Exception {
    Path bases = update(false);
    assertThat(check(bases)).isZero();
    assertThat(out)
        .contains("VERIFIED: 2 files: 2 VERIFIED")
        .contains("rules/a.conf")
        .contains("stream:        av/linux");
    assertThat(check(bases, "--json")).isZero();
    assertThat(json().get("files")).hasSize(2);
    assertThat(json().at("/files/0/through").asText()).isEqualTo("manifest root of all 2 files");
  }

  @Test
  void database_withAnAlteredAMissingAndAForeignFile_namesEachOne() throws Exception {
    Path bases = update(false);
    Files.writeString(bases.resolve("rules/a.conf"), "altered");
    Files.delete(bases.resolve("rules/b.conf"));
    Files.writeString(bases.resolve("rules/c.conf"), "foreign");
    assertThat(check(bases, "--stream", "av/linux")).isEqualTo(11);
    assertThat(out)
        .contains("holds a file rules/a.conf, and this is not it")
        .contains("holds a file rules/b.conf, and it is missing here")
        .containsPattern("NOT IN LOG +- +rules/c.conf")
        .contains("DIFFERS FROM LOG: 3 files: 1 NOT IN LOG, 2 DIFFERS FROM LOG");
    assertThat(check(bases)).isEqualTo(10);
  }

  @Test
  void database_ofAWithdrawnRange_exits12() throws Exception {
    Path bases = update(false);
    records.withdraw("av/linux", 1, 3, records.log.size() - 1);
    serveAgain();
    assertThat(check(bases)).isEqualTo(12);
    assertThat(check(bases, "--scan")).isEqualTo(12);
  }

  @Test
  void folder_ofThousands_givesTableSummaryAndWorstVerdict() throws Exception {
    Path many = Files.createDirectory(folder.resolve("many"));
    for (int i = 0; i < 2000; i++) {
      Files.writeString(many.resolve("f" + i), "file " + i);
    }
    records.build("Suite", "2", "f7", "file 7");
    serveAgain();
    for (String scan : List.of("--scan", "--quiet")) {
      assertThat(check(many, scan)).isEqualTo(10);
      assertThat(out).contains("NOT IN LOG: 2,000 files: 1 VERIFIED, 1999 NOT IN LOG");
    }
  }

  @Test
  void entryItself_isVerifiedAndSaidToBeNoMore() throws Exception {
    Path entry = Files.write(folder.resolve("entry"), records.log.entry(build));
    server.lie(
        "v1/proof/inclusion",
        exchange -> TileServer.respondJson(exchange, 200, "{\"index\":%d}".formatted(build)));
    assertThat(check(entry)).isZero();
    assertThat(out).startsWith("VERIFIED: entry is itself entry %d".formatted(build));
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

  @Test
  void document_withAnotherDigest_isUntrusted() throws Exception {
    Path bases = update(false);
    records
        .documents
        .keySet()
        .forEach(digest -> server.lie("v1/blobs/" + digest, new byte[] {'x'}));
    assertThat(check(bases, "--stream", "av/linux")).isEqualTo(17);
  }

  @Test
  void offline_withStapledBundle_isVerifiedWithoutAServer() throws Exception {
    Path bundle = folder.resolve("setup.stapled");
    assertThat(
            plain(
                "bundle",
                "--index",
                "" + build,
                "-o",
                bundle.toString(),
                "--log",
                server.url(),
                "--vkey",
                records.log.vkey(),
                "--forget"))
        .isZero();
    server.close();
    assertThat(offline(bundle, file)).isZero();
    assertThat(out)
        .startsWith("VERIFIED: setup.bin is in entry %d of %s".formatted(build, TestLog.ORIGIN))
        .contains("product:       Suite")
        .contains("not proven:    that it has not been withdrawn since: no connection was made");
    Files.writeString(file, "patched");
    assertThat(offline(bundle, file)).isEqualTo(11);
    Files.writeString(file, "the installer");
    Files.writeString(bundle, Files.readString(bundle).replaceFirst("stapled@v1", "stapled@v2"));
    assertThat(offline(bundle, file)).isEqualTo(15);
    Files.writeString(
        bundle,
        Files.readString(bundle)
            .replaceFirst("stapled@v2", "stapled@v1")
            .replace("index " + build, "index " + (build - 1)));
    assertThat(offline(bundle, file)).isEqualTo(11);
  }

  private int offline(Path bundle, Path checked, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "check",
                "--offline",
                "--proof",
                bundle.toString(),
                "--vkey",
                records.log.vkey(),
                checked.toString()));
    all.addAll(List.of(more));
    return plain(all.toArray(new String[0]));
  }

  @Test
  void offline_ofADatabase_checksEveryFileThroughTheManifest() throws Exception {
    Path bases = update(false);
    long at = records.log.size() - 1;
    Path manifest = Files.write(folder.resolve("manifest"), Manifest.ofFolder(bases).encode());
    Path bundle = folder.resolve("bases.stapled");
    Path one = folder.resolve("one.stapled");
    List<String> make =
        List.of(
            "bundle",
            "--index",
            "" + at,
            "--manifest",
            manifest.toString(),
            "--log",
            server.url(),
            "--vkey",
            records.log.vkey(),
            "--forget");
    List<String> whole = new ArrayList<>(make);
    whole.addAll(List.of("-o", bundle.toString()));
    List<String> single = new ArrayList<>(make);
    single.addAll(List.of("-o", one.toString(), "--as", "rules/a.conf"));
    assertThat(plain(whole.toArray(new String[0]))).isZero();
    assertThat(plain(single.toArray(new String[0]))).isZero();
    server.close();
    assertThat(offline(bundle, bases)).isZero();
    assertThat(offline(one, bases.resolve("rules/a.conf"))).isZero();
    assertThat(offline(one, bases.resolve("rules/b.conf"))).isEqualTo(11);
    assertThat(offline(bundle, bases, "--rebuilders", "1")).isEqualTo(18);
    assertThat(offline(bundle, bases, "--max-age", "60")).isEqualTo(14);
  }

  @Test
  void offlineWithoutProof_isAUsageError() {
    assertThat(plain("check", "--offline", "--vkey", records.log.vkey(), file.toString()))
        .isEqualTo(2);
    assertThat(err).contains("--proof");
  }
}
