package dev.vitrine.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * One request as a handler sees it.
 *
 * @param method upper case, as sent
 * @param path the raw path, not decoded, without the query
 * @param query the raw query, empty if there is none
 * @param peer the address the request came from, without port
 * @param headers first value of each header, names in lower case
 * @param stream the body; prefer {@link #body(int)}
 */
public record Request(
    String method,
    String path,
    String query,
    String peer,
    Map<String, String> headers,
    InputStream stream) {

  public Request {
    headers = Map.copyOf(headers);
  }

  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  public boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /**
   * Reads the whole body.
   *
   * @param limit most bytes accepted
   * @throws BodyTooLargeException if the body has more than {@code limit} bytes
   */
  public byte[] body(int limit) throws IOException {
    byte[] body = stream.readNBytes(limit + 1);
    if (body.length > limit) {
      throw new BodyTooLargeException(limit);
    }
    return body;
  }
}
