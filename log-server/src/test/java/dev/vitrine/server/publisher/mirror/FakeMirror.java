package dev.vitrine.server.publisher.mirror;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.mirror.UploadHeader;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/** A mirror that believes every upload, unless a scripted answer is due. */
final class FakeMirror implements AutoCloseable {
  private final SignerKey key = generate();
  private final HttpServer server;
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final Queue<Scripted> script = new ConcurrentLinkedQueue<>();
  private volatile SignerKey signsWith = key;
  private volatile CountDownLatch held = new CountDownLatch(0);
  // Guarded by this.
  private SignedCheckpoint pending;
  private long next;
  private int requests;

  FakeMirror() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(pool);
    server.createContext("/", this::serve);
    server.start();
  }

  private static SignerKey generate() {
    try {
      return SignerKey.generate("mirror.example/m", SignatureType.ED25519_COSIGNATURE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  String policy() {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/m";
    return "witness m " + key.verifierKey() + " " + url + "\nquorum none\n";
  }

  /** The next request gets this answer. */
  void answer(int status, String body, String... header) {
    script.add(new Scripted(status, body, header));
  }

  /** From now on no request is answered before {@link #release}. */
  void hold() {
    held = new CountDownLatch(1);
  }

  void release() {
    held.countDown();
  }

  void signWithAnotherKey() {
    signsWith = generate();
  }

  void signWithItsKey() {
    signsWith = key;
  }

  synchronized long held() {
    return next;
  }

  synchronized int requests() {
    return requests;
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      synchronized (this) {
        requests++;
      }
      held.await();
      Scripted scripted = script.poll();
      Scripted answer =
          scripted != null ? scripted : answer(exchange.getRequestURI().getPath(), body);
      for (int i = 0; i < answer.header().length; i += 2) {
        exchange.getResponseHeaders().set(answer.header()[i], answer.header()[i + 1]);
      }
      byte[] text = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Scripted answer(String path, byte[] body) {
    try {
      if (path.equals("/m/add-checkpoint")) {
        AddCheckpointRequest request = AddCheckpointRequest.parse(body);
        long size = pending == null ? 0 : pending.checkpoint().size();
        if (request.oldSize() != size) {
          return new Scripted(409, size + "\n", "Content-Type", "text/x.tlog.size");
        }
        pending = request.checkpoint();
        return new Scripted(200, "");
      }
      DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(body)));
      UploadHeader upload = UploadHeader.read(in);
      if (pending == null) {
        return new Scripted(422, "nothing pending\n");
      }
      if (upload.start() > next || upload.end() != pending.checkpoint().size()) {
        return new Scripted(
            409,
            pending.checkpoint().size() + "\n" + next + "\n\n",
            "Content-Type",
            "text/x.tlog.mirror-info");
      }
      next = upload.end();
      NoteSignature line =
          new CheckpointSigner(List.of(signsWith))
              .sign(pending.checkpoint(), Instant.ofEpochSecond(1_700_000_000))
              .signatures()
              .get(0);
      return new Scripted(200, line.line() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      return new Scripted(400, e + "\n");
    }
  }

  @Override
  public void close() {
    release();
    server.stop(0);
    pool.shutdownNow();
  }

  private record Scripted(int status, String body, String... header) {}
}
