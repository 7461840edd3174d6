package dev.vitrine.client.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer: status, headers and the whole body.
 *
 * @param status 200..599
 * @param headers Content-Type among them; Content-Length is the endpoint's business
 * @param body not copied: the maker hands it over
 */
public record Response(int status, Map<String, String> headers, byte[] body) {
  public static final String TEXT = "text/plain; charset=utf-8";

  public Response {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status: " + status + " (expected: 200..599)");
    }
    headers = Map.copyOf(headers);
  }

  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, Map.of("Content-Type", contentType), body);
  }

  public static Response of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(UTF_8));
  }

  public static Response text(int status, String body) {
    return of(status, TEXT, body);
  }

  public Response with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Response(status, more, body);
  }
}
