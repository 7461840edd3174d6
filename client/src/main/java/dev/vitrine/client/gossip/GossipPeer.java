package dev.vitrine.client.gossip;

import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Somebody else who holds heads, at a URL from the configuration. */
public final class GossipPeer {
  private static final int MAX_BODY = 8 << 20;

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
        HttpRequest.newBuilder(heads.resolve("evidence"))
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(evidence)),
        202);
  }

  private byte[] send(HttpRequest.Builder request, int expected) throws IOException {
    try {
      HttpResponse<InputStream> response =
          http.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] body = in.readNBytes(MAX_BODY);
        if (response.statusCode() != expected) {
          throw new IOException(
              heads + ": status " + response.statusCode() + " (expected: " + expected + ")");
        }
        return body;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while talking to " + heads);
    }
  }
}
