package dev.vitrine.client.gossip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Somebody else who holds heads, at a URL from the configuration. */
public final class GossipPeer {
  /** Most evidence files a peer is asked for. */
  public static final int MAX_IDS = 1024;

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

  public void push(List<SignedCheckpoint> ours) throws IOException {
    byte[] body = new HeadsMessage(ours).encode();
    send(
        HttpRequest.newBuilder(heads)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
        202);
  }

  public List<SignedCheckpoint> pull() throws IOException {
    return HeadsMessage.parse(send(HttpRequest.newBuilder(heads), 200)).heads();
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
    try {
      HttpResponse<InputStream> response =
          http.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] body = in.readNBytes(MAX_BODY);
        if (response.statusCode() != expected) {
          throw new IOException(
              response.uri()
                  + ": status "
                  + response.statusCode()
                  + " (expected: "
                  + expected
                  + ")");
        }
        return body;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while talking to " + heads);
    }
  }
}
