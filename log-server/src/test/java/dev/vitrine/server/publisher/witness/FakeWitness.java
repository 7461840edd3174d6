package dev.vitrine.server.publisher.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.RequestFormatException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A witness of one log that keeps the table of tlog-witness, unless a scripted answer is due. */
final class FakeWitness implements AutoCloseable {
  private final SignerKey key;
  private final HttpServer server;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private volatile Optional<CountDownLatch> held = Optional.empty();
  private volatile Optional<SignedCheckpoint> latest = Optional.empty();
  private volatile boolean trustOnFirstUse;

  FakeWitness(String name, SignatureType type) throws IOException {
    try {
      this.key = SignerKey.generate(name, type);
    } catch (NoteFormatException e) {
      throw new IOException(e);
    }
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(pool);
    server.createContext("/", this::serve);
    server.start();
  }

  FakeWitness(String name) throws IOException {
    this(name, SignatureType.ED25519_COSIGNATURE);
  }

  SignerKey key() {
    return key;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/w";
  }

  String policyLine(String name) {
    return "witness " + name + " " + key.verifierKey() + " " + url() + "\n";
  }

  /** The next request gets this answer. */
  void answer(int status, String contentType, String body) {
    script.add(new Scripted(status, contentType, body));
  }

  /** From now on no request is answered before {@link #release}. */
  void hold() {
    held = Optional.of(new CountDownLatch(1));
  }

  void release() {
    CountDownLatch latch = held.orElseThrow();
    held = Optional.empty();
    latch.countDown();
  }

  /** As after a restart with an empty data base. */
  void forget() {
    latest = Optional.empty();
  }

  void trustOnFirstUse() {
    trustOnFirstUse = true;
  }

  void remember(SignedCheckpoint checkpoint) {
    latest = Optional.of(checkpoint);
  }

  long size() {
    return latest.map(head -> head.checkpoint().size()).orElse(0L);
  }

  List<byte[]> bodies() {
    return bodies;
  }

  /** The peer's port of each request: equal ones came over one connection. */
  List<Integer> ports() {
    return ports;
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestMethod().equals("GET")) {
        write(
            exchange,
            latest
                .map(head -> new Scripted(200, "text/plain", new String(head.encode(), UTF_8)))
                .orElse(new Scripted(404, "text/plain", "")));
        return;
      }
      bodies.add(body);
      ports.add(exchange.getRemoteAddress().getPort());
      if (held.isPresent()) {
        held.get().await();
      }
      Scripted scripted = script.poll();
      write(exchange, scripted == null ? judge(body) : scripted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Scripted judge(byte[] body) {
    try {
      AddCheckpointRequest request = AddCheckpointRequest.parse(body);
      if (latest.isEmpty() && trustOnFirstUse) {
        return cosign(request.checkpoint());
      }
      if (request.oldSize() != size()) {
        return new Scripted(409, "text/x.tlog.size", size() + "\n");
      }
      Hash oldRoot = latest.map(head -> head.checkpoint().root()).orElse(Hash.EMPTY_ROOT);
      if (request.oldSize() > 0) {
        ProofVerifier.verifyConsistency(
            request.consistencyProof(), oldRoot, request.checkpoint().checkpoint().root());
      }
      return cosign(request.checkpoint());
    } catch (RequestFormatException e) {
      return new Scripted(400, "text/plain", e.getMessage());
    } catch (ProofException e) {
      return new Scripted(422, "text/plain", e.getMessage());
    }
  }

  private Scripted cosign(SignedCheckpoint checkpoint) {
    latest = Optional.of(checkpoint);
    NoteSignature line = key.sign(checkpoint.checkpoint(), Instant.ofEpochSecond(1_800_000_000));
    return new Scripted(200, "text/plain", line.line() + "\n");
  }

  private static void write(HttpExchange exchange, Scripted answer) throws IOException {
    byte[] bytes = answer.body().getBytes(UTF_8);
    if (!answer.contentType().isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    }
    if (answer.status() == 429) {
      exchange.getResponseHeaders().set("Retry-After", "3600");
    }
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  private record Scripted(int status, String contentType, String body) {}
}
