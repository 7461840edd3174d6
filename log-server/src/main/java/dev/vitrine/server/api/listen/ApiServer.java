package dev.vitrine.server.api.listen;

import dev.vitrine.server.access.ApiBinder;
import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.api.ApiParts;
import dev.vitrine.server.api.grpc.GrpcApi;
import dev.vitrine.server.api.http.HttpApi;
import dev.vitrine.server.config.HostPort;
import dev.vitrine.server.config.TlsFiles;
import dev.vitrine.server.observe.Metric;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Puts the log on the network: the public port and, where configured, the operator's. */
public final class ApiServer implements ApiBinder {

  private static final long READINESS_MILLIS = 1_000;

  /** Of the stop's grace, for clients that keep a connection and have not asked again yet. */
  private static final int KEEP_ALIVE_SHARE = 4;

  private static final int INTERNAL_BLOCKING_THREADS = 2;

  @Override
  public RunningApi bind(ApiContext context) throws IOException {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(context.config().eventLoops())
                .setInternalBlockingPoolSize(INTERNAL_BLOCKING_THREADS)
                .setWorkerPoolSize(1));
    ApiParts parts = ApiParts.of(context);
    Running running = new Running(vertx, parts, context.config().stopTimeout());
    try {
      running.open(context);
    } catch (IOException | RuntimeException e) {
      running.close();
      throw e;
    }
    return running;
  }

  /** The bound listeners, in the order of their closing. */
  private static final class Running implements RunningApi {
    private final Vertx vertx;
    private final ApiParts parts;
    private final Duration keepAlivePatience;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<GrpcApi> grpcApis = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    Running(Vertx vertx, ApiParts parts, Duration stopTimeout) {
      this.vertx = vertx;
      this.parts = parts;
      this.keepAlivePatience = stopTimeout.dividedBy(KEEP_ALIVE_SHARE);
    }

    void open(ApiContext context) throws IOException {
      Connections connections = connections(context);
      context.metrics().gauge(Metric.CONNECTIONS, connections::open);
      GrpcApi log = GrpcApi.log(vertx, context, parts);
      grpcApis.add(log);
      HttpApi http = HttpApi.of(context, parts, log);
      listen(
          context,
          context.config().listen(),
          context.config().tls(),
          context.config().eventLoops(),
          connections,
          http);
      Optional<HostPort> adminListen = context.config().adminListen();
      if (adminListen.isPresent()) {
        GrpcApi admin = GrpcApi.admin(vertx, context, parts);
        grpcApis.add(admin);
        listen(
            context,
            adminListen.get(),
            context.config().adminTls(),
            1,
            connections(context),
            admin);
      }
      vertx.setPeriodic(READINESS_MILLIS, id -> updateHealth(context, log));
    }

    private void listen(
        ApiContext context,
        HostPort address,
        Optional<TlsFiles> tls,
        int loops,
        Connections connections,
        Handler<HttpServerRequest> handler)
        throws IOException {
      listeners.add(
          Listener.open(vertx, context.config(), address, tls, loops, connections, handler));
    }

    private Connections connections(ApiContext context) {
      return new Connections(
          context.config().maxConnections(),
          context.config().idleTimeout(),
          parts.unread(),
          parts.keepAlive());
    }

    private void updateHealth(ApiContext context, GrpcApi log) {
      parts.pool().call(context.admin()::ready, log::setServing, failure -> log.setServing(false));
    }

    @Override
    public List<String> addresses() {
      return listeners.stream().map(Listener::url).toList();
    }

    @Override
    public Optional<String> adminAddress() {
      return listeners.stream().skip(1).map(Listener::url).findFirst();
    }

    @Override
    public void stopping() {
      parts.keepAlive().end();
    }

    @Override
    public void close() {
      if (closed.getAndSet(true)) {
        return;
      }
      stopping();
      grpcApis.forEach(GrpcApi::stopping);
      parts.keepAlive().awaitGone(keepAlivePatience);
      listeners.forEach(Listener::close);
      parts.pool().close();
      try {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        throw new IllegalStateException("the event loops did not end", e);
      }
    }
  }
}
