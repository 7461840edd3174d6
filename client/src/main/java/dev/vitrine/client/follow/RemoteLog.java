package dev.vitrine.client.follow;

import dev.vitrine.client.http.AnswerTooLargeException;
import dev.vitrine.client.http.WholeAnswer;
import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/**
 * The resources below one or more URL prefixes of the same log. Thread-safe.
 *
 * <p>A resource that cannot be had is asked for again, at the next prefix, after a pause that
 * doubles; 404 is an answer and is not. A partial tile or bundle that is gone is replaced by the
 * full one.
 */
public final class RemoteLog implements TileSource {
  /** Times a resource is asked for before giving up. */
  public static final int ATTEMPTS = 5;

  /** Longest checkpoint read, that of a note with 16 post-quantum signatures several times over. */
  public static final int MAX_CHECKPOINT = 1 << 20;

  private static final int MAX_BLOB = 256 << 20;
  static final int MAX_BUNDLE = 256 * (2 + 65_535);
  private static final int MAX_TILE = 256 * 32;
  private static final int SLOWEST_BYTES_A_SECOND = 64 << 10;
  private static final long FIRST_PAUSE_MILLIS = 100;

  private final List<URI> prefixes;
  private final Duration timeout;
  private final HttpClient http;
  private final AtomicInteger turn = new AtomicInteger();

  /**
   * @param prefixes {@code http(s)://host/path/}, at least one; the final slash may be missing
   * @param timeout of one attempt; an answer that may be long has a second more for each 64 KiB it
   *     may have
   */
  public RemoteLog(List<URI> prefixes, Duration timeout) {
    if (prefixes.isEmpty()) {
      throw new IllegalArgumentException("prefixes: none (expected: at least one URL)");
    }
    this.prefixes = prefixes.stream().map(RemoteLog::withSlash).toList();
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /** The newest checkpoint as served, not verified. */
  public byte[] checkpoint() throws IOException {
    return join(fetch("checkpoint", MAX_CHECKPOINT));
  }

  @Override
  public byte[] read(TileId id) throws IOException {
    return join(tile(id));
  }

  @Override
  public byte[] readBundle(BundleId id) throws IOException {
    return join(bundle(id));
  }

  /**
   * A document beside the log, as Vitrine serves them; empty if it is not there.
   *
   * @throws IOException if it cannot be had, or is another document
   */
  public Optional<byte[]> blob(Hash sha256) throws IOException {
    try {
      byte[] blob = join(fetch("v1/blobs/" + sha256.hex(), MAX_BLOB));
      Hash actual = Hash.of(MessageDigest.getInstance("SHA-256").digest(blob));
      if (!actual.equals(sha256)) {
        throw new IOException("blob: " + actual + " (expected: " + sha256 + ")");
      }
      return Optional.of(blob);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  CompletableFuture<byte[]> tile(TileId id) {
    CompletableFuture<byte[]> answer = fetch(id.path(), MAX_TILE);
    if (id.width() == 256) {
      return answer;
    }
    return orFull(answer, new TileId(id.level(), id.index(), 256).path(), MAX_TILE);
  }

  CompletableFuture<byte[]> bundle(BundleId id) {
    return bundle(id, MAX_BUNDLE);
  }

  /**
   * @param limit bytes beyond which the answer is an {@link AnswerTooLargeException}
   */
  CompletableFuture<byte[]> bundle(BundleId id, int limit) {
    CompletableFuture<byte[]> answer = fetch(id.path(), limit);
    if (id.width() == 256) {
      return answer;
    }
    return orFull(answer, new BundleId(id.index(), 256).path(), limit);
  }

  private CompletableFuture<byte[]> orFull(
      CompletableFuture<byte[]> partial, String fullPath, int limit) {
    return partial.exceptionallyCompose(
        failure ->
            unwrap(failure) instanceof NoSuchFileException
                ? fetch(fullPath, limit)
                : CompletableFuture.failedFuture(unwrap(failure)));
  }

  private CompletableFuture<byte[]> fetch(String path, int limit) {
    return attempt(path, limit, 1);
  }

  private CompletableFuture<byte[]> attempt(String path, int limit, int number) {
    URI uri = prefixes.get(Math.floorMod(turn.getAndIncrement(), prefixes.size())).resolve(path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(timeout).header("Accept-Encoding", "gzip").build();
    Duration deadline = timeout.plusSeconds(limit / SLOWEST_BYTES_A_SECOND);
    return WholeAnswer.of(http, request, deadline, limit)
        .thenApply(response -> body(uri, response, limit))
        .exceptionallyCompose(failure -> again(path, limit, number, unwrap(failure)));
  }

  private CompletableFuture<byte[]> again(String path, int limit, int number, Throwable failure) {
    boolean transientFailure =
        failure instanceof IOException
            && !(failure instanceof NoSuchFileException)
            && !(failure instanceof RefusedException)
            && !(failure instanceof AnswerTooLargeException);
    if (!transientFailure || number >= ATTEMPTS) {
      return CompletableFuture.failedFuture(failure);
    }
    long pause = FIRST_PAUSE_MILLIS << (number - 1);
    Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(() -> {}, later)
        .thenCompose(done -> attempt(path, limit, number + 1));
  }

  private static byte[] body(URI uri, HttpResponse<byte[]> response, int limit) {
    try {
      return checkedBody(uri, response, limit);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static byte[] checkedBody(URI uri, HttpResponse<byte[]> response, int limit)
      throws IOException {
    int status = response.statusCode();
    if (status == 404 || status == 410) {
      throw new NoSuchFileException(uri.toString());
    }
    if (status >= 400 && status < 500 && status != 429 && status != 408) {
      throw new RefusedException(uri + ": status " + status + " (expected: 200)");
    }
    if (status != 200) {
      throw new IOException(uri + ": status " + status + " (expected: 200)");
    }
    boolean zipped =
        response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    return zipped ? unzip(response.body(), limit) : response.body();
  }

  private static byte[] unzip(byte[] zipped, int limit) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      byte[] body = in.readNBytes(limit + 1);
      if (body.length > limit) {
        throw new AnswerTooLargeException(limit);
      }
      return body;
    }
  }

  static <T> T join(CompletableFuture<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while fetching");
    } catch (ExecutionException e) {
      throw asIoException(unwrap(e));
    }
  }

  private static IOException asIoException(Throwable failure) {
    if (failure instanceof IOException io) {
      return io;
    }
    return new IOException(failure);
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && cause != null ? unwrap(cause) : failure;
  }

  private static URI withSlash(URI prefix) {
    String text = prefix.toString();
    return URI.create(text.endsWith("/") ? text : text + "/");
  }

  /** The server understood and said no; asking again changes nothing. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
