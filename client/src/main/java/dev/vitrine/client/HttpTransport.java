package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A log behind an HTTP prefix: tiles for reads, {@code POST /add} for appends, {@code /v1} for
 * look-ups.
 */
final class HttpTransport extends TileTransport {
  private final URI prefix;
  private final RequestLimits limits;
  private final HttpFetcher fetcher;
  private final TileSource source;

  /**
   * Makes the transport.
   *
   * @param prefix ends with {@code /}
   */
  HttpTransport(URI prefix, RequestLimits limits) {
    this.prefix = prefix;
    this.limits = limits;
    this.fetcher = new HttpFetcher(newClient(prefix, limits), limits.timeout());
    this.source =
        new PathTiles((path, max, compress) -> fetcher.get(prefix.resolve(path), max, compress));
  }

  /** A client that follows no redirects and keeps no cookies. */
  private static HttpClient newClient(URI prefix, RequestLimits limits) {
    boolean secure = prefix.getScheme().equals("https");
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.timeout());
    return secure ? builder.build() : builder.sslContext(PlainOnly.context()).build();
  }

  @Override
  TileSource source() {
    return source;
  }

  @Override
  public byte[] checkpoint() throws IOException {
    return fetcher.get(prefix.resolve("checkpoint"), limits.maxCheckpointBytes(), false);
  }

  @Override
  public OptionalLong locate(Hash leafHash, long size) throws IOException {
    String query = "v1/proof/inclusion?leaf_hash=%s&size=%d".formatted(leafHash.hex(), size);
    try {
      byte[] answer = fetcher.get(prefix.resolve(query), RequestLimits.MAX_JSON_BYTES, false);
      return OptionalLong.of(index(FlatJson.read(answer)));
    } catch (HttpNotFoundException e) {
      // A log of plain files has no /v1: what it holds must be looked for.
      return e.isExplained() ? OptionalLong.empty() : super.locate(leafHash, size);
    }
  }

  @Override
  public Optional<LookupPage> lookup(LookupKey key, PageRequest page) throws IOException {
    String query =
        "v1/lookup?%s&page_size=%d%s%s"
            .formatted(
                key.query(),
                page.size(),
                page.newestFirst() ? "&newest_first=true" : "",
                page.token().isEmpty() ? "" : "&page_token=" + LookupKey.encoded(page.token()));
    try {
      return Optional.of(
          LookupJson.read(fetcher.get(prefix.resolve(query), LookupJson.MAX_BYTES, false)));
    } catch (HttpNotFoundException e) {
      return Optional.empty();
    } catch (HttpStatusException e) {
      throw e.status() == 400 ? refusal(e) : new IOException(said(e), e);
    }
  }

  /** What the log has against a question, where a log says so. */
  private static IOException refusal(HttpStatusException status) {
    try {
      Map<String, String> problem = FlatJson.read(status.body());
      String reason = problem.getOrDefault("reason", "");
      return reason.isEmpty()
          ? status
          : new RefusedException(reason, reason + ": " + problem.getOrDefault("detail", ""));
    } catch (IOException e) {
      return status;
    }
  }

  @Override
  public boolean hasDocuments() {
    return true;
  }

  @Override
  public byte[] document(Hash sha256, int maxBytes) throws IOException {
    return fetcher.get(prefix.resolve("v1/blobs/" + sha256.hex()), maxBytes, false);
  }

  @Override
  public CompletableFuture<Acknowledgement> append(byte[] entry) {
    return fetcher
        .post(prefix.resolve("add"), entry, "application/json", RequestLimits.MAX_JSON_BYTES)
        .handle(
            (answer, failure) -> failure == null ? acknowledged(entry, answer) : failed(failure));
  }

  private static Acknowledgement acknowledged(byte[] entry, byte[] answer) {
    try {
      Map<String, String> fields = FlatJson.read(answer);
      boolean duplicate = Boolean.parseBoolean(fields.getOrDefault("duplicate", "false"));
      return Acknowledgement.of(entry, index(fields), duplicate, leafHash(fields));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Logs of other makes may tell none. */
  private static Optional<Hash> leafHash(Map<String, String> fields) throws IOException {
    String told = fields.getOrDefault("leafHash", "");
    if (!told.matches("|[0-9a-f]{64}")) {
      throw new IOException(
          "leafHash in the log's answer: %s (expected: 64 hexadecimal digits)".formatted(told));
    }
    return told.isEmpty() ? Optional.empty() : Optional.of(Hash.ofHex(told));
  }

  private static Acknowledgement failed(Throwable failure) {
    Throwable cause = Causes.unwrap(failure);
    if (cause instanceof HttpStatusException status
        && !status.isTransient()
        && status.status() < 500) {
      throw new CompletionException(rejection(status));
    }
    if (cause instanceof HttpStatusException status) {
      throw new CompletionException(new AppendDelayedException(said(status), status.retryAfter()));
    }
    throw new CompletionException(
        new AppendDelayedException(String.valueOf(cause.getMessage()), cause));
  }

  /** What the log says of its push-back, where it says something. */
  private static String said(HttpStatusException status) {
    String message = Objects.requireNonNullElse(status.getMessage(), "");
    try {
      String detail = FlatJson.read(status.body()).get("detail");
      return detail == null ? message : message + ": " + detail;
    } catch (IOException e) {
      return message;
    }
  }

  private static AppendRejectedException rejection(HttpStatusException status) {
    try {
      Map<String, String> problem = FlatJson.read(status.body());
      return new AppendRejectedException(
          problem.getOrDefault("reason", "HTTP_" + status.status()),
          problem.getOrDefault("detail", String.valueOf(status.getMessage())));
    } catch (IOException e) {
      return new AppendRejectedException(
          "HTTP_" + status.status(), String.valueOf(status.getMessage()));
    }
  }

  private static long index(Map<String, String> fields) throws IOException {
    String index = fields.getOrDefault("index", "absent");
    if (!index.matches("0|[1-9][0-9]{0,18}")) {
      throw new IOException(
          "index in the log's answer: %s (expected: a decimal number)".formatted(index));
    }
    try {
      return Long.parseLong(index);
    } catch (NumberFormatException e) {
      throw new IOException(
          "index in the log's answer: %s (expected: at most 2^63-1)".formatted(index), e);
    }
  }

  @Override
  public String address() {
    return prefix.toString();
  }

  @Override
  public void close() {}
}
