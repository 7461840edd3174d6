package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import dev.vitrine.client.GrpcLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.intoto.Envelope;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.LookupHit;
import dev.vitrine.v1.LookupResponse;
import dev.vitrine.v1.Rebuild;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code vitrine lookup} against a log that tells the truth and one that does not, over HTTP and
 * over gRPC: both say the same.
 */
class LookupCommandTest {
  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private String out = "";
  private String err = "";

  private record Run(int exitCode, String out, String err) {}

  private int lookup(String... args) throws Exception {
    try (TileServer http = records.serve();
        GrpcLog grpc = new GrpcLog(records.log, records::hits)) {
      return lookup(http, grpc, args);
    }
  }

  private int lookup(TileServer http, GrpcLog grpc, String... args) {
    Run overHttp = run(http.url(), "http", args);
    assertThat(run(grpc.url() + "/", "grpc", args)).isEqualTo(overHttp);
    out = overHttp.out();
    err = overHttp.err();
    return overHttp.exitCode();
  }

  private Run run(String address, String transport, String... args) {
    List<String> all = new ArrayList<>(List.of("lookup"));
    all.addAll(List.of(args));
    all.addAll(List.of("--log", address, "--vkey", records.log.vkey()));
    all.addAll(List.of("--trust-dir", folder.resolve("trust-" + transport).toString()));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode =
        Vitrine.run(
            new PrintWriter(outText), new PrintWriter(errText, true), all.toArray(String[]::new));
    return new Run(exitCode, outText.toString(), errText.toString().replace(address, "ADDRESS"));
  }

  @Test
  void target_gathersWhatIsKnownOfAnEntry() throws Exception {
    long build = records.build("Suite", "1.2", "setup.bin", "the installer");
    records.rebuild(build, "uni", Rebuild.Independence.THIRD_PARTY, Rebuild.Verdict.GOOD);
    records.countersign(build, Countersign.Statement.SOURCE_MATCHES);
    long withdrawal = records.withdraw(build);

    assertThat(lookup("--target", Long.toString(build), "--json")).as(err).isZero();

    JsonNode answer = new ObjectMapper().readTree(out);
    assertThat(answer.get("summary").asText())
        .isEqualTo(
            "1 rebuild record, 1 countersign record, 1 withdrawal record about entry " + build);
    assertThat(answer.get("target").get("product").asText()).isEqualTo("Suite");
    JsonNode last = answer.get("record").get(2);
    assertThat(last.get("entry").asLong()).isEqualTo(withdrawal);
    assertThat(last.get("target").asLong()).isEqualTo(build);
    assertThat(last.get("reason").asText()).isEqualTo("FAULTY");
  }

  @Test
  void target_ofWhichNothingIsTold_isStillProven() throws Exception {
    long build = records.build("Suite", "1.2", "setup.bin", "the installer");
    assertThat(lookup("--target", Long.toString(build))).as(err).isZero();
    assertThat(out).startsWith("VERIFIED: no record about entry " + build);
    assertThat(lookup("--target", Long.toString(build + 1))).isEqualTo(10);
  }

  @Test
  void file_isFoundByItsDigest_andItsProofHoldsOffline() throws Exception {
    long build = records.build("Suite", "1.2", "setup.bin", "the installer");
    Path file = Files.writeString(folder.resolve("received"), "the installer");
    Path proofs = folder.resolve("proofs");

    assertThat(lookup("--file", file.toString(), "--proofs", proofs.toString())).as(err).isZero();

    assertThat(out).startsWith("VERIFIED: 1 build record of artifact sha256 ");
    assertThat(proofs.resolve(build + ".record")).hasBinaryContent(records.log.entry(build));
    int verified =
        Vitrine.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            "proof",
            "verify",
            "--vkey",
            records.log.vkey(),
            "--proof",
            proofs.resolve(build + ".tlog-proof").toString(),
            proofs.resolve(build + ".record").toString());
    assertThat(verified).isZero();
  }

  @Test
  void product_withAVersion_leavesOthersOut() throws Exception {
    records.build("Suite", "1.2", "a", "one");
    records.build("Suite", "1.3", "b", "two");
    assertThat(lookup("--product", "Suite", "--of-version", "1.3")).as(err).isZero();
    assertThat(out).startsWith("VERIFIED: 1 build record of product Suite, version 1.3");
    assertThat(lookup("--product", "Suite")).as(err).isZero();
    assertThat(out).startsWith("VERIFIED: 2 build records of product Suite");
  }

  @Test
  void nothingFound_notInLog() throws Exception {
    assertThat(lookup("--dataset", "telemetry/eu")).isEqualTo(10);
    assertThat(out).startsWith("NOT IN LOG: no record of dataset telemetry/eu");
  }

  @Test
  void lookUpNamesARecordOfAnotherProduct_untrusted() throws Exception {
    long other = records.build("Other", "1", "a", "one");
    records.row("product=Suite", other);
    assertThat(lookup("--product", "Suite")).isEqualTo(17);
    assertThat(err)
        .contains("look-up of product Suite names entry " + other + ", a build record that does");
  }

  @Test
  void lookUpNamesARecordAboutAnotherEntry_untrusted() throws Exception {
    long first = records.build("Suite", "1", "a", "one");
    long second = records.build("Suite", "2", "b", "two");
    long rebuild =
        records.rebuild(first, "uni", Rebuild.Independence.THIRD_PARTY, Rebuild.Verdict.GOOD);
    records.row("target_index=" + second, rebuild);
    assertThat(lookup("--target", Long.toString(second))).isEqualTo(17);
  }

  @Test
  void lookUpNamesAnIndexThatHoldsAnotherRecord_untrusted() throws Exception {
    long build = records.build("Suite", "1.2", "a", "one");
    RecordLog forged = new RecordLog();
    long copy = forged.build("Suite", "1.2", "a", "another");
    assertThat(copy).isEqualTo(build);
    LookupHit hit =
        LookupHit.newBuilder()
            .setIndex(copy)
            .setEntry(ByteString.copyFrom(forged.log.entry(copy)))
            .build();
    try (TileServer http = records.serve();
        GrpcLog grpc = new GrpcLog(records.log, records::hits)) {
      http.lie("v1/lookup", forged.lookups());
      grpc.lie(
          "Lookup", GrpcLog.altered(m -> ((LookupResponse) m).toBuilder().setHits(0, hit).build()));
      assertThat(lookup(http, grpc, "--product", "Suite")).as(err).isEqualTo(17);
      assertThat(err).contains("does not prove entry " + build);
    }
  }

  @Test
  void pages_newestFirst_nextPageGoesOn() throws Exception {
    long first = records.build("Suite", "1.1", "a", "one");
    long second = records.build("Suite", "1.2", "a", "two");
    long third = records.build("Suite", "1.3", "a", "three");
    String[] question = {"--product", "Suite", "-n", "2", "--newest-first", "--json"};
    assertThat(lookup(question)).as(err).isZero();
    JsonNode page = new ObjectMapper().readTree(out);
    assertThat(entries(page)).containsExactly(third, second);
    assertThat(page.get("nextPage").asText()).isEqualTo("--page " + second);

    List<String> next = new ArrayList<>(List.of(question));
    next.addAll(List.of("--page", Long.toString(second)));
    assertThat(lookup(next.toArray(String[]::new))).as(err).isZero();
    page = new ObjectMapper().readTree(out);
    assertThat(entries(page)).containsExactly(first);
    assertThat(page.has("nextPage")).isFalse();
  }

  private static List<Long> entries(JsonNode answer) {
    List<Long> entries = new ArrayList<>();
    answer.get("record").forEach(record -> entries.add(record.get("entry").asLong()));
    return entries;
  }

  @Test
  void page_thatTheLogNeverNamed_isRefusedInItsWords() throws Exception {
    assertThat(lookup("--product", "Suite", "--page", "abc")).isEqualTo(1);
    assertThat(err)
        .startsWith("REFUSED: PARAMETER_INVALID: page_token: abc")
        .contains("reason:        PARAMETER_INVALID");
  }

  /** The build that the index names holds none of these values. */
  @ParameterizedTest
  @CsvSource({
    "--file-name other.bin, file_name=other.bin, file name other.bin",
    "--purl pkg:a, purl=pkg:a, purl pkg:a",
    "--stream av, stream=av, stream av",
    "--stream av --sequence 3, stream=av&sequence=3, 'stream av, sequence 3'",
    "--product Suite --of-version 9, product=Suite&version=9, 'product Suite, version 9'",
    "--dataset d, dataset=d, dataset d",
    "--relocation r, relocation_id=r, relocation id r",
    "--region DE, region=DE, region DE",
    "--key-id k, key_id=k, key id k",
    "--about-key k, about_key=k, about key k",
    "--event 01JD, event_id=01JD, event id 01JD",
    "--target 2, target_index=2, entry 2"
  })
  void everyKey_isComparedWithTheRecord(String options, String query, String words)
      throws Exception {
    long build = records.build("Suite", "1.2", "setup.bin", "the installer");
    records.row(query, build);
    assertThat(lookup(options.split(" "))).isEqualTo(17);
    assertThat(err)
        .startsWith("UNTRUSTED: the log's look-up of %s names entry %d,".formatted(words, build));
  }

  @ParameterizedTest
  @CsvSource({
    "--artifact, artifact_sha256=, artifact sha256",
    "--document, blob_sha256=, blob sha256"
  })
  void everyDigest_isComparedWithTheRecord(String option, String query, String words)
      throws Exception {
    String digest = "ab".repeat(32);
    records.row(query + digest, records.build("Suite", "1.2", "setup.bin", "the installer"));
    assertThat(lookup(option, digest)).isEqualTo(17);
    assertThat(err).contains("the log's look-up of " + words + " " + digest + " names entry");
  }

  @Test
  void recordOfANewerFormat_isFormatNewerOnceItIsProven() throws Exception {
    long build = records.build("Suite", "1.2", "setup.bin", "the installer");
    Envelope envelope = Envelope.parseFrom(records.log.entry(build));
    String payload = envelope.getPayload().toStringUtf8().replace("/build/v1", "/build/v2");
    byte[] newer =
        envelope.toBuilder().setPayload(ByteString.copyFromUtf8(payload)).build().toByteArray();
    long at = records.log.add(newer);
    records.row("purl=pkg:newer", at);
    assertThat(lookup("--purl", "pkg:newer")).isEqualTo(15);
    assertThat(err).startsWith("FORMAT NEWER: entry " + at + ": ").contains("build/v2");
    assertThat(lookup("--target", Long.toString(at))).isEqualTo(15);
    assertThat(err).startsWith("FORMAT NEWER: entry " + at + ": ");
  }

  @Test
  void lookUpNamesAnEntryThatIsNoRecord_untrusted() throws Exception {
    long at = records.log.add("no record".getBytes(StandardCharsets.UTF_8));
    records.row("purl=pkg:a", at);
    assertThat(lookup("--purl", "pkg:a")).isEqualTo(17);
    assertThat(err)
        .contains("names entry " + at + ", 9 bytes that are no record (expected: records that");
  }

  @Test
  void entryThatIsNoRecord_isATargetAllTheSame() throws Exception {
    long at = records.log.add("no record".getBytes(StandardCharsets.UTF_8));
    assertThat(lookup("--target", Long.toString(at))).as(err).isZero();
    assertThat(out).contains("entry " + at + ", 9 bytes that are no record");
  }

  @Test
  void recordAheadOfTheHead_isCountedAndNotPrinted() throws Exception {
    records.build("Suite", "1.1", "a", "one");
    long covered = records.log.size();
    records.build("Suite", "1.2", "a", "two");
    try (TileServer http = records.serve()) {
      http.show(records.log, covered);
      Run run = run(http.url(), "http", "--product", "Suite");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .startsWith("VERIFIED: 1 build record of product Suite")
          .contains("in no head yet: 1");
    }
  }

  @Test
  void folder_hasNoIndex() throws Exception {
    Run run = run(folder.toString(), "folder", "--product", "Suite");
    assertThat(run.exitCode()).isEqualTo(16);
    assertThat(run.err()).contains("this log has no look-up index (expected: the address of a log");
  }

  @Test
  void keys_noneOrTwo_usageErrorThatNamesThem() throws Exception {
    assertThat(lookup()).isEqualTo(2);
    assertThat(err).contains("0 keys to look up given (expected: one of --artifact,");
    assertThat(lookup("--purl", "pkg:a", "--dataset", "d")).isEqualTo(2);
    assertThat(lookup("--purl", "pkg:a", "--of-version", "1")).isEqualTo(2);
    assertThat(err).contains("--of-version: 1 (expected: with --product)");
    assertThat(lookup("--artifact", "abc")).isEqualTo(2);
    assertThat(err).contains("--artifact: abc (expected: a SHA-256 value");
    assertThat(lookup("--stream", "s", "--sequence", "-1")).isEqualTo(2);
    assertThat(err).contains("--sequence: -1 (expected: >= 0)");
    assertThat(lookup("--target", "-1")).isEqualTo(2);
    assertThat(lookup("--product", "p", "--of-version", "")).isEqualTo(2);
    assertThat(err).contains("--of-version: empty (expected: what to look up)");
    assertThat(lookup("--region", "")).isEqualTo(2);
    assertThat(lookup("--purl", "pkg:a", "--sequence", "1")).isEqualTo(2);
    assertThat(err).contains("--sequence: 1 (expected: with --stream)");
    assertThat(lookup("--purl", "pkg:a", "-n", "0")).isEqualTo(2);
    assertThat(lookup("--purl", "pkg:a", "-n", "1001")).isEqualTo(2);
    assertThat(err).contains("-n: 1001 (expected: 1 to 1000)");
  }
}
