package dev.vitrine.server.api.grpc;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * Cuts the body of a gRPC request where its messages end, without copying. The engine's deframer
 * takes a message off the front of a buffer by copying all that is behind it: with 16 messages in a
 * buffer each byte was copied eight times on average, which was most of what a streamed append
 * cost.
 *
 * <p>A gRPC message is a flag byte, a length of 4 bytes (big-endian, unsigned) and as many bytes.
 * Nothing is judged here; what is no message goes through as it came, to the engine that refuses
 * it. Owned by the request's event loop.
 */
final class MessageSlices implements Handler<Buffer> {
  private static final int PREFIX = 5;

  private final Handler<Buffer> next;
  private int prefixBytes;
  // Bytes of the message that were not seen yet; while its prefix is read, the length so far.
  private long missing;

  MessageSlices(Handler<Buffer> next) {
    this.next = next;
  }

  @Override
  public void handle(Buffer chunk) {
    int start = 0;
    int at = 0;
    while (at < chunk.length()) {
      if (prefixBytes < PREFIX) {
        missing = prefixBytes == 0 ? 0 : missing << 8 | chunk.getByte(at) & 0xff;
        prefixBytes++;
        at++;
      } else {
        int taken = (int) Math.min(missing, chunk.length() - at);
        missing -= taken;
        at += taken;
      }
      if (prefixBytes == PREFIX && missing == 0) {
        next.handle(slice(chunk, start, at));
        start = at;
        prefixBytes = 0;
      }
    }
    if (start < chunk.length() || chunk.length() == 0) {
      next.handle(slice(chunk, start, chunk.length()));
    }
  }

  private static Buffer slice(Buffer chunk, int from, int to) {
    return from == 0 && to == chunk.length() ? chunk : chunk.slice(from, to);
  }
}
