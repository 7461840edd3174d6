package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.Main;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetStatusRequest;
import dev.vitrine.v1.LogAdminGrpc;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as its operator runs it: a process, told to stop by a signal, started again. */
@Timeout(120)
final class ServerProcessTest {

  @TempDir Path folder;

  private Process process;
  private final List<String> addresses = new ArrayList<>();

  private void start() throws Exception {
    Path config = folder.resolve("vitrine.yaml");
    Files.writeString(
        config,
        "data-folder: "
            + folder.resolve("data")
            + "\nlisten: 127.0.0.1:0\nadmin-listen: 127.0.0.1:0\nadmission: open\n"
            + "disk:\n  floor: 1MiB\n");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--config",
                config.toString())
            .redirectError(folder.resolve("stderr.txt").toFile())
            .start();
    addresses.clear();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    while (line != null && addresses.size() < 2) {
      if (line.startsWith("address")) {
        addresses.add(line.substring(line.indexOf("http")));
      }
      line = addresses.size() < 2 ? out.readLine() : line;
    }
    assertThat(addresses).as(Files.readString(folder.resolve("stderr.txt"))).hasSize(2);
    Thread drain = new Thread(() -> out.lines().forEach(text -> {}));
    drain.setDaemon(true);
    drain.start();
  }

  @AfterEach
  void end() throws Exception {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private static int port(String url) {
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
  }

  private long add(String entry) throws Exception {
    HttpResponse<byte[]> answer =
        Http.post(addresses.get(0) + "/add", entry.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
    return Long.parseLong(Http.text(answer));
  }

  @Test
  void process_speaksEveryProtocol_stopsOnSignal_andKeepsWhatItAcknowledged() throws Exception {
    start();
    ManagedChannel channel = Grpc.channel(port(addresses.get(0)));
    ManagedChannel admin = Grpc.channel(port(addresses.get(1)));
    try {
      assertThat(add("over http")).isZero();
      assertThat(
              TransparencyLogGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(30, TimeUnit.SECONDS)
                  .append(Grpc.append("over grpc"))
                  .getIndex())
          .isEqualTo(1);
      HttpResponse<String> h2c =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .build()
              .send(
                  Http.request(addresses.get(0) + "/v1/entry/1").build(), BodyHandlers.ofString());
      assertThat(h2c.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(h2c.statusCode()).isEqualTo(200);
      assertThat(Http.text(Http.get(addresses.get(0) + "/metrics")))
          .contains("vitrine_committed_size 2.0");
      assertThat(
              LogAdminGrpc.newBlockingStub(admin)
                  .withDeadlineAfter(30, TimeUnit.SECONDS)
                  .getStatus(GetStatusRequest.getDefaultInstance())
                  .getCommittedSize())
          .isEqualTo(2);
    } finally {
      channel.shutdownNow();
      admin.shutdownNow();
    }

    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isIn(0, 143);
    start();

    assertThat(add("over http")).isZero();
    ManagedChannel again = Grpc.channel(port(addresses.get(0)));
    assertThat(
            TransparencyLogGrpc.newBlockingStub(again)
                .withDeadlineAfter(30, TimeUnit.SECONDS)
                .getEntry(GetEntryRequest.newBuilder().setIndex(1).build())
                .getEntry())
        .isEqualTo(Grpc.bytes("over grpc"));
    again.shutdownNow();
    assertThat(Files.readString(folder.resolve("stderr.txt"))).doesNotContain("Exception");
  }
}
