package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.record.Manifest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log with one build, the file that was built, and {@code vitrine check} run against them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class CheckFixture {
  @TempDir Path folder;
  final RecordLog records = new RecordLog();
  final long build = records.build("Suite", "1.2", "setup.bin", "the installer");
  TileServer server;
  Path file;
  String out = "";
  String err = "";

  @BeforeEach
  void start() throws Exception {
    server = records.serve();
    file = Files.writeString(folder.resolve("setup.bin"), "the installer");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  void serveAgain() throws Exception {
    server.close();
    server = records.serve();
  }

  int plain(String... args) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exitCode = Vitrine.run(new PrintWriter(outText), new PrintWriter(errText, true), args);
    out = outText.toString();
    err = errText.toString();
    return exitCode;
  }

  int check(Object... args) {
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

  JsonNode json() throws Exception {
    return new ObjectMapper().readTree(out);
  }

  Path update(boolean emergency) throws Exception {
    Path bases = Files.createDirectories(folder.resolve("bases/rules")).getParent();
    Files.writeString(bases.resolve("rules/a.conf"), "hello");
    Files.writeString(bases.resolve("rules/b.conf"), "world");
    records.update("av/linux", 1, Manifest.ofFolder(bases), emergency);
    serveAgain();
    return bases;
  }
}
