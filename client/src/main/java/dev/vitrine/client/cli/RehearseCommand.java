package dev.vitrine.client.cli;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code vitrine rehearse}: runs the common commands against a log of one entry in this process.
 * The build runs it once and keeps the classes that it loads in the archive from which later runs
 * start.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Load what the common commands load, for the class archive.")
final class RehearseCommand implements Callable<Integer> {
  private static final String ORIGIN = "rehearsal.invalid/log";
  private static final byte[] CONTENT = {'a'};

  @Override
  public Integer call() throws Exception {
    Path trust = Files.createTempDirectory("vitrine-rehearsal");
    SignerKey ed25519 = SignerKey.generate(ORIGIN, SignatureType.ED25519);
    SignerKey mlDsa = SignerKey.generate(ORIGIN, SignatureType.ML_DSA_44_COSIGNATURE);
    byte[] entry = record();
    HttpServer server = serve(entry, ed25519, mlDsa);
    Path file = Files.write(trust.resolve("file"), CONTENT);
    Path same = Files.write(trust.resolve("same"), CONTENT);
    Path bundle = trust.resolve("bundle");
    Path proof = trust.resolve("proof");
    Path record = Files.write(trust.resolve("record"), entry);
    try {
      String url = "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
      String[] options = {
        "--log",
        url,
        "--vkey",
        ed25519.verifierKey().toString(),
        "--vkey",
        mlDsa.verifierKey().toString(),
        "--trust-dir",
        trust.toString()
      };
      run(options, "head");
      run(options, "head", "--json");
      run(options, "get", "0");
      run(options, "proof", "inclusion", "--index", "0");
      run(options, "check", "--scan", file.toString());
      run(options, "check", "--scan", "--json", file.toString());
      run(options, "check", file.toString());
      run(options, "check", file.toString(), same.toString());
      run(options, "bundle", "--index", "0", "-o", bundle.toString());
      run(options, "proof", "bundle", "--index", "0", "-o", proof.toString());
      String[] keys = Arrays.copyOfRange(options, 2, 6);
      run(keys, "check", "--offline", "--proof", bundle.toString(), file.toString());
      run(
          keys,
          "check",
          "--offline",
          "--proof",
          proof.toString(),
          "--record",
          record.toString(),
          file.toString());
      return 0;
    } finally {
      server.stop(0);
      deleteAll(trust);
    }
  }

  /** A build of one file, so that checks find what they look for. */
  private static byte[] record() throws SignatureException {
    Subject subject =
        Subject.newBuilder()
            .setName("file")
            .putDigest("sha256", Hash.of(Digests.sha256(CONTENT)).hex())
            .build();
    Build build =
        Build.newBuilder()
            .setCommon(Common.newBuilder().setSchema(Kind.BUILD.uri()))
            .setProduct("rehearsal")
            .build();
    return Envelope.unsigned(new Statement(List.of(subject), Kind.BUILD, build))
        .signedBy(SigningKey.generate(SignatureAlgorithm.ED25519))
        .encode();
  }

  private static void run(String[] options, String... command) {
    String[] all = new String[command.length + options.length];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(options, 0, all, command.length, options.length);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    int exitCode = Vitrine.run(nowhere, new PrintWriter(System.err, true), all);
    if (exitCode != 0) {
      throw new IllegalStateException(
          "%s: exit code %d (expected: 0)".formatted(String.join(" ", command), exitCode));
    }
  }

  private static HttpServer serve(byte[] entry, SignerKey... keys)
      throws IOException, NoteFormatException {
    Hash root = TreeHasher.leaf(entry);
    byte[] head =
        new CheckpointSigner(keys).sign(new Checkpoint(ORIGIN, 1, root), Instant.now()).encode();
    Map<String, byte[]> files =
        Map.of(
            "/checkpoint", head,
            "/tile/0/000.p/1", root.toByteArray(),
            "/tile/entries/000.p/1", EntryBundle.encode(List.of(entry)));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              exchange.getRequestURI().getPath().equals("/v1/lookup")
                  ? lookup(exchange.getRequestURI().getQuery())
                  : files.getOrDefault(exchange.getRequestURI().getPath(), new byte[0]);
          exchange.sendResponseHeaders(
              body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** Whoever looks for a file finds the entry; nobody has said anything about it. */
  private static byte[] lookup(String query) {
    String hits = query.startsWith("artifact_sha256") ? "{\"index\":0}" : "";
    return "{\"hits\":[%s],\"nextPageToken\":\"\",\"coversSize\":1}"
        .formatted(hits)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
