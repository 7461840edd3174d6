package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vitrine.client.LogTransport;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.LookupPage;
import dev.vitrine.client.PageRequest;
import dev.vitrine.client.RefusedException;
import dev.vitrine.client.RequestLimits;
import dev.vitrine.client.UnverifiedEntry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
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
  private final LogTransport lookups;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  RecordServer(String address) throws UsageException {
    if (!address.startsWith("http://") && !address.startsWith("https://")) {
      throw new UsageException("--log: " + address + " (expected: http(s)://…)");
    }
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    this.lookups =
        LogTransport.to(
            address, new RequestLimits(TIMEOUT, RequestLimits.DEFAULT.maxCheckpointBytes()));
  }

  /**
   * The newest record of a key that passes a test: asked for one by one from the end, since it is
   * nearly always the last.
   */
  Optional<UnverifiedEntry> newest(LookupKey key, Predicate<UnverifiedEntry> test)
      throws IOException {
    PageRequest request = PageRequest.newestFirst(1);
    while (true) {
      LookupPage page = lookup(key, request);
      Optional<UnverifiedEntry> found = page.hits().stream().filter(test).findFirst();
      if (found.isPresent() || page.nextPageToken().isEmpty()) {
        return found;
      }
      request = request.after(page.nextPageToken());
    }
  }

  private LookupPage lookup(LookupKey key, PageRequest request) throws IOException {
    try {
      return LookupQuestion.required(lookups.lookup(key, request));
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw unreachable(String.valueOf(e.getMessage()), e);
    } catch (LogUnreachableException e) {
      throw unreachable(String.valueOf(e.getMessage()), null);
    }
  }

  /** An entry by index. */
  UnverifiedEntry entry(long index) throws IOException, InterruptedException {
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

  private static UnverifiedEntry hit(JsonNode node) throws IOException {
    // Either alphabet of base64, with or without padding.
    String text = node.get("entry").asText().replace('-', '+').replace('_', '/');
    try {
      return new UnverifiedEntry(node.get("index").asLong(), Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new IOException("entry: not base64 (expected: an entry of a log)", e);
    }
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
