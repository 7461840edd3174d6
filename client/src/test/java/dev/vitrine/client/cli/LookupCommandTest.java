package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.Rebuild;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vitrine lookup} against a log that tells the truth and one that does not. */
class LookupCommandTest {
  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private String out = "";
  private String err = "";

  private int lookup(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("lookup"));
    all.addAll(List.of(args));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    try (TileServer server = records.serve()) {
      all.addAll(List.of("--log", server.url(), "--vkey", records.log.vkey()));
      all.addAll(List.of("--trust-dir", folder.resolve("trust").toString()));
      int exitCode =
          Vitrine.run(
              new PrintWriter(outText), new PrintWriter(errText, true), all.toArray(String[]::new));
      out = outText.toString();
      err = errText.toString();
      return exitCode;
    }
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
        .isEqualTo("1 rebuild, 1 countersign, 1 withdrawal about entry " + build);
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

    assertThat(out).startsWith("VERIFIED: 1 build of artifact sha256 ");
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
    assertThat(out).startsWith("VERIFIED: 1 build of product Suite, version 1.3");
    assertThat(lookup("--product", "Suite")).as(err).isZero();
    assertThat(out).startsWith("VERIFIED: 2 build of product Suite");
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
    try (TileServer server = records.serve()) {
      server.lie("v1/lookup", forged.lookups());
      StringWriter text = new StringWriter();
      int exitCode =
          Vitrine.run(
              new PrintWriter(new StringWriter()),
              new PrintWriter(text, true),
              "lookup",
              "--product",
              "Suite",
              "--forget",
              "--log",
              server.url(),
              "--vkey",
              records.log.vkey());
      assertThat(exitCode).as(text.toString()).isEqualTo(17);
      assertThat(text.toString()).contains("does not prove entry " + build);
    }
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
    assertThat(lookup("--purl", "pkg:a", "-n", "1001")).isEqualTo(2);
    assertThat(err).contains("-n: 1001 (expected: 1 to 1000)");
  }
}
