package dev.vitrine.server.api.grpc;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body the gRPC engine may choke on: what its decoders throw (in 5.0.7: a
 * compressed message without {@code grpc-encoding}, an empty gRPC-Web text body) resets the stream
 * instead of leaving the call hanging.
 */
final class GuardedRequest extends HttpServerRequestWrapper {

  private static final long HTTP2_PROTOCOL_ERROR = 1;

  private static final String GRPC = "application/grpc";
  private static final String GRPC_WEB = "application/grpc-web";

  GuardedRequest(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
  }

  @Override
  public HttpServerRequest handler(@Nullable Handler<Buffer> handler) {
    return super.handler(handler == null ? null : guarded(inMessages(handler)));
  }

  @Override
  public HttpServerRequest endHandler(@Nullable Handler<Void> handler) {
    return super.endHandler(handler == null ? null : guarded(handler));
  }

  private Handler<Buffer> inMessages(Handler<Buffer> handler) {
    String type = getHeader(HttpHeaders.CONTENT_TYPE);
    // gRPC-Web has another framing, for which the engine has another deframer.
    boolean grpc = type != null && type.startsWith(GRPC) && !type.startsWith(GRPC_WEB);
    return grpc ? new MessageSlices(handler) : handler;
  }

  private <T> Handler<T> guarded(Handler<T> handler) {
    return event -> {
      try {
        handler.handle(event);
      } catch (RuntimeException malformed) {
        response().reset(HTTP2_PROTOCOL_ERROR);
      }
    };
  }
}
