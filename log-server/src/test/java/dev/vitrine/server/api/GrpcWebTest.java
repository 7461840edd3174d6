package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetEntryResponse;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** gRPC-Web over HTTP/1.1, and gRPC paths asked for in other ways. */
class GrpcWebTest extends GrpcFixture {

  private static final String SERVICE = "/vitrine.v1.TransparencyLog/";

  private static byte[] frame(MessageLite message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /** The message of the first frame, and the trailers' text in the last. */
  private record WebAnswer(byte[] message, String trailers) {
    static WebAnswer parse(byte[] body) {
      ByteBuffer in = ByteBuffer.wrap(body);
      byte[] message = new byte[0];
      String trailers = "";
      while (in.hasRemaining()) {
        int flags = in.get();
        byte[] frame = new byte[in.getInt()];
        in.get(frame);
        if ((flags & 0x80) != 0) {
          trailers = new String(frame, StandardCharsets.UTF_8);
        } else {
          message = frame;
        }
      }
      return new WebAnswer(message, trailers);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc-web", "application/grpc-web+proto"})
  void grpcWeb_overHttp1_answersWithMessageAndTrailers(String type) throws Exception {
    log.fill(2);
    start();

    HttpResponse<byte[]> answer =
        Http.post(
            log.url() + SERVICE + "GetEntry",
            frame(GetEntryRequest.newBuilder().setIndex(1).build()),
            "Content-Type",
            type,
            "X-Grpc-Web",
            "1");
    WebAnswer web = WebAnswer.parse(answer.body());

    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(Http.header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(GetEntryResponse.parseFrom(web.message).getEntry().toByteArray())
        .isEqualTo(ScriptedLog.entry(1));
    assertThat(web.trailers).contains("grpc-status:0");
  }

  @Test
  void grpcWeb_refusal_hasStatusAndDetails() throws Exception {
    log.fill(2);
    start();

    HttpResponse<byte[]> answer =
        Http.post(
            log.url() + SERVICE + "GetEntry",
            frame(GetEntryRequest.newBuilder().setIndex(9).build()),
            "Content-Type",
            "application/grpc-web");
    String status = Http.header(answer, "grpc-status");
    String trailers = WebAnswer.parse(answer.body()).trailers;

    assertThat(status.isEmpty() ? trailers : "grpc-status:" + status).contains("grpc-status:5");
    assertThat(trailers + answer.headers().map().keySet()).contains("grpc-status-details-bin");
  }

  @Test
  void grpcWebText_overHttp1_isBase64() throws Exception {
    start();

    HttpResponse<byte[]> answer =
        Http.post(
            log.url() + SERVICE + "Append",
            Base64.getEncoder().encode(frame(Grpc.append("text"))),
            "Content-Type",
            "application/grpc-web-text");

    assertThat(answer.statusCode()).isEqualTo(200);
    String body = Http.text(answer);
    byte[] first =
        Base64.getDecoder()
            .decode(body.substring(0, body.indexOf('=') + 1 > 0 ? padded(body) : body.length()));
    assertThat(AppendResponse.parseFrom(WebAnswer.parse(first).message).getLeafHash().size())
        .isEqualTo(32);
    assertThat(log.store.head().size()).isEqualTo(1);
  }

  private static int padded(String base64) {
    int end = base64.indexOf('=');
    return end + 1 < base64.length() && base64.charAt(end + 1) == '=' ? end + 2 : end + 1;
  }

  /** The client here has no clock: it is the server that keeps the deadline. */
  @ParameterizedTest
  @ValueSource(strings = {"200m", "200000u", "1n"})
  void grpcTimeout_passed_isAnsweredByTheServer(String timeout) throws Exception {
    log.publishAtOnce = false;
    start();

    HttpResponse<byte[]> answer =
        Http.post(
            log.url() + SERVICE + "Append",
            frame(
                Grpc.append("x").toBuilder().setWait(dev.vitrine.v1.Stage.STAGE_PUBLISHED).build()),
            "Content-Type",
            "application/grpc-web",
            "grpc-timeout",
            timeout);
    String status = Http.header(answer, "grpc-status");

    assertThat(status.isEmpty() ? WebAnswer.parse(answer.body()).trailers : "grpc-status:" + status)
        .contains("grpc-status:4");
    await().until(() -> log.waits.stream().allMatch(CompletableFuture::isCancelled));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/grpc-web", "application/grpc-web-text"})
  void grpcWeb_withoutMessage_doesNotHang(String type) throws Exception {
    start();

    String answer =
        Http.raw(
            log.port(),
            "POST "
                + SERVICE
                + "GetEntry HTTP/1.1\r\nHost: x\r\nContent-Type: "
                + type
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    assertThat(answer).doesNotContain("grpc-status:0");
  }

  @Test
  void grpcWeb_compressedFlagWithoutEncoding_doesNotHang() throws Exception {
    start();
    byte[] message = frame(Grpc.append("x"));
    message[0] = 1;

    String answer =
        Http.raw(
            log.port(),
            "POST "
                + SERVICE
                + "Append HTTP/1.1\r\nHost: x\r\nContent-Type: application/grpc-web"
                + "\r\nContent-Length: "
                + message.length
                + "\r\nConnection: close\r\n\r\n"
                + new String(message, StandardCharsets.ISO_8859_1));

    assertThat(answer).doesNotContain("grpc-status:0");
    assertThat(log.store.head().size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "application/grpc, 415",
    "application/grpc+json, 404",
    "application/json, 404",
    "text/plain, 404"
  })
  void grpcPath_overHttp1_withOtherTypes_isRefused(String type, int status) throws Exception {
    start();

    HttpResponse<byte[]> answer =
        Http.post(log.url() + SERVICE + "GetEntry", new byte[5], "Content-Type", type);

    assertThat(answer.statusCode()).isEqualTo(status);
  }
}
