package dev.vitrine.bench.load;

import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;

/** The tlog-tiles resources of a log over HTTP. */
public final class HttpLog implements LogView {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Endpoint endpoint;

  public HttpLog(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public byte[] checkpoint() throws IOException {
    return get("checkpoint");
  }

  @Override
  public String metrics() throws IOException {
    try {
      return new String(get("metrics"), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  @Override
  public byte[] read(TileId id) throws IOException {
    return get(id.path());
  }

  @Override
  public byte[] readBundle(BundleId id) throws IOException {
    return get(id.path());
  }

  private byte[] get(String path) throws IOException {
    URI uri = URI.create(endpoint + "/" + path);
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return switch (response.statusCode()) {
        case 200 -> response.body();
        case 404 -> throw new NoSuchFileException(uri.toString());
        default -> throw new IOException(uri + ": HTTP " + response.statusCode());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + uri);
    }
  }
}
