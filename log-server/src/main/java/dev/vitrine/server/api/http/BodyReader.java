package dev.vitrine.server.api.http;

import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.Reason;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body up to a limit. The limit holds while reading: what a client announces or sends above
 * it is never collected.
 */
final class BodyReader {

  private final Exchange exchange;
  private final int maxBytes;
  private final Duration timeout;
  private final Consumer<byte[]> whole;
  private @Nullable Buffer collected;
  private boolean refused;
  private Runnable timer = () -> {};

  private BodyReader(Exchange exchange, int maxBytes, Duration timeout, Consumer<byte[]> whole) {
    this.exchange = exchange;
    this.maxBytes = maxBytes;
    this.timeout = timeout;
    this.whole = whole;
  }

  /**
   * @param timeout after which a body that is not complete is refused
   * @param whole gets the body once it has arrived in full; a truncated one never arrives
   */
  static void read(Exchange exchange, int maxBytes, Duration timeout, Consumer<byte[]> whole) {
    new BodyReader(exchange, maxBytes, timeout, whole).start();
  }

  private void start() {
    HttpServerRequest request = exchange.request();
    String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (announced != null && tooLong(announced)) {
      refuse(announced + " bytes");
      return;
    }
    String expect = request.getHeader(HttpHeaders.EXPECT);
    if (expect != null && expect.equalsIgnoreCase("100-continue")) {
      request.response().writeContinue();
    }
    request.handler(this::take);
    request.endHandler(end -> finish());
    request.exceptionHandler(broken -> abandon());
    if (!request.isEnded()) {
      timer = exchange.after(timeout, this::late);
    }
  }

  private boolean tooLong(String announced) {
    try {
      return Long.parseLong(announced) > maxBytes;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private void take(Buffer chunk) {
    if (refused) {
      return;
    }
    int soFar = collected == null ? 0 : collected.length();
    if (soFar + chunk.length() > maxBytes) {
      refuse("more than " + maxBytes + " bytes");
    } else if (collected == null) {
      collected = Buffer.buffer(chunk.length()).appendBuffer(chunk);
    } else {
      collected.appendBuffer(chunk);
    }
  }

  private void finish() {
    timer.run();
    if (!refused) {
      whole.accept(collected == null ? new byte[0] : collected.getBytes());
    }
  }

  private void abandon() {
    timer.run();
    refused = true;
    collected = null;
  }

  private void late() {
    if (!refused) {
      abandon();
      exchange.closeAfterwards();
      exchange.fail(
          Reason.BODY_TOO_SLOW,
          "body",
          "",
          "body: not complete within " + timeout + " (expected: faster)");
    }
  }

  private void refuse(String found) {
    abandon();
    exchange.closeAfterwards();
    exchange.fail(
        Failure.of(
            Reason.ENTRY_TOO_LARGE,
            "entry",
            found,
            "entry: " + found + " (expected: 1.." + maxBytes + ")"));
  }
}
