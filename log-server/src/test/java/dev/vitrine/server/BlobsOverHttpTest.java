package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.admission.TestLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Documents over HTTP: up, down, in parts, and cut off. */
class BlobsOverHttpTest extends RecordServerFixture {

  @Test
  void blob_uploaded_servedWholeAndInRangesAndNeverUnderAnotherName() throws Exception {
    byte[] content = "0123456789".getBytes(StandardCharsets.UTF_8);
    String sha256 = TestLog.sha256("0123456789");
    assertThat(send(request("/v1/blobs/" + sha256)).statusCode()).isEqualTo(404);
    HttpResponse<byte[]> wrong =
        send(request("/v1/blobs/" + TestLog.sha256("x")).PUT(BodyPublishers.ofByteArray(content)));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(new String(wrong.body(), StandardCharsets.UTF_8)).contains("BLOB_DIGEST");
    for (int twice = 0; twice < 2; twice++) {
      HttpResponse<byte[]> put =
          send(request("/v1/blobs/" + sha256).PUT(BodyPublishers.ofByteArray(content)));
      assertThat(put.statusCode()).isEqualTo(200);
    }
    assertThat(send(request("/v1/blobs/" + sha256)).body()).isEqualTo(content);
    range(sha256, "bytes=2-4", 206, "234");
    range(sha256, "bytes=7-", 206, "789");
    range(sha256, "bytes=-2", 206, "89");
    range(sha256, "bytes=8-99", 206, "89");
    range(sha256, "Bytes=0-99999999999999999999", 206, "0123456789");
    // What is not one range of bytes is ignored, as RFC 9110 has it.
    for (String ignored :
        List.of("bytes=5-2", "bytes=x", "bytes=-", "bytes=0-1,3-4", "lines=1-2")) {
      range(sha256, ignored, 200, "0123456789");
    }
    for (String beyond : List.of("bytes=10-", "bytes=99999999999999999999-", "bytes=-0")) {
      HttpResponse<byte[]> answer = send(request("/v1/blobs/" + sha256).header("range", beyond));
      assertThat(answer.statusCode()).as(beyond).isEqualTo(416);
      assertThat(answer.headers().firstValue("content-range")).hasValue("bytes */10");
    }
  }

  @Test
  void blob_ifRange_onlyAPartOfWhatTheCallerHolds() throws Exception {
    send(request("/v1/blobs").POST(BodyPublishers.ofString("0123456789")));
    String path = "/v1/blobs/" + TestLog.sha256("0123456789");
    String etag = send(request(path)).headers().firstValue("etag").orElseThrow();

    HttpResponse<byte[]> part =
        send(request(path).header("range", "bytes=2-4").header("if-range", etag));
    HttpResponse<byte[]> whole =
        send(request(path).header("range", "bytes=2-4").header("if-range", "\"other\""));

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.headers().firstValue("etag")).hasValue(etag);
    assertThat(part.headers().firstValue("content-range")).hasValue("bytes 2-4/10");
    assertThat(whole.statusCode()).isEqualTo(200);
    HttpResponse<byte[]> head =
        send(request(path).method("HEAD", BodyPublishers.noBody()).header("range", "bytes=2-4"));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length")).hasValue("10");
  }

  private void range(String sha256, String header, int status, String body) throws Exception {
    HttpResponse<byte[]> answer = send(request("/v1/blobs/" + sha256).header("range", header));
    assertThat(answer.statusCode()).as(header).isEqualTo(status);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(body);
  }

  @Test
  void blob_ofManyPieces_isTheSameAfterwardsAndLeavesNoFile() throws Exception {
    server.close();
    start(Map.of("blobs.max-size", "2MiB", "data-folder", folder.resolve("large").toString()));
    byte[] content = new byte[1_500_000];
    new Random(1).nextBytes(content);

    HttpResponse<byte[]> answer =
        send(
            request("/v1/blobs")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));

    JsonNode told = new ObjectMapper().readTree(answer.body());
    assertThat(told.get("size").asInt()).isEqualTo(content.length);
    assertThat(send(request("/v1/blobs/" + told.get("sha256").asText())).body()).isEqualTo(content);
    await(() -> isEmpty(folder.resolve("large").resolve("uploads")));
  }

  @Test
  void blob_clientGoesInTheMiddle_leavesNoFile() throws Exception {
    server.close();
    start(Map.of("blobs.max-size", "2MiB", "data-folder", folder.resolve("large").toString()));
    Path uploads = folder.resolve("large").resolve("uploads");
    URI address = URI.create(server.addresses().get(0));
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head = "POST /v1/blobs HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(new byte[400_000]);
      socket.getOutputStream().flush();
      await(() -> !isEmpty(uploads));
    }

    await(() -> isEmpty(uploads));
  }

  /** 4 MiB of room for uploads, which is eight of 512 KiB: whatever more comes holds no memory. */
  @Test
  void blob_moreUploadsAtOnceThanThereIsRoomFor_refusedUntilOneEnds() throws Exception {
    server.close();
    start(Map.of("blobs.max-size", "512KiB", "data-folder", folder.resolve("full").toString()));
    Path uploads = folder.resolve("full").resolve("uploads");
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        open.add(beginUpload());
      }
      await(() -> count(uploads) == 8);

      for (int i = 0; i < 40; i++) {
        HttpResponse<byte[]> refused =
            send(request("/v1/blobs").POST(BodyPublishers.ofByteArray(new byte[512 << 10])));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("UPLOADS_FULL");
      }
      assertThat(count(uploads)).isEqualTo(8);

      open.remove(0).close();
      await(() -> count(uploads) == 7);
      assertThat(
              send(request("/v1/blobs").POST(BodyPublishers.ofByteArray(new byte[512 << 10])))
                  .statusCode())
          .isEqualTo(200);
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** Announces 512 KiB and sends half of it. */
  private Socket beginUpload() throws IOException {
    Socket socket = new Socket(served.address().getHost(), served.address().getPort());
    String head = "POST /v1/blobs HTTP/1.1\r\nHost: x\r\nContent-Length: 524288\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().write(new byte[256 << 10]);
    socket.getOutputStream().flush();
    return socket;
  }

  private static long count(Path folder) {
    try (var files = Files.list(folder)) {
      return files.count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static boolean isEmpty(Path folder) {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      return true;
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("15 s of waiting").isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Test
  void blob_aboveTheLimitInChunks_refused() throws Exception {
    HttpResponse<byte[]> answer =
        send(
            request("/v1/blobs")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[70_000]))));
    assertThat(answer.statusCode()).isEqualTo(413);
    byte[] fits = new byte[65_536];
    assertThat(
            send(request("/v1/blobs")
                    .POST(
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(fits))))
                .statusCode())
        .isEqualTo(200);
  }
}
