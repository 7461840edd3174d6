package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpHandler;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.check.BundleMaker;
import dev.vitrine.client.check.RecordLog;
import dev.vitrine.intoto.Envelope;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedNote;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is newer than this tool is called so: never tampering, never absence, never an outage. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FormatNewerTest {
  private static final String BUNDLE_TILE = "tile/entries/000.p/6";

  @TempDir Path folder;
  private final RecordLog records = new RecordLog();
  private final long build = records.build("Suite", "1.2", "setup.bin", "the installer");
  private TileServer server;
  private Path file;
  private String output = "";

  @BeforeEach
  void start() throws Exception {
    server = records.serve();
    file = Files.writeString(folder.resolve("setup.bin"), "the installer");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void serveAgain() throws Exception {
    server.close();
    server = records.serve();
  }

  private int run(String... arguments) {
    StringWriter text = new StringWriter();
    int exitCode = Vitrine.run(new PrintWriter(text), new PrintWriter(text, true), arguments);
    output = text.toString();
    return exitCode;
  }

  private int check(Path checked, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "check",
                checked.toString(),
                "--log",
                server.url(),
                "--vkey",
                records.log.vkey(),
                "--forget",
                "--timeout",
                "3"));
    all.addAll(Arrays.asList(more));
    return run(all.toArray(new String[0]));
  }

  private int offline(Path proof, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "check",
                file.toString(),
                "--offline",
                "--proof",
                proof.toString(),
                "--vkey",
                records.log.vkey()));
    all.addAll(Arrays.asList(more));
    return run(all.toArray(new String[0]));
  }

  private void assertNewer(int exitCode, String words) {
    assertThat(output)
        .startsWith("FORMAT NEWER: ")
        .contains(words)
        .contains("remedy:        update this tool")
        .doesNotContainIgnoringCase("tamper")
        .doesNotContain("UNTRUSTED", "UNREACHABLE");
    assertThat(exitCode).isEqualTo(15);
  }

  /** Appends what the build would be in another version of the format, about another file. */
  private long append(String from, String to) throws Exception {
    Envelope envelope = Envelope.parseFrom(records.log.entry(build));
    String payload =
        envelope
            .getPayload()
            .toStringUtf8()
            .replace(RecordLog.sha256("the installer").hex(), RecordLog.sha256("newer").hex());
    assertThat(payload + envelope.getPayloadType()).contains(from);
    long at =
        records.log.add(
            envelope.toBuilder()
                .setPayload(ByteString.copyFromUtf8(payload.replace(from, to)))
                .setPayloadType(envelope.getPayloadType().replace(from, to))
                .build()
                .toByteArray());
    records.row("artifact_sha256=" + RecordLog.sha256("newer").hex(), at);
    serveAgain();
    return at;
  }

  @ParameterizedTest
  @CsvSource({
    "vitrine.dev/build/v1,vitrine.dev/build/v2",
    "vitrine.dev/build/v1,vitrine.dev/build-of-hardware/v1",
    "Statement/v1,Statement/v2",
    "application/vnd.in-toto+json,application/vnd.in-toto.v2+json",
    "\"RELEASE\",\"RELEASE_OF_THE_FUTURE\"",
    "\"product\",\"productOfTheFuture\""
  })
  void record_ofAnotherVersion_isFormatNewer(String from, String to) throws Exception {
    long at = append(from, to);
    Path newer = Files.writeString(folder.resolve("newer.bin"), "newer");
    assertNewer(check(newer), "entry %d: ".formatted(at));
    assertNewer(check(newer, "--scan"), "entry %d: ".formatted(at));
    Path proof = folder.resolve("proof");
    Path record = Files.write(folder.resolve("record"), records.log.entry(at));
    try (LogClient client = client()) {
      Files.write(
          proof,
          client
              .bundle(client.inclusion(at, TreeHasher.leaf(records.log.entry(at)), client.head()))
              .encode());
    }
    assertNewer(offline(proof, "--record", record.toString()), "record in the bundle: ");
    assertThat(check(file, "--scan")).isZero();
  }

  private LogClient client() {
    return LogClient.builder().log(server.url()).vkeys(records.log.vkey()).build();
  }

  @Test
  void recordAboutAnEntry_ofAnotherVersion_isFormatNewer() throws Exception {
    long withdrawal = records.withdraw(build);
    Envelope envelope = Envelope.parseFrom(records.log.entry(withdrawal));
    String payload = envelope.getPayload().toStringUtf8();
    RecordLog later = new RecordLog();
    assertThat(later.build("Suite", "1.2", "setup.bin", "the installer")).isEqualTo(build);
    long at =
        later.log.add(
            envelope.toBuilder()
                .setPayload(
                    ByteString.copyFromUtf8(payload.replace("withdrawal/v1", "withdrawal/v2")))
                .build()
                .toByteArray());
    later.row("target_index=" + build, at);
    server.close();
    server = later.serve();
    assertNewer(check(file), "withdrawal/v2");
    assertNewer(check(file, "--scan"), "withdrawal/v2");
  }

  @Test
  void recordOfSomebodyElsesFormat_isNoNewerFormat() throws Exception {
    append("https://vitrine.dev/build/v1", "https://slsa.dev/provenance/v1");
    Path newer = Files.writeString(folder.resolve("newer.bin"), "newer");
    assertThat(check(newer)).isEqualTo(10);
    assertThat(check(newer, "--scan")).isEqualTo(10);
  }

  private byte[] signedByTheLog(String text) throws Exception {
    NoteSignature signature = records.log.key().sign(text);
    return new SignedNote(text, List.of(signature)).encode();
  }

  @Test
  void head_ofAnotherForm_isFormatNewerIfTheLogSignedIt() throws Exception {
    byte[] note = signedByTheLog(TestLog.ORIGIN + "\nsha3-256\n6\nAAAA\n");
    server.lie("checkpoint", note);
    assertNewer(check(file), "signed a head of a form that this tool does not know");
    server.lie(
        "checkpoint",
        new String(note, StandardCharsets.UTF_8)
            .replace("sha3", "sha4")
            .getBytes(StandardCharsets.UTF_8));
    assertThat(check(file)).isEqualTo(16);
  }

  @Test
  void head_withExtensionLines_isRead() throws Exception {
    Checkpoint honest = records.log.head(records.log.size()).checkpoint();
    Checkpoint extended =
        new Checkpoint(
            honest.origin(), honest.size(), honest.root(), List.of("of a later version", "x 1"));
    server.lie("checkpoint", records.log.signed(extended).encode());
    assertThat(check(file)).isZero();
  }

  private static HttpHandler answer(int status, String header, String value, byte[] body) {
    return exchange -> {
      exchange.getResponseHeaders().set(header, value);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "tile/0/000.p/6", BUNDLE_TILE, "v1/lookup"})
  void answer_thatSaysItIsNewer_isFormatNewer(String resource) {
    byte[] body = "of a later version".getBytes(StandardCharsets.UTF_8);
    server.lie(resource, answer(200, "Content-Type", "application/vnd.vitrine.v2+json", body));
    assertNewer(check(file), "application/vnd.vitrine.v2+json (expected: version 1)");
    server.lie(resource, answer(200, "Content-Encoding", "zstd", body));
    assertNewer(check(file), "Content-Encoding: zstd (expected: gzip or identity)");
    server.lie(resource, answer(426, "Content-Type", "application/problem+json", body));
    assertNewer(check(file), "upgrade required");
  }

  @Test
  void proof_ofAnotherVersion_isFormatNewer() throws Exception {
    Path bundle = folder.resolve("bundle");
    byte[] entry = records.log.entry(build);
    Path record = Files.write(folder.resolve("record"), entry);
    String proof;
    try (LogClient client = client()) {
      Files.write(
          bundle, new BundleMaker(client).make(build, Optional.empty(), Optional.empty()).encode());
      proof =
          new String(
              client
                  .bundle(client.inclusion(build, TreeHasher.leaf(entry), client.head()))
                  .encode(),
              StandardCharsets.UTF_8);
    }
    assertThat(offline(bundle)).isZero();
    String text = Files.readString(bundle);
    Files.writeString(bundle, text.replace("tlog-proof@v1", "tlog-proof@v2"));
    assertNewer(offline(bundle), "c2sp.org/tlog-proof@v2 (expected: c2sp.org/tlog-proof@v1)");
    Files.writeString(bundle, text.replace("stapled@v1", "stapled@v2"));
    assertNewer(offline(bundle), "vitrine/stapled@v2 (expected: vitrine/stapled@v1)");
    Path bare = Files.writeString(folder.resolve("bare"), proof);
    assertThat(offline(bare, "--record", record.toString())).isZero();
    Files.writeString(bare, proof.replace("tlog-proof@v1", "tlog-proof@v2"));
    assertNewer(offline(bare, "--record", record.toString()), "c2sp.org/tlog-proof@v2");
    assertNewer(
        run(
            "proof",
            "verify",
            "--proof",
            bare.toString(),
            "--vkey",
            records.log.vkey(),
            record.toString()),
        "c2sp.org/tlog-proof@v2");
  }

  @Test
  void evidence_ofAnotherVersion_isFormatNewer() throws Exception {
    Path evidence = folder.resolve("evidence");
    Files.writeString(evidence, "vitrine/fork-evidence@v2\n\nof a later version\n");
    assertNewer(run("evidence", "verify", evidence.toString()), "v2");
  }
}
