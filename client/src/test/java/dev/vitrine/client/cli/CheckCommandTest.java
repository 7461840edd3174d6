package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.Rebuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code vitrine check} says of a file or a folder, with its exit code and its own words. */
class CheckCommandTest extends CheckFixture {
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
}
