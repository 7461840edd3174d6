package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpHandler;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.v1.Key;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with one file of a folder is that file's verdict; the run goes on. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FolderCheckFailuresTest {
  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private Path received;
  private TileServer server;
  private String out = "";

  @BeforeEach
  void start() throws Exception {
    received = Files.createDirectory(folder.resolve("received"));
    for (String name : List.of("a.bin", "b.bin", "c.bin")) {
      Files.writeString(received.resolve(name), "content of " + name);
      if (!name.equals("b.bin")) {
        records.build("Suite", name, name, "content of " + name);
      }
    }
    server = records.serve();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void serveAgain() throws Exception {
    server.close();
    server = records.serve();
  }

  private int check(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "check",
                received.toString(),
                "--log",
                server.url(),
                "--vkey",
                records.log.vkey(),
                "--forget",
                "--timeout",
                "3"));
    all.addAll(List.of(more));
    StringWriter text = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Vitrine.run(new PrintWriter(text), new PrintWriter(err, true), all.toArray(new String[0]));
    out = text.toString();
    assertThat(err.toString()).isEmpty();
    return exitCode;
  }

  /** Verdicts by file, as {@code --json} has them. */
  private Map<String, String> verdicts() throws Exception {
    JsonNode answer = new ObjectMapper().readTree(out);
    Map<String, String> verdicts = new TreeMap<>();
    answer
        .get("files")
        .forEach(f -> verdicts.put(f.get("subject").asText(), f.get("verdict").asText()));
    return verdicts;
  }

  /** Answers the look-ups that match with an error, the others truthfully. */
  private void fail(Predicate<String> queries) {
    HttpHandler honest = records.lookups();
    server.lie(
        "v1/lookup",
        exchange -> {
          if (queries.test(exchange.getRequestURI().getQuery())) {
            TileServer.respond(exchange, 503, "text/plain", new byte[] {'x'});
          } else {
            honest.handle(exchange);
          }
        });
  }

  @Test
  void oneLookUpFails_isThatFilesVerdictInTheTable() throws Exception {
    fail(query -> query.contains(RecordLog.sha256("content of b.bin").hex()));
    assertThat(check()).isEqualTo(16);
    assertThat(out)
        .containsPattern("VERIFIED +5  a.bin")
        .containsPattern("LOG UNREACHABLE +-  b.bin\n .*status 503")
        .containsPattern("VERIFIED +6  c.bin")
        .contains("LOG UNREACHABLE: 3 files: 2 VERIFIED, 1 LOG UNREACHABLE")
        .contains("remedy:        check the address");
    assertThat(check("--json")).isEqualTo(16);
    assertThat(verdicts())
        .isEqualTo(Map.of("a.bin", "VERIFIED", "b.bin", "LOG UNREACHABLE", "c.bin", "VERIFIED"));
  }

  @Test
  void recordOfAnEndedKey_isThatFilesVerdict() throws Exception {
    records.keyEvent(Key.Role.PIPELINE, Key.Action.REVOKE);
    records.build("Suite", "b.bin", "b.bin", "content of b.bin");
    serveAgain();
    assertThat(check("--json")).isEqualTo(17);
    assertThat(verdicts())
        .isEqualTo(Map.of("a.bin", "VERIFIED", "b.bin", "UNTRUSTED", "c.bin", "VERIFIED"));
  }

  @Test
  void questionAboutTheWholeFolderFails_nothingIsCalledNotInLog() throws Exception {
    fail(query -> query.startsWith("blob_sha256"));
    assertThat(check("--json")).isEqualTo(16);
    assertThat(verdicts())
        .isEqualTo(Map.of("a.bin", "VERIFIED", "b.bin", "LOG UNREACHABLE", "c.bin", "VERIFIED"));
  }

  @Test
  void updateThatCannotBeFound_leavesEachFileItsOwnVerdict() throws Exception {
    fail(query -> query.startsWith("stream"));
    assertThat(check("--json", "--stream", "av/linux")).isEqualTo(16);
    assertThat(verdicts())
        .isEqualTo(Map.of("a.bin", "VERIFIED", "b.bin", "LOG UNREACHABLE", "c.bin", "VERIFIED"));
  }

  @Test
  void logThatHasStoppedToAnswer_isNotAskedAboutEachOfThousands() throws Exception {
    for (int i = 0; i < 2000; i++) {
      Files.writeString(received.resolve("d" + i), "file " + i);
    }
    fail(query -> query.startsWith("artifact_sha256"));
    assertThat(check()).isEqualTo(16);
    assertThat(out)
        .contains("LOG UNREACHABLE: 2,003 files: 2003 LOG UNREACHABLE")
        .contains("not asked about: the log gave no answer about 3 files before this one");
    assertThat(server.requests().stream().filter("v1/lookup"::equals).count()).isLessThan(200);
  }

  @Test
  void alteredFileOfAReleaseWhoseOtherFilesAreThere_differs() throws Exception {
    records.build(
        "Suite", "3", Map.of("a.bin", "content of a.bin", "b.bin", "the real content of b.bin"));
    serveAgain();
    assertThat(check()).isEqualTo(11);
    assertThat(out)
        .containsPattern("DIFFERS FROM LOG +7  b.bin")
        .contains("holds a file named b.bin, and this is not it (entry 7, Suite 3)");
  }
}
