package dev.vitrine.server.api.http;

import dev.vitrine.merkle.Hash;
import dev.vitrine.server.api.Blobs;
import dev.vitrine.server.api.Failure;
import dev.vitrine.server.api.Faults;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.api.RequestException;
import dev.vitrine.server.api.Upload;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/blobs}, {@code PUT /v1/blobs/<sha256>} and {@code GET /v1/blobs/<sha256>} with
 * ranges. A body may come in chunks; nothing above the limit is collected.
 */
final class BlobRoutes {
  static final String BLOBS = "/v1/blobs";
  static final String BLOB = "/v1/blobs/";

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Blobs blobs;
  private final ReadPool pool;
  private final Duration timeout;

  /**
   * @param timeout for a whole body
   */
  BlobRoutes(Blobs blobs, ReadPool pool, Duration timeout) {
    this.blobs = blobs;
    this.pool = pool;
    this.timeout = timeout;
  }

  void blob(Exchange exchange) {
    Hash sha256;
    try {
      sha256 = Parameters.hash("sha256", exchange.path().substring(BLOB.length()));
    } catch (RequestException e) {
      exchange.closeAfterwards();
      exchange.fail(e);
      return;
    }
    if (exchange.request().method() == HttpMethod.PUT) {
      upload(exchange, Optional.of(sha256));
    } else {
      Optional<String> part = asksForPart(exchange, sha256);
      pool.call(
          () -> part.isPresent() ? blobs.getForRange(sha256) : blobs.get(sha256),
          bytes -> answer(exchange, sha256, bytes, part),
          exchange::fail);
    }
  }

  void post(Exchange exchange) {
    upload(exchange, Optional.empty());
  }

  private void upload(Exchange exchange, Optional<Hash> told) {
    if (UploadReader.isTooLong(exchange, blobs.maxSize())) {
      String announced = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
      UploadReader.refuse(exchange, announced + " bytes", blobs.maxSize());
      return;
    }
    long bytes = room(exchange);
    if (!blobs.reserve(bytes)) {
      exchange.closeAfterwards();
      exchange.fail(
          Failure.retryable(Reason.UPLOADS_FULL, RETRY, "too many uploads at once; nothing taken"));
      return;
    }
    exchange.request().pause();
    Room room = new Room(bytes);
    exchange.onEnd(room::end);
    pool.call(
        blobs::begin,
        upload -> {
          if (room.take(upload)) {
            UploadReader.read(
                exchange,
                upload,
                blobs.maxSize(),
                timeout,
                pool,
                all -> store(exchange, all, told));
          }
        },
        exchange::fail);
  }

  /** What one upload holds until its request ends. Owned by the event loop. */
  private final class Room {
    private final long bytes;
    private @Nullable Upload upload;
    private boolean ended;

    Room(long bytes) {
      this.bytes = bytes;
    }

    /** Returns whether the request still waits for it. */
    boolean take(Upload begun) {
      upload = begun;
      if (ended) {
        remove(begun);
      }
      return !ended;
    }

    void end() {
      if (ended) {
        return;
      }
      ended = true;
      blobs.giveBack(bytes);
      if (upload != null) {
        remove(upload);
      }
    }
  }

  private void store(Exchange exchange, Upload upload, Optional<Hash> told) {
    pool.call(
        () -> blobs.put(upload, told),
        digest ->
            exchange.json(new JsonObject().put("sha256", digest.hex()).put("size", upload.size())),
        exchange::fail);
  }

  private static void remove(Upload upload) {
    try {
      upload.close();
    } catch (IOException e) {
      Faults.report("upload", new UncheckedIOException(e));
    }
  }

  /** What the body may need: its announced length, or without one the limit. */
  private long room(Exchange exchange) {
    String announced = exchange.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean small = announced != null && announced.matches("[0-9]{1,9}");
    return small ? Math.min(blobs.maxSize(), Long.parseLong(announced)) : blobs.maxSize();
  }

  /** The range asked for; only GET has ranges, and only of what the caller holds a part of. */
  private static Optional<String> asksForPart(Exchange exchange, Hash sha256) {
    String held = exchange.request().getHeader("if-range");
    boolean counts =
        exchange.request().method() == HttpMethod.GET
            && (held == null || held.strip().contentEquals(etag(sha256)));
    return counts ? Optional.ofNullable(exchange.request().getHeader("range")) : Optional.empty();
  }

  private static void answer(
      Exchange exchange, Hash sha256, byte[] bytes, Optional<String> header) {
    exchange.request().response().putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    Optional<ByteRange> range = header.flatMap(text -> ByteRange.parse(text, bytes.length));
    if (range.isEmpty()) {
      exchange.send(Representation.immutable(bytes));
    } else if (range.get().isEmpty()) {
      exchange.request().response().putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + bytes.length);
      exchange.fail(
          Reason.RANGE,
          "range",
          header.get(),
          "range: " + header.get() + " (expected: below " + bytes.length + ")");
    } else {
      exchange.sendRange(bytes, range.get(), etag(sha256));
    }
  }

  private static CharSequence etag(Hash sha256) {
    return Representation.etag(sha256.toByteArray());
  }

  static byte[] cut(byte[] bytes, ByteRange range) {
    return Arrays.copyOfRange(bytes, range.from(), range.to());
  }
}
