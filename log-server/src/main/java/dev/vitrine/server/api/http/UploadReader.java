package dev.vitrine.server.api.http;

import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.api.Upload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads a body into an upload, piece by piece: while a piece is written, the client is not read any
 * further. The limit holds while reading.
 *
 * <p>Owned by the event loop.
 */
final class UploadReader {
  static final int PIECE_BYTES = 128 << 10;

  private final Exchange exchange;
  private final HttpServerRequest request;
  private final Upload upload;
  private final int maxBytes;
  private final ReadPool pool;
  private final Consumer<Upload> whole;
  private Buffer piece = Buffer.buffer();
  private long received;
  private boolean over;
  private Runnable timer = () -> {};

  private UploadReader(
      Exchange exchange, Upload upload, int maxBytes, ReadPool pool, Consumer<Upload> whole) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.upload = upload;
    this.maxBytes = maxBytes;
    this.pool = pool;
    this.whole = whole;
  }

  /** Whether a body that long is announced; then nothing of it need be read. */
  static boolean isTooLong(Exchange exchange, int maxBytes) {
    String announced = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return announced != null && Long.parseLong(announced) > maxBytes;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  static void refuse(Exchange exchange, String found, int maxBytes) {
    exchange.closeAfterwards();
    exchange.fail(
        Failure.of(
            Reason.BLOB_TOO_LARGE,
            "blob",
            found,
            "blob: " + found + " (expected: 1.." + maxBytes + ")"));
  }

  /**
   * Reads a body that was paused.
   *
   * @param timeout after which a body that is not complete is refused
   * @param whole gets the upload once the body has arrived in full; a truncated one never arrives
   */
  static void read(
      Exchange exchange,
      Upload upload,
      int maxBytes,
      Duration timeout,
      ReadPool pool,
      Consumer<Upload> whole) {
    new UploadReader(exchange, upload, maxBytes, pool, whole).start(timeout);
  }

  private void start(Duration timeout) {
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && expect.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
    request.handler(this::take);
    request.endHandler(end -> finish());
    request.exceptionHandler(broken -> giveUp());
    timer = exchange.after(timeout, () -> late(timeout));
    request.resume();
  }

  private void take(Buffer bytes) {
    if (over) {
      return;
    }
    received += bytes.length();
    if (received > maxBytes) {
      giveUp();
      refuse(exchange, "more than " + maxBytes + " bytes", maxBytes);
      return;
    }
    piece.appendBuffer(bytes);
    if (piece.length() >= PIECE_BYTES) {
      request.pause();
      write(request::resume);
    }
  }

  private void write(Runnable next) {
    byte[] bytes = piece.getBytes();
    piece = Buffer.buffer();
    pool.call(
        () -> {
          upload.write(bytes);
          return bytes.length;
        },
        written -> next.run(),
        failure -> {
          giveUp();
          request.resume();
          // Closed under the write: the client has gone, and nobody waits for an answer.
          if (!(failure instanceof ClosedChannelException)) {
            exchange.fail(failure);
          }
        });
  }

  private void finish() {
    timer.run();
    if (!over) {
      over = true;
      write(() -> whole.accept(upload));
    }
  }

  private void giveUp() {
    timer.run();
    over = true;
    piece = Buffer.buffer();
  }

  private void late(Duration timeout) {
    if (!over) {
      giveUp();
      exchange.closeAfterwards();
      exchange.fail(
          Reason.BODY_TOO_SLOW,
          "body",
          "",
          "body: not complete within " + timeout + " (expected: faster)");
      request.resume();
    }
  }
}
