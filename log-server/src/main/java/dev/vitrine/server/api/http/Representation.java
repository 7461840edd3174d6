package dev.vitrine.server.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of an answer with what a cache needs to know of them. Immutable, and served to many
 * connections at once.
 *
 * @param type the media type
 * @param caching the {@code Cache-Control} value
 * @param encoding {@code gzip} or {@code identity}
 * @param varies whether other encodings of the same resource exist
 * @param etag quoted
 */
record Representation(
    Buffer body,
    CharSequence type,
    CharSequence caching,
    Encoding encoding,
    boolean varies,
    CharSequence etag) {

  static final CharSequence OCTETS = HttpHeaders.createOptimized("application/octet-stream");
  static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  static final CharSequence IMMUTABLE =
      HttpHeaders.createOptimized("public, max-age=604800, immutable");

  /** A cache may keep it, but must ask each time whether it is still the newest. */
  static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");

  static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private static final int ETAG_BYTES = 16;

  /** The content coding of a body. */
  enum Encoding {
    IDENTITY,
    GZIP
  }

  static Representation immutable(byte[] bytes) {
    return of(bytes, OCTETS, IMMUTABLE, Encoding.IDENTITY, false);
  }

  static Representation of(
      byte[] bytes, CharSequence type, CharSequence caching, Encoding encoding, boolean varies) {
    return new Representation(
        Buffer.buffer(bytes), type, caching, encoding, varies, etag(sha256(bytes)));
  }

  int length() {
    return body.length();
  }

  /** The entity tag of a body with this digest. */
  static CharSequence etag(byte[] sha256) {
    String hex = HexFormat.of().formatHex(sha256, 0, ETAG_BYTES);
    return HttpHeaders.createOptimized('"' + hex + '"');
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
