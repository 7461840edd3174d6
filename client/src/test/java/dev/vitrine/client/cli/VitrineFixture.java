package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A log of 700 entries behind HTTP, and {@code vitrine} run against it. */
abstract class VitrineFixture {
  @TempDir Path folder;
  final TestLog log = TestLog.of(700, "honest");
  TileServer server;
  String out = "";
  String err = "";

  @BeforeEach
  void start() throws Exception {
    server = new TileServer(log);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  int plain(String... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode = Vitrine.run(new PrintWriter(outText), new PrintWriter(errText, true), args);
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }

  int vitrine(String... args) {
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

  JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }
}
