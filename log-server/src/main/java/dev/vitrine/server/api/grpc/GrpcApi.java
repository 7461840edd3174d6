package dev.vitrine.server.api.grpc;

import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.api.ApiParts;
import dev.vitrine.server.api.UnreadAnswers;
import dev.vitrine.server.observe.Metric;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.v1.LogAdminGrpc;
import dev.vitrine.v1.TransparencyLogGrpc;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.InternalServer;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpcio.server.GrpcIoServer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A set of gRPC services with health and reflection, as one handler for all event loops. */
public final class GrpcApi implements Handler<HttpServerRequest> {

  /**
   * As grpc-java has it; ample for every call, of which the largest carries a page of look-up hits.
   */
  public static final int MAX_MESSAGE_BYTES = 4 << 20;

  private final GrpcIoServer server;
  private final HealthStatusManager health = new HealthStatusManager();
  private final Set<VertxServerCall<?, ?>> streams = ConcurrentHashMap.newKeySet();
  private final String name;

  private GrpcApi(
      Vertx vertx, Metrics metrics, UnreadAnswers unread, String name, BindableService service) {
    this.name = name;
    server =
        GrpcIoServer.server(vertx, new GrpcServerOptions().setMaxMessageSize(MAX_MESSAGE_BYTES));
    List<ServerServiceDefinition> services =
        Stream.of(service, health.getHealthService(), ProtoReflectionServiceV1.newInstance())
            .map(BindableService::bindService)
            .toList();
    Context root =
        Context.ROOT.withValue(InternalServer.SERVER_CONTEXT_KEY, new ServiceDirectory(services));
    ServiceBinding binding =
        new ServiceBinding(
            server,
            new CallSettings(vertx, root, MAX_MESSAGE_BYTES, observer(metrics), unread, streams));
    services.forEach(binding::bind);
    setServing(true);
  }

  /** The public service. */
  public static GrpcApi log(Vertx vertx, ApiContext context, ApiParts parts) {
    return new GrpcApi(
        vertx,
        context.metrics(),
        parts.unread(),
        TransparencyLogGrpc.SERVICE_NAME,
        new TransparencyLogService(context, parts));
  }

  /** The operator's service. */
  public static GrpcApi admin(Vertx vertx, ApiContext context, ApiParts parts) {
    return new GrpcApi(
        vertx,
        context.metrics(),
        parts.unread(),
        LogAdminGrpc.SERVICE_NAME,
        new LogAdminService(context.admin(), parts.pool()));
  }

  /** Sets what the health service says. */
  public void setServing(boolean serving) {
    ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(name, status);
  }

  /** Ends the streams, which would not end by themselves; unary calls are left to be answered. */
  public void stopping() {
    health.enterTerminalState();
    streams.forEach(VertxServerCall::stop);
  }

  @Override
  public void handle(HttpServerRequest request) {
    server.handle(new GuardedRequest(request));
  }

  private static CallObserver observer(Metrics metrics) {
    ConcurrentHashMap<String, io.micrometer.core.instrument.Timer> timers =
        new ConcurrentHashMap<>();
    ConcurrentHashMap<String, io.micrometer.core.instrument.Counter> counters =
        new ConcurrentHashMap<>();
    return (method, code, nanos) -> {
      String bare = method.substring(method.lastIndexOf('/') + 1);
      timers
          .computeIfAbsent(
              bare, key -> metrics.timer(Metric.REQUEST_SECONDS, "protocol", "grpc", "method", key))
          .record(nanos, TimeUnit.NANOSECONDS);
      counters
          .computeIfAbsent(
              bare + ' ' + code,
              key ->
                  metrics.counter(
                      Metric.REQUESTS, "protocol", "grpc", "method", bare, "code", code.name()))
          .increment();
    };
  }
}
