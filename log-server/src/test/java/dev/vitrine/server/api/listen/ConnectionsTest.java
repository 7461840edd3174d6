package dev.vitrine.server.api.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.server.api.KeepAlive;
import dev.vitrine.server.api.UnreadAnswers;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {

  private static final int CALLS = 50;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger flushes = new AtomicInteger();
  // Owned by the event loop.
  private final List<HttpServerRequest> held = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void answersReadyTogether_onOneConnection_leaveTogether() throws Exception {
    Connections connections =
        new Connections(10, Duration.ofMinutes(1), new UnreadAnswers(), new KeepAlive());
    HttpServer server =
        await(
            vertx
                .createHttpServer()
                .connectionHandler(connections)
                .requestHandler(this::holdUntilAllAreHere)
                .listen(0, "127.0.0.1"));
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultPort(server.actualPort()));

    List<Future<Buffer>> answers = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      answers.add(
          client
              .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
              .compose(request -> request.send())
              .compose(HttpClientResponse::body));
    }

    await(Future.all(answers));
    assertThat(answers).allMatch(answer -> answer.result().toString().equals("answer"));
    assertThat(flushes.get()).isBetween(1, 5);
  }

  /** Answers all at one moment, each in a task of its own as a read that is ready is. */
  private void holdUntilAllAreHere(HttpServerRequest request) {
    held.add(request);
    if (held.size() == CALLS) {
      count(request);
      for (HttpServerRequest each : held) {
        vertx.runOnContext(now -> each.response().end("answer"));
      }
    }
  }

  private void count(HttpServerRequest request) {
    ((HttpServerConnection) request.connection())
        .channelHandlerContext()
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void flush(ChannelHandlerContext context) {
                flushes.incrementAndGet();
                context.flush();
              }
            });
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
