package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.merkle.TreeHasher;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a maker of records asks of a log before it signs. None of the answers is believed further
 * than that: a wrong one leads to a record that the log refuses.
 */
final class RecordServer {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String address;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  RecordServer(String address) throws UsageException {
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new UsageException("--log: " + address + " (expected: http(s)://…, for look-ups)");
    }
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }

  /** An entry that a look-up found. */
  record Hit(long index, byte[] entry) {
    String leafHash() {
      return TreeHasher.leaf(entry).hex();
    }
  }

  /**
   * The newest record of a key such as {@code stream=av-bases/win} that passes a test: asked for
   * one by one from the end, since it is nearly always the last.
   */
  Optional<Hit> newest(String name, String value, Predicate<Hit> test)
      throws IOException, InterruptedException {
    String token = "";
    do {
      JsonNode page =
          get(
              query(name, value)
                  + "&newest_first=true&page_size=1"
                  + (token.isEmpty() ? "" : "&page_token=" + token));
      for (JsonNode node : page.get("hits")) {
        Hit hit = hit(node);
        if (test.test(hit)) {
          return Optional.of(hit);
        }
      }
      token = page.get("nextPageToken").asText();
    } while (!token.isEmpty());
    return Optional.empty();
  }

  /**
   * One page of an answer.
   *
   * @param nextPage empty on the last page
   */
  record Page(List<Hit> hits, String nextPage) {}

  /** One page of the records of a key, given as parameters. */
  Page page(Map<String, String> key, boolean newestFirst, int size, String token)
      throws IOException, InterruptedException {
    StringBuilder path = new StringBuilder("/v1/lookup?");
    key.forEach((name, value) -> path.append(name).append('=').append(encoded(value)).append('&'));
    path.append("page_size=").append(size);
    if (newestFirst) {
      path.append("&newest_first=true");
    }
    if (!token.isEmpty()) {
      path.append("&page_token=").append(encoded(token));
    }
    JsonNode page = get(path.toString());
    List<Hit> hits = new ArrayList<>();
    for (JsonNode node : page.path("hits")) {
      hits.add(hit(node));
    }
    return new Page(hits, page.path("nextPageToken").asText());
  }

  /** All records of a key in log order. */
  List<Hit> all(String name, String value) throws IOException, InterruptedException {
    List<Hit> hits = new ArrayList<>();
    String token = "";
    do {
      JsonNode page =
          get(
              query(name, value)
                  + "&page_size=1000"
                  + (token.isEmpty() ? "" : "&page_token=" + token));
      for (JsonNode node : page.get("hits")) {
        hits.add(hit(node));
      }
      token = page.get("nextPageToken").asText();
    } while (!token.isEmpty());
    return hits;
  }

  /** An entry by index. */
  Hit entry(long index) throws IOException, InterruptedException {
    return hit(get("/v1/entry/" + index));
  }

  /** Uploads a document; again is a success. */
  void upload(byte[] content) throws IOException, InterruptedException {
    post("/v1/blobs", content);
  }

  /** What the log would say to an entry. */
  JsonNode validate(byte[] entry) throws IOException, InterruptedException {
    return post("/v1/validate", entry);
  }

  /** How far the server's admission state has come, and its hash. */
  JsonNode state() throws IOException, InterruptedException {
    return get("/v1/state");
  }

  private static Hit hit(JsonNode node) throws IOException {
    // Either alphabet of base64, with or without padding.
    String text = node.get("entry").asText().replace('-', '+').replace('_', '/');
    try {
      return new Hit(node.get("index").asLong(), Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IOException("entry: not base64 (expected: an entry of a log)", e);
    }
  }

  private static String query(String name, String value) {
    return "/v1/lookup?" + name + "=" + encoded(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address + path)));
  }

  private JsonNode post(String path, byte[] body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(address + path)).POST(BodyPublishers.ofByteArray(body)));
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw unreachable(
          e.getMessage() == null ? "nothing listens there, or it is blocked" : e.getMessage(), e);
    }
    JsonNode answer = json(response);
    if (response.statusCode() == 200 && answer.isObject()) {
      return answer;
    }
    if (answer.hasNonNull("reason") && answer.hasNonNull("detail")) {
      String reason = answer.get("reason").asText();
      throw new RefusedException(reason, reason + ": " + answer.get("detail").asText());
    }
    throw unreachable(
        "%s answered with HTTP status %d and %d bytes that say no more (expected: 200 and JSON, or a reason)"
            .formatted(response.uri().getPath(), response.statusCode(), response.body().length),
        null);
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    try {
      JsonNode answer = JSON.readTree(response.body());
      return answer == null ? MissingNode.getInstance() : answer;
    } catch (IOException e) {
      // A proxy's page, or no log at all: the status is all there is to tell.
      return MissingNode.getInstance();
    }
  }

  private IOException unreachable(String why, @Nullable IOException cause) {
    String message = address + ": " + why;
    return new IOException(
        message,
        cause == null
            ? new LogUnreachableException(message)
            : new LogUnreachableException(message, cause));
  }
}
