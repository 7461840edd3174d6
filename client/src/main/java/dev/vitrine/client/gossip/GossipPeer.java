package dev.vitrine.client.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.http.WholeAnswer;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Somebody else who holds heads, at a URL from the configuration. */
public final class GossipPeer {
  /** Most evidence files a peer is asked for. */
  public static final int MAX_IDS = 1024;

  /** Most messages with heads a peer is asked for in one round. */
  static final int MAX_PAGES = 64;

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_BODY = 8 << 20;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI heads;
  private final Duration timeout;
  private final HttpClient http;

  /**
   * @param url the peer's address; {@code gossip/v1/heads} is below it
   */
  public GossipPeer(URI url, Duration timeout) {
    String text = url.toString();
    this.heads = URI.create(text.endsWith("/") ? text : text + "/").resolve("gossip/v1/heads");
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /** Peers at the addresses of a configuration. */
  public static List<GossipPeer> all(List<URI> urls) {
    return urls.stream().map(url -> new GossipPeer(url, TIMEOUT)).toList();
  }

  public URI url() {
    return heads;
  }

  /** Tells the peer all these heads, in as many messages as they need. */
  public void push(List<SignedCheckpoint> ours) throws IOException {
    OptionalInt from = OptionalInt.of(0);
    while (from.isPresent()) {
      HeadsMessage page = HeadsMessage.page(ours, from.getAsInt());
      send(
          HttpRequest.newBuilder(heads)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(page.encode())),
          202);
      from = page.next();
    }
  }

  /** The heads the peer holds, at most those of {@link #MAX_PAGES} messages. */
  public List<SignedCheckpoint> pull() throws IOException {
    List<SignedCheckpoint> theirs = new ArrayList<>();
    URI url = heads;
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      HeadsMessage page = HeadsMessage.parse(send(HttpRequest.newBuilder(url), 200));
      theirs.addAll(page.heads());
      if (page.next().isEmpty()) {
        break;
      }
      url = URI.create(heads + "?from=" + page.next().getAsInt());
    }
    return theirs;
  }

  public void pushEvidence(byte[] evidence) throws IOException {
    send(
        HttpRequest.newBuilder(evidence())
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(evidence)),
        202);
  }

  /** Ids of the evidence the peer serves, at most {@link #MAX_IDS} of them. */
  public List<String> evidenceIds() throws IOException {
    JsonNode ids = MAPPER.readTree(send(HttpRequest.newBuilder(evidence()), 200)).path("evidence");
    List<String> found = new ArrayList<>();
    for (JsonNode id : ids) {
      if (!id.asText().matches("[0-9a-f]{64}")) {
        throw new IOException(
            evidence() + ": id " + id + " (expected: 64 hexadecimal digits, lower case)");
      }
      if (found.size() < MAX_IDS) {
        found.add(id.asText());
      }
    }
    return found;
  }

  /**
   * An evidence file, not verified.
   *
   * @throws IOException if it cannot be had, or is not the file its id names
   */
  public byte[] evidence(String id) throws IOException {
    URI url = URI.create(evidence() + "/" + id);
    byte[] bytes = send(HttpRequest.newBuilder(url), 200);
    String actual = EvidenceFolder.id(bytes);
    if (!actual.equals(id)) {
      throw new IOException(url + ": bytes of " + actual + " (expected: " + id + ")");
    }
    return bytes;
  }

  private URI evidence() {
    return heads.resolve("evidence");
  }

  private byte[] send(HttpRequest.Builder request, int expected) throws IOException {
    HttpResponse<byte[]> response = WholeAnswer.await(http, request.build(), timeout, MAX_BODY);
    if (response.statusCode() != expected) {
      throw new IOException(
          response.uri() + ": status " + response.statusCode() + " (expected: " + expected + ")");
    }
    return response.body();
  }
}
