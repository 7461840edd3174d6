package dev.vitrine.server.api.http;

import dev.vitrine.server.api.ClientName;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.KeepAlive;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.api.UnreadAnswers;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One HTTP request and its answer; owned by the event loop of the connection. */
final class Exchange {

  private static final CharSequence PROBLEM =
      HttpHeaders.createOptimized("application/problem+json");
  private static final CharSequence ANY_ORIGIN = HttpHeaders.createOptimized("*");
  private static final CharSequence EXPOSE =
      HttpHeaders.createOptimized("access-control-expose-headers");
  private static final CharSequence EXPOSED =
      HttpHeaders.createOptimized(
          "etag, retry-after, grpc-status, grpc-message, grpc-status-details-bin");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final CharSequence ACCEPT_ENCODING =
      HttpHeaders.createOptimized("accept-encoding");

  private static final Duration LINGER = Duration.ofMillis(500);
  private static final long NO_ERROR = 0;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final HttpObserver observer;
  private final UnreadAnswers unread;
  private final KeepAlive keepAlive;
  private final Route route;
  private final long startNanos = System.nanoTime();
  private Runnable finished = () -> {};

  Exchange(
      HttpServerRequest request,
      Route route,
      HttpObserver observer,
      UnreadAnswers unread,
      KeepAlive keepAlive) {
    this.request = request;
    this.response = request.response();
    this.route = route;
    this.observer = observer;
    this.unread = unread;
    this.keepAlive = keepAlive;
  }

  HttpServerRequest request() {
    return request;
  }

  String path() {
    return request.path();
  }

  String client() {
    return ClientName.of(request.connection());
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(request.getParam(name));
  }

  boolean acceptsGzip() {
    String accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
    return accepted != null && AcceptEncoding.allowsGzip(accepted);
  }

  boolean accepts(String mediaType) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(mediaType);
  }

  /** Marks an answer as readable by pages of every origin; also for gRPC-Web. */
  static void allowAnyOrigin(HttpServerResponse response) {
    MultiMap headers = response.headers();
    headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, ANY_ORIGIN);
    headers.set(EXPOSE, EXPOSED);
  }

  /** 200 with the representation, or 304 where the caller holds it. */
  void send(Representation answer) {
    MultiMap headers = response.headers();
    headers.set(HttpHeaders.CACHE_CONTROL, answer.caching());
    headers.set(HttpHeaders.ETAG, answer.etag());
    if (answer.varies()) {
      headers.set(HttpHeaders.VARY, ACCEPT_ENCODING);
    }
    String held = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    if (held != null && EntityTags.matches(held, answer.etag())) {
      end(304, null);
      return;
    }
    headers.set(HttpHeaders.CONTENT_TYPE, answer.type());
    if (answer.encoding() == Representation.Encoding.GZIP) {
      headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    end(200, answer.body());
  }

  /** 206 with a part of a body that never changes. */
  void sendRange(byte[] whole, ByteRange range, CharSequence etag) {
    MultiMap headers = response.headers();
    headers.set(HttpHeaders.ETAG, etag);
    headers.set(HttpHeaders.CONTENT_TYPE, Representation.OCTETS);
    headers.set(HttpHeaders.CACHE_CONTROL, Representation.IMMUTABLE);
    headers.set(
        HttpHeaders.CONTENT_RANGE,
        "bytes " + range.from() + "-" + (range.to() - 1) + "/" + whole.length);
    end(206, Buffer.buffer(BlobRoutes.cut(whole, range)));
  }

  /** Runs an action when the answer is out or the caller is gone; at least once, perhaps twice. */
  void onEnd(Runnable action) {
    finished = action;
    response.closeHandler(gone -> action.run());
  }

  void json(JsonObject object) {
    uncached(200, Representation.JSON, object.toBuffer());
  }

  void text(int status, String text) {
    uncached(status, Representation.TEXT, Buffer.buffer(text));
  }

  /** Anything that is not worth an entity tag. */
  void uncached(int status, CharSequence type, Buffer body) {
    MultiMap headers = response.headers();
    headers.set(HttpHeaders.CONTENT_TYPE, type);
    headers.set(HttpHeaders.CACHE_CONTROL, Representation.NO_STORE);
    end(status, body);
  }

  void fail(Throwable thrown) {
    fail(Failure.of(thrown));
  }

  void fail(Reason reason, String field, String value, String message) {
    fail(Failure.of(reason, field, value, message));
  }

  void fail(Failure failure) {
    if (response.headWritten() || response.closed()) {
      return;
    }
    failure
        .retryAfter()
        .ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, seconds(wait)));
    JsonObject problem =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(failure.httpStatus()).reasonPhrase())
            .put("status", failure.httpStatus())
            .put("detail", failure.message())
            .put("reason", failure.reason())
            .put("field", failure.field())
            .put("value", failure.value());
    uncached(failure.httpStatus(), PROBLEM, problem.toBuffer());
  }

  void allow(String methods) {
    response.putHeader(HttpHeaders.ALLOW, methods);
    fail(
        Reason.METHOD_NOT_ALLOWED,
        "method",
        request.method().name(),
        "method: " + request.method() + " (expected: " + methods + ")");
  }

  /**
   * Runs an action later, on this event loop.
   *
   * @return stops it
   */
  Runnable after(Duration wait, Runnable action) {
    Vertx vertx = Vertx.currentContext().owner();
    long timer = vertx.setTimer(Math.max(1, wait.toMillis()), id -> action.run());
    return () -> vertx.cancelTimer(timer);
  }

  /**
   * Ends the connection (over HTTP/2, the stream) a moment after the answer: what the client still
   * sends is dropped, but closing at once could cost it the answer.
   */
  void closeAfterwards() {
    if (request.version() == HttpVersion.HTTP_2) {
      response.endHandler(sent -> after(LINGER, () -> response.reset(NO_ERROR)));
    } else {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      response.endHandler(sent -> after(LINGER, () -> request.connection().close()));
    }
  }

  private void end(int status, @Nullable Buffer body) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (body != null && unread.isTooMuch(request.connection(), body.length())) {
      response.headers().clear();
      fail(unread.refusal());
      return;
    }
    allowAnyOrigin(response);
    if (keepAlive.endsWith(request)) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.setStatusCode(status);
    if (body == null) {
      response.end();
    } else if (request.method() == HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      response.end();
    } else {
      unread.sent(request.connection(), body.length(), response.end(body));
    }
    finished.run();
    observer.answered(route, status, System.nanoTime() - startNanos);
  }

  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
