package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.MessageLite;
import dev.vitrine.v1.AppendResponse;
import dev.vitrine.v1.GetEntryRequest;
import dev.vitrine.v1.GetEntryResponse;
import dev.vitrine.v1.StreamEntriesRequest;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One port: HTTP/1.1, h2c, gRPC, gRPC-Web, health and reflection. */
@Timeout(60)
final class ProtocolsTest {

  private static final String SERVICE = "/vitrine.v1.TransparencyLog/";

  private final ScriptedLog log = new ScriptedLog();
  private ManagedChannel channel;

  private void start(String... settings) throws Exception {
    log.start(settings);
    channel = Grpc.channel(log.port());
  }

  @AfterEach
  void close() throws Exception {
    if (channel != null) {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
    log.close();
  }

  @Test
  void h2c_upgrade_servesTheSameResources() throws Exception {
    log.fill(256);
    start();
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    List<HttpClient.Version> versions = new ArrayList<>();

    for (String path : List.of("/checkpoint", "/tile/0/000", "/v1/entry/7")) {
      HttpResponse<byte[]> h2 =
          client.send(Http.request(log.url() + path).build(), BodyHandlers.ofByteArray());
      versions.add(h2.version());
      assertThat(h2.statusCode()).isEqualTo(200);
      assertThat(h2.body()).isEqualTo(Http.get(log.url() + path).body());
    }
    HttpResponse<byte[]> added =
        client.send(
            Http.request(log.url() + "/add").POST(BodyPublishers.ofString("over h2c")).build(),
            BodyHandlers.ofByteArray());
    HttpResponse<byte[]> tooLarge =
        client.send(
            Http.request(log.url() + "/add")
                .POST(BodyPublishers.ofByteArray(new byte[70_000]))
                .build(),
            BodyHandlers.ofByteArray());
    HttpResponse<byte[]> after =
        client.send(Http.request(log.url() + "/healthz").build(), BodyHandlers.ofByteArray());

    assertThat(versions).containsOnly(HttpClient.Version.HTTP_2);
    assertThat(Http.text(added)).isEqualTo("256");
    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(after.statusCode()).isEqualTo(200);
  }

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

  @Test
  void garbage_isRefused_andOthersAreServed() throws Exception {
    log.fill(1);
    start();

    assertThat(Http.raw(log.port(), "\0\1\2\3 nonsense\r\n\r\n")).matches("(?s)HTTP/1.[01] 400.*");
    assertThat(Http.truncated(log.port(), "GET /checkpoint HT")).isEmpty();
    assertThat(Http.rawStatus(log.port(), "/" + "a".repeat(9_000))).isEqualTo(414);
    assertThat(
            Http.raw(
                log.port(),
                "GET /checkpoint HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
    assertThat(Http.get(log.url() + "/checkpoint").statusCode()).isEqualTo(200);
  }

  @Test
  void health_followsReadiness() throws Exception {
    start();
    HealthGrpc.HealthBlockingStub health =
        HealthGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    HealthCheckRequest all = HealthCheckRequest.getDefaultInstance();
    HealthCheckRequest log1 =
        HealthCheckRequest.newBuilder().setService(TransparencyLogGrpc.SERVICE_NAME).build();

    assertThat(health.check(all).getStatus()).isEqualTo(ServingStatus.SERVING);
    assertThat(health.check(log1).getStatus()).isEqualTo(ServingStatus.SERVING);
    log.accepting = false;
    await().until(() -> health.check(log1).getStatus() == ServingStatus.NOT_SERVING);
    log.accepting = true;
    await().until(() -> health.check(log1).getStatus() == ServingStatus.SERVING);
  }

  @Test
  void reflection_answersSeveralRequestsOnOneStream() throws Exception {
    start();
    List<ServerReflectionResponse> answers = new ArrayList<>();
    CompletableFuture<Void> ended = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    ended.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    ended.complete(null);
                  }
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onNext(
        ServerReflectionRequest.newBuilder()
            .setFileContainingSymbol("vitrine.v1.TransparencyLog")
            .build());
    requests.onCompleted();
    ended.get(10, TimeUnit.SECONDS);

    assertThat(answers.get(0).getListServicesResponse().getServiceList())
        .extracting(service -> service.getName())
        .containsExactlyInAnyOrder(
            "vitrine.v1.TransparencyLog",
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection");
    assertThat(answers.get(1).getFileDescriptorResponse().getFileDescriptorProtoCount())
        .isPositive();
  }

  @Test
  void connections_aboveTheLimit_areClosed() throws Exception {
    start("limits.connections", "2");
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        Socket socket = new Socket("127.0.0.1", log.port());
        socket.setSoTimeout(5_000);
        sockets.add(socket);
        socket
            .getOutputStream()
            .write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
      assertThat(Http.raw(log.port(), "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    await()
        .untilAsserted(
            () -> assertThat(Http.get(log.url() + "/healthz").statusCode()).isEqualTo(200));
  }

  @Test
  void followers_ofAQuietLog_areNotCutOffForIdling() throws Exception {
    log.fill(1);
    start("limits.idle-timeout", "1s");
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    TransparencyLogGrpc.newStub(channel)
        .watchCheckpoints(
            dev.vitrine.v1.WatchCheckpointsRequest.getDefaultInstance(),
            new StreamObserver<>() {
              @Override
              public void onNext(dev.vitrine.v1.WatchCheckpointsResponse message) {}

              @Override
              public void onError(Throwable failure) {
                ended.complete(failure);
              }

              @Override
              public void onCompleted() {
                ended.complete(new AssertionError("completed"));
              }
            });
    await().until(() -> log.subscribers.get() == 1);

    await().during(3, TimeUnit.SECONDS).until(() -> !ended.isDone());
    try (Socket silent = new Socket("127.0.0.1", log.port())) {
      silent.setSoTimeout(5_000);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void close_tellsFollowers_andFreesThePort() throws Exception {
    log.fill(1);
    start();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    TransparencyLogGrpc.newStub(channel)
        .streamEntries(
            StreamEntriesRequest.newBuilder().setFollow(true).build(),
            new StreamObserver<>() {
              @Override
              public void onNext(dev.vitrine.v1.StreamEntriesResponse message) {}

              @Override
              public void onError(Throwable failure) {
                ended.complete(failure);
              }

              @Override
              public void onCompleted() {
                ended.complete(new AssertionError("completed"));
              }
            });
    await().until(() -> log.subscribers.get() == 1);
    int port = log.port();

    log.close();

    assertThat(io.grpc.Status.fromThrowable(ended.get(10, TimeUnit.SECONDS)).getCode())
        .isEqualTo(io.grpc.Status.Code.UNAVAILABLE);
    assertThat(log.subscribers.get()).isZero();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> new Socket("127.0.0.1", port).close())
        .isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void port_taken_isAnErrorThatNamesIt() throws Exception {
    start();
    try (ScriptedLog second = new ScriptedLog()) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> second.start("listen", "127.0.0.1:" + log.port()))
          .isInstanceOf(java.io.IOException.class)
          .hasMessageContaining("127.0.0.1:" + log.port());
    }
  }
}
