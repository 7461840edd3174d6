package dev.vitrine.server.api.grpc;

import com.google.protobuf.MessageLite;
import dev.vitrine.server.api.Faults;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC call, as grpc-java's services see it, on the Vert.x engine.
 *
 * <p>All state is owned by the event loop of the connection; calls from other threads are moved
 * there, in order. A unary answer is held back until the status is known, so that both leave in one
 * write.
 */
final class VertxServerCall<Q, A> extends ServerCall<Q, A> {

  private final GrpcServerRequest<Buffer, Buffer> request;
  private final GrpcServerResponse<Buffer, Buffer> response;
  private final MethodDescriptor<Q, A> method;
  private final CallSettings settings;
  private final io.vertx.core.Context loop;
  private final Thread loopThread = Thread.currentThread();
  private final Context.CancellableContext context;
  private final long startNanos = System.nanoTime();

  // All below: owned by the event loop. `closed` is also read by isCancelled from anywhere.
  private Listener<Q> listener = new Listener<>() {};
  private @Nullable GrpcMessage heldAnswer;
  private boolean headersSent;
  private long demand;
  private boolean started;
  private long deadlineTimer = -1;
  private boolean closed;
  private volatile boolean cancelled;

  VertxServerCall(
      GrpcServerRequest<Buffer, Buffer> request,
      MethodDescriptor<Q, A> method,
      CallSettings settings) {
    this.request = request;
    this.response = request.response();
    this.method = method;
    this.settings = settings;
    this.loop = io.vertx.core.Vertx.currentContext();
    this.context = settings.root().withValue(Client.KEY, request.connection()).withCancellation();
  }

  void start(ServerMethodDefinition<Q, A> definition) {
    if (method.getType() != MethodDescriptor.MethodType.UNARY) {
      settings.streams().add(this);
    }
    request.pause();
    request.messageHandler(this::onMessage);
    request.endHandler(end -> onHalfClose());
    request.invalidMessageHandler(
        invalid ->
            abort(
                Status.RESOURCE_EXHAUSTED.withDescription(
                    "message: larger than " + settings.maxMessageBytes() + " bytes")));
    request.errorHandler(error -> onClientGone());
    request.exceptionHandler(failure -> onClientGone());
    response.exceptionHandler(failure -> onClientGone());
    response.drainHandler(drained -> guarded(() -> listener.onReady()));
    startDeadline();
    guarded(
        () -> {
          // No service here reads metadata, and what HTTP/1.1 brings is not all metadata: none is
          // passed on.
          listener = definition.getServerCallHandler().startCall(this, new Metadata());
          listener.onReady();
        });
    started = true;
    if (demand > 0) {
      request.fetch(demand);
    }
  }

  private void startDeadline() {
    long nanos = Timeouts.parseNanos(request.headers().get("grpc-timeout"));
    if (nanos == Timeouts.NONE) {
      return;
    }
    Runnable expire =
        () -> abort(Status.DEADLINE_EXCEEDED.withDescription("the call's deadline has passed"));
    if (nanos <= 0) {
      loop.runOnContext(now -> expire.run());
    } else {
      deadlineTimer =
          settings.vertx().setTimer(Timeouts.toMillisRoundedUp(nanos), id -> expire.run());
    }
  }

  /** Ends a stream because the server stops; after the answers that are already on their way. */
  void stop() {
    loop.runOnContext(now -> abort(Status.UNAVAILABLE.withDescription("the server is stopping")));
  }

  private void onMessage(GrpcMessage message) {
    if (closed || cancelled) {
      return;
    }
    Q decoded;
    try {
      decoded = method.parseRequest(Messages.open(message, settings.maxMessageBytes()));
    } catch (StatusRuntimeException e) {
      boolean tooLarge = e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED;
      abort(
          tooLarge
              ? e.getStatus()
              : Status.INVALID_ARGUMENT.withDescription(
                  "message: " + e.getStatus().getDescription()));
      return;
    }
    guarded(() -> listener.onMessage(decoded));
  }

  private void onHalfClose() {
    if (!closed && !cancelled) {
      guarded(() -> listener.onHalfClose());
    }
  }

  /** The client reset the stream or closed the connection: nothing can be answered any more. */
  private void onClientGone() {
    if (!closed && !cancelled) {
      endCancelled(Status.Code.CANCELLED);
    }
  }

  /** Answers with an error of the transport's own and cancels what the service still does. */
  private void abort(Status status) {
    if (closed || cancelled) {
      return;
    }
    heldAnswer = null;
    writeStatus(status, new Metadata());
    endCancelled(status.getCode());
  }

  private void endCancelled(Status.Code code) {
    cancelled = true;
    ended(code);
    guarded(() -> listener.onCancel());
    context.cancel(null);
  }

  private void ended(Status.Code code) {
    if (method.getType() != MethodDescriptor.MethodType.UNARY) {
      settings.streams().remove(this);
    }
    if (deadlineTimer >= 0) {
      settings.vertx().cancelTimer(deadlineTimer);
    }
    settings.observer().ended(method.getFullMethodName(), code, System.nanoTime() - startNanos);
  }

  /** Runs the service's code; what it throws ends the call and is logged, never lost. */
  private void guarded(Runnable action) {
    Context previous = context.attach();
    try {
      action.run();
    } catch (RuntimeException e) {
      Faults.report(method.getFullMethodName(), e);
      abort(Status.INTERNAL.withDescription("internal error"));
    } finally {
      context.detach(previous);
    }
  }

  private void onLoop(Runnable action) {
    if (Thread.currentThread() == loopThread) {
      action.run();
    } else {
      loop.runOnContext(now -> action.run());
    }
  }

  @Override
  public void request(int messages) {
    onLoop(
        () -> {
          if (started) {
            request.fetch(messages);
          } else {
            demand += messages;
          }
        });
  }

  @Override
  public void sendHeaders(Metadata headers) {
    onLoop(
        () -> {
          if (closed || cancelled || headersSent) {
            return;
          }
          headersSent = true;
          MetadataCodec.encode(headers, response.headers());
          if (!method.getType().serverSendsOneMessage()) {
            response.writeHead();
          }
        });
  }

  @Override
  public void sendMessage(A message) {
    onLoop(
        () -> {
          if (closed || cancelled) {
            return;
          }
          GrpcMessage encoded =
              GrpcMessage.message("identity", Buffer.buffer(((MessageLite) message).toByteArray()));
          if (method.getType().serverSendsOneMessage()) {
            heldAnswer = encoded;
          } else {
            response.writeMessage(encoded);
          }
        });
  }

  @Override
  public void close(Status status, Metadata trailers) {
    onLoop(
        () -> {
          if (closed || cancelled) {
            return;
          }
          closed = true;
          Status answered = status;
          GrpcMessage answer = heldAnswer;
          if (answer != null
              && settings.unread().isTooMuch(request.connection(), answer.payload().length())) {
            answered =
                Status.RESOURCE_EXHAUSTED.withDescription(settings.unread().refusal().message());
          }
          writeStatus(answered, trailers);
          // What the client still sends is read and dropped, so that the connection's window is not
          // held.
          request.fetch(Long.MAX_VALUE);
          ended(answered.getCode());
          guarded(() -> listener.onComplete());
          context.cancel(null);
        });
  }

  private void writeStatus(Status status, Metadata trailers) {
    MetadataCodec.encode(trailers, response.trailers());
    response.status(GrpcStatus.valueOf(status.getCode().value()));
    String description = status.getDescription();
    if (description != null) {
      response.statusMessage(description);
    }
    GrpcMessage answer = heldAnswer;
    if (status.isOk() && answer != null) {
      settings
          .unread()
          .sent(request.connection(), answer.payload().length(), response.endMessage(answer));
    } else {
      response.end();
    }
  }

  @Override
  public boolean isReady() {
    return !closed && !cancelled && !response.writeQueueFull();
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method;
  }

  @Override
  public Attributes getAttributes() {
    Attributes.Builder attributes = Attributes.newBuilder();
    SocketAddress remote = request.connection().remoteAddress();
    if (remote != null && remote.isInetSocket()) {
      attributes.set(
          Grpc.TRANSPORT_ATTR_REMOTE_ADDR,
          InetSocketAddress.createUnresolved(remote.hostAddress(), remote.port()));
    }
    if (request.connection().isSsl()) {
      attributes.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, request.connection().sslSession());
    }
    return attributes.build();
  }
}
