package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetStatusRequest;
import dev.vitrine.v1.LogAdminGrpc;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server as its operator runs it: a process, told to stop by a signal, started again. */
@Timeout(120)
final class ServerProcessTest {

  @TempDir Path folder;

  private ServerProcess server;

  private void start() throws Exception {
    server = ServerProcess.start(folder, "");
  }

  @AfterEach
  void end() throws Exception {
    if (server != null) {
      server.process().destroyForcibly().waitFor();
    }
  }

  private long add(String entry) throws Exception {
    HttpResponse<byte[]> answer =
        Http.post(server.url() + "/add", entry.getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
    return Long.parseLong(Http.text(answer));
  }

  @Test
  void process_speaksEveryProtocol_stopsOnSignal_andKeepsWhatItAcknowledged() throws Exception {
    start();
    ManagedChannel channel = Grpc.channel(server.port());
    ManagedChannel admin = Grpc.channel(server.adminPort());
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
              .send(Http.request(server.url() + "/v1/entry/1").build(), BodyHandlers.ofString());
      assertThat(h2c.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(h2c.statusCode()).isEqualTo(200);
      assertThat(Http.text(Http.get(server.url() + "/metrics")))
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

    server.process().destroy();
    assertThat(server.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(server.process().exitValue()).isEqualTo(143);
    start();

    assertThat(add("over http")).isZero();
    ManagedChannel again = Grpc.channel(server.port());
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
