package dev.vitrine.server.api.http;

import dev.vitrine.server.access.ApiContext;
import dev.vitrine.server.api.ApiParts;
import dev.vitrine.server.api.KeepAlive;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.api.UnreadAnswers;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a path asks for. Paths are compared as they came: nothing is decoded, normalised or
 * completed.
 *
 * <p>Safe for all event loops at once.
 */
public final class HttpApi implements Handler<HttpServerRequest> {

  private static final String READ_METHODS = "GET, HEAD";
  private static final String WRITE_METHODS = "POST";
  private static final Set<String> GRPC_TYPES =
      Set.of(
          "application/grpc",
          "application/grpc+proto",
          "application/grpc-web",
          "application/grpc-web+proto",
          "application/grpc-web-text",
          "application/grpc-web-text+proto");

  /** Every path without a variable part; {@code docs/wire.md} lists them. */
  static final Set<String> PATHS =
      Set.of(
          "/checkpoint",
          "/v1/checkpoint",
          "/v1/proof/inclusion",
          "/v1/proof/consistency",
          "/v1/proof/bundle",
          BlobRoutes.BLOBS,
          "/v1/lookup",
          "/v1/state",
          "/healthz",
          "/readyz",
          "/metrics",
          "/add",
          "/v1/validate");

  private record Target(Route route, boolean writes, Consumer<Exchange> handler) {}

  private final Map<String, Target> exact = new HashMap<>();
  private final Target tiles;
  private final Target bundles;
  private final Target entries;
  private final Target blobs;
  private final Handler<HttpServerRequest> grpc;
  private final HttpObserver observer;
  private final UnreadAnswers unread;
  private final KeepAlive keepAlive;

  /** Enough for the tiles that the newest readers ask for; an eighth of a small heap. */
  private static final long CACHE_BYTES = Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

  /** All routes of a server. */
  public static HttpApi of(ApiContext context, ApiParts parts, Handler<HttpServerRequest> grpc) {
    return new HttpApi(
        new TileRoutes(
            context.reads(), context.checkpoints(), parts.pool(), new ImmutableCache(CACHE_BYTES)),
        new ReadRoutes(parts),
        new WriteRoutes(parts, context.validator(), context.config().requestTimeout()),
        new BlobRoutes(parts.blobs(), parts.pool(), context.config().requestTimeout()),
        new OperationRoutes(context.admin(), context.metrics(), parts.pool()),
        grpc,
        new HttpMetrics(context.metrics()),
        parts.unread(),
        parts.keepAlive());
  }

  HttpApi(
      TileRoutes tileRoutes,
      ReadRoutes readRoutes,
      WriteRoutes writeRoutes,
      BlobRoutes blobRoutes,
      OperationRoutes operations,
      Handler<HttpServerRequest> grpc,
      HttpObserver observer,
      UnreadAnswers unread,
      KeepAlive keepAlive) {
    this.grpc = grpc;
    this.observer = observer;
    this.unread = unread;
    this.keepAlive = keepAlive;
    tiles = new Target(Route.TILE, false, tileRoutes::tile);
    bundles = new Target(Route.BUNDLE, false, tileRoutes::bundle);
    entries = new Target(Route.JSON_READ, false, readRoutes::entry);
    read("/checkpoint", Route.CHECKPOINT, tileRoutes::checkpoint);
    read("/v1/checkpoint", Route.JSON_READ, readRoutes::checkpoint);
    read("/v1/proof/inclusion", Route.JSON_READ, readRoutes::inclusion);
    read("/v1/proof/consistency", Route.JSON_READ, readRoutes::consistency);
    read("/v1/proof/bundle", Route.JSON_READ, readRoutes::bundle);
    read("/v1/lookup", Route.JSON_READ, readRoutes::lookup);
    read("/v1/state", Route.JSON_READ, readRoutes::state);
    read("/healthz", Route.HEALTH, operations::health);
    read("/readyz", Route.HEALTH, operations::ready);
    read("/metrics", Route.METRICS, operations::metrics);
    blobs = new Target(Route.BLOB, false, blobRoutes::blob);
    write(BlobRoutes.BLOBS, Route.BLOB, blobRoutes::post);
    write("/add", Route.ADD, writeRoutes::add);
    write("/v1/validate", Route.VALIDATE, writeRoutes::validate);
    if (!exact.keySet().equals(PATHS)) {
      throw new IllegalStateException("paths: " + exact.keySet() + " (expected: " + PATHS + ")");
    }
  }

  private void read(String path, Route route, Consumer<Exchange> handler) {
    exact.put(path, new Target(route, false, handler));
  }

  private void write(String path, Route route, Consumer<Exchange> handler) {
    exact.put(path, new Target(route, true, handler));
  }

  @Override
  public void handle(HttpServerRequest request) {
    HttpMethod method = request.method();
    if (method == HttpMethod.POST && isGrpc(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
      Exchange.allowAnyOrigin(request.response());
      sayIfLast(request);
      grpc.handle(request);
    } else if (method == HttpMethod.OPTIONS) {
      preflight(request);
    } else {
      dispatch(request, method);
    }
  }

  private static boolean isGrpc(@Nullable String contentType) {
    return contentType != null
        && contentType.startsWith("application/grpc")
        && GRPC_TYPES.contains(contentType);
  }

  private void dispatch(HttpServerRequest request, HttpMethod method) {
    Target target = find(request.path());
    if (target == null) {
      Exchange exchange = new Exchange(request, Route.UNKNOWN, observer, unread, keepAlive);
      exchange.fail(
          Reason.NO_SUCH_RESOURCE,
          "path",
          String.valueOf(request.path()),
          "no such resource (expected: a path of docs/wire.md)");
      return;
    }
    Exchange exchange = new Exchange(request, target.route, observer, unread, keepAlive);
    boolean puts = method == HttpMethod.PUT && target.route == Route.BLOB;
    boolean reads = method == HttpMethod.GET || method == HttpMethod.HEAD || puts;
    if (target.writes ? method == HttpMethod.POST : reads) {
      target.handler.accept(exchange);
    } else {
      exchange.allow(target.writes ? WRITE_METHODS : READ_METHODS);
    }
  }

  private @Nullable Target find(@Nullable String path) {
    if (path == null) {
      return null;
    }
    if (path.startsWith(TileRoutes.TILES)) {
      return path.startsWith(TileRoutes.BUNDLES) ? bundles : tiles;
    }
    if (path.startsWith(ReadRoutes.ENTRY)) {
      return entries;
    }
    return path.startsWith(BlobRoutes.BLOB) ? blobs : exact.get(path);
  }

  private void sayIfLast(HttpServerRequest request) {
    if (keepAlive.endsWith(request)) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  private void preflight(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    sayIfLast(request);
    Exchange.allowAnyOrigin(response);
    response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, OPTIONS");
    response.putHeader(
        HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
        "content-type, accept, if-none-match, x-grpc-web, x-user-agent, grpc-timeout");
    response.putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
    response.setStatusCode(204).end();
    observer.answered(Route.PREFLIGHT, 204, 0);
  }
}
