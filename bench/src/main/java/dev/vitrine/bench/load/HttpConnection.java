package dev.vitrine.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection with at most one request under way. It understands only what a log
 * answers to {@code POST /add}: a status, a Content-Length, a short body.
 */
final class HttpConnection extends ByteToMessageDecoder {

  private static final ByteBuf HEAD_END =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));
  private static final int MAX_HEAD = 16 * 1024;

  private final byte[] head;
  private final Consumer<HttpConnection> whenIdle;
  private final Consumer<HttpConnection> whenClosed;
  private @Nullable Channel channel;

  // Set before the request is written, taken on the event loop.
  private volatile @Nullable Answer pending;

  HttpConnection(
      Endpoint endpoint, Consumer<HttpConnection> whenIdle, Consumer<HttpConnection> whenClosed) {
    this.head =
        ("POST " + endpoint.path() + "/add HTTP/1.1\r\nHost: " + endpoint.authority() + "\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.whenIdle = whenIdle;
    this.whenClosed = whenClosed;
  }

  void send(byte[] entry, Answer answer) {
    pending = answer;
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("connection: not open (expected: open before it is used)");
    }
    ByteBuf request = open.alloc().directBuffer(head.length + entry.length + 48);
    request.writeBytes(head);
    ByteBufUtil.writeAscii(request, "Content-Length: " + entry.length + "\r\n\r\n");
    request.writeBytes(entry);
    open.writeAndFlush(request, open.voidPromise());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    channel = context.channel();
    whenIdle.accept(this);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int headLength = ByteBufUtil.indexOf(HEAD_END, in);
    if (headLength < 0) {
      if (in.readableBytes() > MAX_HEAD) {
        fail(context, "response head over " + MAX_HEAD + " bytes");
      }
      return;
    }
    headLength -= in.readerIndex();
    String text = in.toString(in.readerIndex(), headLength, StandardCharsets.US_ASCII);
    ResponseHead response = ResponseHead.parse(text);
    if (response.contentLength() < 0) {
      fail(context, "HTTP " + response.status() + " without Content-Length");
      return;
    }
    if (in.readableBytes() < headLength + 4 + response.contentLength()) {
      return;
    }
    in.skipBytes(headLength + 4);
    String body =
        in.readCharSequence(response.contentLength(), StandardCharsets.UTF_8).toString().trim();
    complete(response, body);
    if (response.close()) {
      context.close();
    } else {
      whenIdle.accept(this);
    }
  }

  private void complete(ResponseHead response, String body) {
    Answer answer = pending;
    pending = null;
    if (answer == null) {
      return;
    }
    switch (response.status()) {
      case 200 -> answer.acknowledged(Long.parseLong(body));
      case 429, 503 -> answer.refused("HTTP " + response.status(), response.retryAfterMillis());
      default -> answer.failed("HTTP " + response.status() + ": " + body);
    }
  }

  private void fail(ChannelHandlerContext context, String reason) {
    Answer answer = pending;
    pending = null;
    if (answer != null) {
      answer.failed(reason);
    }
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    fail(context, "connection closed by the log");
    whenClosed.accept(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(context, cause.toString());
  }
}
