package dev.vitrine.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.v1.StreamEntriesRequest;
import dev.vitrine.v1.TransparencyLogGrpc;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One port: HTTP/1.1, h2c, gRPC, health and reflection; its limits and its end. */
class ProtocolsTest extends GrpcFixture {

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
