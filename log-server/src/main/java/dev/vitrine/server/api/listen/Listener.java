package dev.vitrine.server.api.listen;

import dev.vitrine.server.config.Config;
import dev.vitrine.server.config.HostPort;
import dev.vitrine.server.config.TlsFiles;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One address, shared by a number of event loops; each takes connections in turn. */
final class Listener implements AutoCloseable {

  /** For the engine to end what the stop's grace has left over. */
  private static final int CLOSE_SECONDS = 3;

  /**
   * A client that cancels calls sends a reset for each. 200 in 30 s, the engine's default, cuts off
   * honest clients with short deadlines; a flood is an order of magnitude above this.
   */
  private static final int RESETS_PER_WINDOW = 20_000;

  private static final int RESET_WINDOW_SECONDS = 10;

  /** A request line holds a path and a few parameters; purls may be long. */
  private static final int MAX_REQUEST_LINE = 8 << 10;

  private static final int MAX_HEADERS = 16 << 10;

  private final Vertx vertx;
  private final String deployment;
  private final List<HttpServer> servers;
  private final String url;
  private final Optional<Certificates> certificates;
  private final Duration grace;
  private long reloads = -1;

  private Listener(
      Vertx vertx,
      String deployment,
      List<HttpServer> servers,
      String url,
      Optional<Certificates> certificates,
      Duration grace) {
    this.vertx = vertx;
    this.deployment = deployment;
    this.servers = servers;
    this.url = url;
    this.certificates = certificates;
    this.grace = grace;
  }

  static Listener open(
      Vertx vertx,
      Config config,
      HostPort address,
      Optional<TlsFiles> tls,
      int loops,
      Connections connections,
      Handler<HttpServerRequest> handler)
      throws IOException {
    HttpServerOptions options = options(config, address);
    Optional<Certificates> certificates = Optional.empty();
    if (tls.isPresent()) {
      certificates = Optional.of(new Certificates(vertx, tls.get()));
      certificates.get().apply(options);
    }
    List<HttpServer> servers = new CopyOnWriteArrayList<>();
    Future<String> deployed =
        vertx.deployVerticle(
            () -> new Loop(options, connections, handler, servers),
            new DeploymentOptions()
                .setInstances(loops)
                .setThreadingModel(ThreadingModel.EVENT_LOOP));
    String deployment = await(deployed, "cannot listen on " + address);
    int port = servers.get(0).actualPort();
    String url = (tls.isPresent() ? "https://" : "http://") + new HostPort(address.host(), port);
    Listener listener =
        new Listener(vertx, deployment, servers, url, certificates, config.stopTimeout());
    listener.watchCertificates(config.tlsReloadInterval().toMillis());
    return listener;
  }

  private static HttpServerOptions options(Config config, HostPort address) {
    return new HttpServerOptions()
        .setHost(address.host())
        .setPort(address.port())
        .setHttp2ClearTextEnabled(true)
        .setUseAlpn(true)
        .setInitialSettings(
            new Http2Settings()
                .setMaxConcurrentStreams(config.concurrentStreams())
                .setInitialWindowSize(config.streamWindow())
                .setMaxHeaderListSize(MAX_HEADERS))
        .setHttp2ConnectionWindowSize(config.connectionWindow())
        .setHttp2RstFloodMaxRstFramePerWindow(RESETS_PER_WINDOW)
        .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
        .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
        .setMaxInitialLineLength(MAX_REQUEST_LINE)
        .setMaxHeaderSize(MAX_HEADERS)
        .setHandle100ContinueAutomatically(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setTcpNoDelay(true)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(Math.toIntExact(config.idleTimeout().toMillis()));
  }

  private void watchCertificates(long millis) {
    certificates.ifPresent(
        material ->
            reloads = vertx.setPeriodic(millis, id -> material.reloadIfChanged(vertx, servers)));
  }

  String url() {
    return url;
  }

  /** Takes no more connections, lets answers under way leave, closes. */
  @Override
  public void close() {
    vertx.cancelTimer(reloads);
    try {
      Future.all(
              servers.stream()
                  .map(server -> server.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS))
                  .toList())
          .eventually(() -> vertx.undeploy(deployment))
          .toCompletionStage()
          .toCompletableFuture()
          .get(grace.toSeconds() + CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(url + " did not close", e);
    }
  }

  private static <T> T await(Future<T> future, String doing) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(doing + ": interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(doing + ": " + cause.getMessage(), cause);
    }
  }

  /** One event loop's share of the address. */
  private static final class Loop extends AbstractVerticle {
    private final HttpServerOptions options;
    private final Connections connections;
    private final Handler<HttpServerRequest> handler;
    private final List<HttpServer> servers;

    Loop(
        HttpServerOptions options,
        Connections connections,
        Handler<HttpServerRequest> handler,
        List<HttpServer> servers) {
      this.options = options;
      this.connections = connections;
      this.handler = handler;
      this.servers = servers;
    }

    @Override
    public void start(Promise<Void> started) {
      HttpServer server = vertx.createHttpServer(options);
      server.connectionHandler(connections);
      server.requestHandler(handler);
      server.listen().onSuccess(servers::add).<Void>mapEmpty().onComplete(started);
    }
  }
}
