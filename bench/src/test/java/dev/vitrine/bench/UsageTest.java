package dev.vitrine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.bench.options.Usage;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Each wrong command line is told in one sentence, before anything is started. */
class UsageTest {

  private static final String VKEY = "--vkey=bench.example/x+00000000+AAAA";
  private static final String URL = "--url=http://127.0.0.1:1";

  @TempDir private Path out;

  @Test
  void httpWithALaterStage_exampleOfThePackage_isToldAsDocumented() {
    assertThat(told(2, "load", "--via", "http", "--wait", "published"))
        .isEqualTo(
            """
            --wait: published over http (expected: durable, or --via grpc or stream)
            `scripts/bench load --help` lists the options
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          load --rate fast                      | --rate: fast (expected: a number, or max)
          load --rate -5                        | rate: -5.0 (expected: above 0)
          load --duration 5                     | 5 (expected: like 500ms, 30s, 10m)
          load --duration 0s                    | measured PT0S (expected: not negative, above 0)
          load --size 4                         | entry size: 4 (expected: 16..65535)
          load --duplicates 1                   | duplicate share: 1.0 (expected: 0 to below 1)
          load --concurrency 0                  | outstanding: 0 (expected: 1 or more)
          load --connections 0                  | --connections: 0 (expected: 1 or more
          load --via direct --connections 2     | --connections: 2 (expected: 1 or more, and none
          load --via direct --server-jvm -Xmx1g | --server-jvm: with --via direct
          load --via pigeon                     | expected one of [http, grpc, stream, direct]
          load --sweep 0.5,0                    | --sweep: 0.0 (expected: above 0)
          load --sweep 2 --rate 500             | --rate: with --sweep or --recovery (expected: none
          load --recovery --rate 500            | --rate: with --sweep or --recovery (expected: none
          load --url http://127.0.0.1:1         | --url: without --vkey
          load --vkey x                         | --vkey: without --url
          load --colour                         | Unknown option:
          proofs --entries 0                    | entries: 0 (expected: 1 or more)
          proofs --size 9                       | entry size: 9 (expected: 16..65535)
          growth --to 5 --step 2                | --to: 5 (expected: at least three times --step, 2)
          growth --size 9                       | entry size: 9 (expected: 16..65535)
          compare --rounds 0                    | --rounds: 0 (expected: 1 or more)
          follow --rounds 0                     | --entries, --rounds: 1000000, 0 (expected: 1 or more
          micro --rounds 0                      | --rounds: 0 (expected: 1 or more)
          micro --filter (                      | Unclosed group
          fill --url x --vkey y --to 1          | log URL: x (expected: http://host:port[/prefix])
          flip-proxy --url x --resource y --bit 1 | log URL: x (expected: http://host:port[/prefix])
          """)
  void wrongOption_isTold(String command, String message) {
    assertThat(told(2, command.trim().split(" +"))).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --records        | --records: with --url (expected: an own server)
          --via direct     | --via direct: with --url (expected: an own server)
          --set batch.entries=1 | --set, --server-jvm: with --url (expected: an own server)
          --via http       | --vkey:
          """)
  void remoteLog_withWhatIsForAnOwnServer_isTold(String more, String message) {
    assertThat(told(2, ("load " + URL + " " + VKEY + " " + more.trim()).split(" +")))
        .contains(message);
  }

  @Test
  void reportFolderThatCannotBe_isToldBeforeTheRun() throws Exception {
    Path file = Files.writeString(out.resolve("file"), "");
    assertThat(told(2, "load", "--out", file.toString()))
        .contains("--out: " + file + " (expected: a folder, or a place for one)");
  }

  @Test
  void logThatDoesNotAnswer_isOneLineAndAnotherExitCode() throws Exception {
    VerifierKey key = SignerKey.generate("log.example/one", SignatureType.ED25519).verifierKey();
    assertThat(told(1, "fill", URL, "--vkey", key.toString(), "--to", "1"))
        .startsWith("bench fill: ")
        .hasLineCount(1);
  }

  private static String told(int exitCode, String... arguments) {
    StringWriter told = new StringWriter();
    CommandLine line = Usage.of(new Main());
    line.setErr(new PrintWriter(told, true));
    line.setOut(new PrintWriter(new StringWriter(), true));
    assertThat(line.execute(arguments)).as(() -> told.toString()).isEqualTo(exitCode);
    assertThat(told.toString()).doesNotContain("\tat ");
    return told.toString().replace("\r\n", "\n");
  }
}
