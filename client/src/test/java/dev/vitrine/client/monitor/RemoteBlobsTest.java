package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.merkle.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RemoteBlobsTest {
  private final Map<String, Response> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private HttpEndpoint endpoint;
  private RemoteBlobs blobs;
  private Instant now = Instant.parse("2026-11-24T08:00:00Z");

  @BeforeEach
  void start() throws IOException {
    endpoint =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            4,
            request -> {
              synchronized (asked) {
                asked.add(request.path());
              }
              return answers.getOrDefault(request.path(), Response.text(404, "none\n"));
            });
    blobs =
        new RemoteBlobs(
            new RemoteLog(List.of(URI.create(endpoint.url() + "/log/")), Duration.ofSeconds(5)),
            () -> now);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void blob_served_isReadAndItsSizeRemembered() throws Exception {
    Hash hash = put("the evidence", "the evidence");

    assertThat(blobs.read(hash))
        .hasValueSatisfying(b -> assertThat(b).asString().isEqualTo("the evidence"));
    assertThat(blobs.size(hash)).hasValue(12);
    assertThat(asked).containsExactly("/log/v1/blobs/" + hash.hex());
  }

  @Test
  void blob_missing_isMissingAndAskedForAgain() throws Exception {
    Hash hash = sha256("later");
    assertThat(blobs.read(hash)).isEmpty();
    assertThat(blobs.size(hash)).isEmpty();

    put("later", "later");
    assertThat(blobs.size(hash)).hasValue(5);
  }

  @Test
  void blob_withOtherBytes_isNeitherThereNorMissing() throws Exception {
    Hash hash = put("what was logged", "something else");

    assertThatThrownBy(() -> blobs.read(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("expected: " + hash);
    assertThatThrownBy(() -> blobs.size(hash)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void log_thatFails_isNotTakenForAMissingBlob() throws Exception {
    Hash hash = sha256("x");
    answers.put("/log/v1/blobs/" + hash.hex(), Response.text(500, "broken\n"));
    assertThatThrownBy(() -> blobs.read(hash))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("status 500");
    assertThat(asked).as("it was asked again first").hasSize(RemoteLog.ATTEMPTS);

    answers.put("/log/v1/blobs/" + hash.hex(), Response.text(200, "x"));
    assertThat(blobs.size(hash)).hasValue(1);
  }

  @Test
  void blob_thatCannotBeHadForAnHour_isMissing() throws Exception {
    Hash hash = sha256("x");
    answers.put("/log/v1/blobs/" + hash.hex(), Response.text(403, "no\n"));
    assertThatThrownBy(() -> blobs.size(hash)).isInstanceOf(UncheckedIOException.class);
    now = now.plus(RemoteBlobs.PATIENCE).minusSeconds(1);
    assertThatThrownBy(() -> blobs.size(hash)).isInstanceOf(UncheckedIOException.class);
    now = now.plusSeconds(1);
    assertThat(blobs.size(hash)).isEmpty();

    Hash next = sha256("y");
    answers.put("/log/v1/blobs/" + next.hex(), Response.text(403, "no\n"));
    assertThatThrownBy(() -> blobs.size(next)).isInstanceOf(UncheckedIOException.class);
  }

  private Hash put(String named, String served) throws Exception {
    Hash hash = sha256(named);
    answers.put("/log/v1/blobs/" + hash.hex(), Response.text(200, served));
    return hash;
  }

  private static Hash sha256(String text) throws Exception {
    return Hash.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }
}
