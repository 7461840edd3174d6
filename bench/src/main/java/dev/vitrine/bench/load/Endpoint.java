package dev.vitrine.bench.load;

import java.net.URI;

/**
 * Where a log listens, in the clear.
 *
 * @param path prefix of the log's HTTP resources, without a slash at its end
 */
public record Endpoint(String host, int port, String path) {

  /**
   * @throws IllegalArgumentException if the text is no {@code http://host:port[/prefix]} URL
   */
  public static Endpoint parse(String url) {
    URI uri = URI.create(url);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
      throw new IllegalArgumentException(
          "log URL: " + url + " (expected: http://host:port[/prefix])");
    }
    return new Endpoint(uri.getHost(), uri.getPort(), uri.getPath().replaceAll("/+$", ""));
  }

  public String authority() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return "http://" + authority() + path;
  }
}
