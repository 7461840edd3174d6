package dev.vitrine.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpHandler;
import dev.vitrine.client.GrpcLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.record.Manifest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a hostile log sends never fills a heap of 96 MiB: bombs, endless bodies. One small process
 * checks again and again, so what one lie leaves behind is there when the next one comes.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SmallHeapTest {
  private static final int MIB = 1 << 20;
  private static final String EXIT = "exit code ";

  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private Process process;

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  private void start(Path checked, String url, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Checks.class.getName(),
                "check",
                checked.toString(),
                "--log",
                url,
                "--vkey",
                records.log.vkey(),
                "--forget",
                "--timeout",
                "10"));
    command.addAll(Arrays.asList(more));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private String assertRefused() throws Exception {
    process.outputWriter().write("\n");
    process.outputWriter().flush();
    String text = CompletableFuture.supplyAsync(this::answer).get(60, TimeUnit.SECONDS);
    assertThat(text)
        .endsWith(EXIT + "16\n")
        .contains("LOG UNREACHABLE")
        .doesNotContain("OutOfMemory");
    return text;
  }

  /** What one check says; all that there is, if the process ended under it. */
  private String answer() {
    StringBuilder text = new StringBuilder();
    try {
      String line;
      do {
        line = process.inputReader().readLine();
        text.append(line).append('\n');
      } while (line != null && !line.startsWith(EXIT));
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(text.toString(), e);
    }
  }

  /** Runs the command of its arguments for each line of its input. */
  static final class Checks {
    public static void main(String[] args) throws IOException {
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
      while (input.readLine() != null) {
        int exitCode = Vitrine.run(out, out, args);
        out.println(EXIT + exitCode);
        out.flush();
      }
    }
  }

  private static byte[] bomb() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] zeros = new byte[MIB];
      for (int i = 0; i < 128; i++) {
        gzip.write(zeros);
      }
    }
    return packed.toByteArray();
  }

  private static HttpHandler endless() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] chunk = new byte[MIB];
      // Ends with the client's connection.
      while (true) {
        exchange.getResponseBody().write(chunk);
      }
    };
  }

  @Test
  void overHttp() throws Exception {
    Path bases = Files.createDirectory(folder.resolve("bases"));
    Files.writeString(bases.resolve("a.conf"), "hello");
    records.update("av/linux", 1, Manifest.ofFolder(bases), false);
    Files.writeString(bases.resolve("a.conf"), "altered");
    byte[] bomb = bomb();
    long size = records.log.size();
    try (TileServer server = records.serve()) {
      start(bases, server.url(), "--stream", "av/linux");
      for (String resource :
          List.of(
              "v1/lookup",
              "tile/entries/000.p/" + size,
              "v1/blobs/" + records.documents.keySet().iterator().next())) {
        server.honest();
        server.lie("v1/lookup", records.lookups());
        server.lie(resource, endless());
        assertRefused();
        server.lie(
            resource,
            exchange -> {
              exchange.getResponseHeaders().set("Content-Encoding", "gzip");
              TileServer.respond(exchange, 200, "application/octet-stream", bomb);
            });
        assertRefused();
      }
      StringBuilder hits = new StringBuilder("{\"coversSize\":9,\"hits\":[{\"index\":0}");
      for (int i = 1; hits.length() < 5 * MIB; i++) {
        hits.append(",{\"index\":").append(i).append('}');
      }
      server.honest();
      byte[] many = hits.append("]}").toString().getBytes(StandardCharsets.UTF_8);
      server.lie("v1/lookup", many);
      assertThat(assertRefused()).contains("hits and no end (expected: at most 10000)");
    }
  }

  @Test
  void overGrpc() throws Exception {
    records.build("Suite", "1.2", "setup.bin", "the installer");
    Path file = Files.writeString(folder.resolve("setup.bin"), "the installer");
    ByteString zeros = ByteString.copyFrom(new byte[128 * MIB]);
    UnknownFieldSet swollen =
        UnknownFieldSet.newBuilder()
            .addField(1000, UnknownFieldSet.Field.newBuilder().addLengthDelimited(zeros).build())
            .build();
    GrpcLog.Lie large =
        GrpcLog.altered(answer -> answer.toBuilder().setUnknownFields(swollen).build());
    try (GrpcLog server = new GrpcLog(records.log, records::hits)) {
      start(file, server.url());
      for (String method : List.of("GetCheckpoint", "Lookup", "GetEntry")) {
        server.honest();
        server.lie(method, large);
        assertRefused();
        server.lie(
            method,
            (call, headers, next) -> {
              call.setCompression("gzip");
              return large.start(call, headers, next);
            });
        assertRefused();
      }
    }
  }
}
