package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records made, signed and sent again with the commands alone, against the real server in a process
 * of its own. The release manager's key is another tool's, ECDSA P-256: each of its signatures is
 * another one. (Our own are the same each time, by RFC 6979.)
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RecordRetriesTest {
  @TempDir Path folder;
  private RunningProcess server;
  private KeyPair manager;
  private Path policy;
  private String url = "";

  @BeforeEach
  void start() throws Exception {
    for (String key : List.of("root", "pipeline", "assembler")) {
      Command.must(List.of("-o", file(key)), "record", "keygen", "--algorithm", "ECDSA_P256");
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    manager = generator.generateKeyPair();
    Files.writeString(
        file("manager.pub"),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(manager.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
    Command.must(
        List.of("--key", file("root"), "-o", file("root-policy")),
        "record",
        "policy",
        "--set",
        "origin=retries.example/log",
        "--set",
        "rootQuorum=1",
        "--public-key",
        file("root.pub") + "=Vendor AG");
    serve();
    StringBuilder text = new StringBuilder();
    server.seen("vkey").forEach(vkey -> text.append("log ").append(vkey).append('\n'));
    policy = Files.writeString(file("policy"), text + "quorum none\n");
    register("pipeline", "PIPELINE");
    register("manager", "RELEASE_MANAGER");
    register("assembler", "UPDATE_ASSEMBLER");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private void serve() throws IOException {
    Path config =
        Files.writeString(
            file("server.yaml"),
            """
            origin: retries.example/log
            data-folder: %s
            listen: 127.0.0.1:0
            admin-listen: "off"
            checkpoint-interval: 5ms
            root-policy-file: %s
            """
                .formatted(file("data"), file("root-policy")));
    server = RunningProcess.start(file("server.log"), Main.class, "--config", config.toString());
    url = server.await("address");
  }

  private void register(String key, String role) throws IOException {
    record(
        "key-" + key,
        "key",
        "root",
        "--public-key",
        file(key + ".pub") + "=Vendor AG",
        "--set",
        "action=REGISTER",
        "--set",
        "role=" + role);
    append("key-" + key);
  }

  /** Makes a record and signs it with one key. */
  private void record(String name, String kind, String key, Object... more) {
    List<Object> options = new ArrayList<>(Arrays.asList(more));
    options.addAll(List.of("--log", url, "--key", file(key), "-o", file(name)));
    Command.must(options, "record", kind);
  }

  private void build(String name, String version, Object... more) throws IOException {
    Path artifact = Files.writeString(file("setup.bin"), version);
    List<Object> all = new ArrayList<>(List.of(artifact, "--set", "product=Suite"));
    all.addAll(List.of("--set", "version=" + version, "--set", "channel=RELEASE"));
    all.addAll(List.of("--set", "platform=linux", "--set", "arch=any", "--set", "audience=all"));
    all.addAll(Arrays.asList(more));
    record(name, "build", "pipeline", all.toArray());
  }

  /** What another tool does, with a fresh random number. */
  private void sign(String from, String to) throws Exception {
    byte[] record = Files.readAllBytes(file(from));
    java.security.Signature signer = java.security.Signature.getInstance("SHA256withECDSA");
    signer.initSign(manager.getPrivate());
    signer.update(Envelope.parse(record).pae());
    byte[] signed =
        dev.vitrine.intoto.Envelope.parseFrom(record).toBuilder()
            .addSignatures(
                dev.vitrine.intoto.Signature.newBuilder()
                    .setKeyid(KeyIds.ofSpki(manager.getPublic().getEncoded()))
                    .setSig(ByteString.copyFrom(signer.sign())))
            .build()
            .toByteArray();
    Files.write(file(to), signed);
  }

  private Command tryAppend(Object... arguments) {
    List<Object> all = new ArrayList<>(Arrays.asList(arguments));
    List<Object> options = List.of("--log", url, "--policy", policy, "--trust-dir", file("trust"));
    all.addAll(options);
    return Command.run(all, "append", "--json");
  }

  private JsonNode append(Object... names) throws IOException {
    Command run = tryAppend(Arrays.stream(names).map(n -> file(n.toString())).toArray());
    assertThat(run.exitCode()).as(run.toString()).isZero();
    return run.json();
  }

  @Test
  void freshSignatures_afterAKill_areTheFirstEntryProvenAgain() throws Exception {
    build("half", "1");
    sign("half", "first");
    sign("half", "second");
    assertThat(Files.mismatch(file("first"), file("second"))).isNotNegative();
    JsonNode first = append("first");
    server.killAfter(1);
    serve();

    for (String transport : List.of("grpc", "http")) {
      Command again = tryAppend(file("second"), "--transport", transport);
      assertThat(again.exitCode()).as(again.toString()).isZero();
      assertThat(again.json().get("lastIndex")).isEqualTo(first.get("lastIndex"));
      assertThat(again.json().get("leafHashes")).isEqualTo(first.get("leafHashes"));
      assertThat(again.json().get("duplicates").asInt()).isEqualTo(1);
      assertThat(again.json().get("heldUnderOtherSignatures").asInt()).isEqualTo(1);
    }
    JsonNode same = append("first");
    assertThat(same.get("lastIndex")).isEqualTo(first.get("lastIndex"));
    assertThat(same.has("heldUnderOtherSignatures")).isFalse();
    assertThat(tryAppend(file("second"), "--dry-run").json().get("entries").get(0))
        .hasToString(
            "{\"source\":\"%s\",\"logWouldSay\":\"DUPLICATE\",\"firstIndex\":%s}"
                .formatted(file("second"), first.get("lastIndex")));
  }

  @Test
  void otherPayloadUnderTheSameEventId_refusedByItsOwnCodeWithTheFileNamed() throws Exception {
    String event = "common.eventId=01K00000000000000000000000";
    build("half-1", "1", "--set", event);
    sign("half-1", "one");
    append("one");
    build("half-2", "2", "--set", event);
    sign("half-2", "two");
    build("half-3", "3");
    sign("half-3", "three");

    for (String transport : List.of("grpc", "http")) {
      Command refused = tryAppend(file("three"), file("two"), "--transport", transport);
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.json().get("reason").asText()).isEqualTo("EVENT_ID_REUSED");
      assertThat(refused.json().get("summary").asText())
          .startsWith(file("two") + ": ")
          .contains("predicate.common.eventId: 01K00000000000000000000000 (expected: ")
          .contains("entry 4 has this one")
          .endsWith("; of the others 1 in the log, index 5 to 5");
    }
  }

  @Test
  void oneFileOfAnUpdate_provenWithTheLogsOwnManifestAndNotWithAnother() throws Exception {
    Path rules = Files.createDirectories(file("rules/sub"));
    Path one = Files.writeString(rules.resolve("a.yar"), "rule a");
    Files.writeString(file("rules/b.yar"), "rule b");
    record(
        "update",
        "detection-update",
        "assembler",
        "--stream",
        "av/linux",
        "--manifest",
        file("rules"),
        "--set",
        "kind=FULL",
        "--set",
        "databaseDate=" + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    long index = append("update").get("lastIndex").asLong();
    List<Object> options =
        List.of("--log", url, "--policy", policy, "--forget", "--update", index, "--json");

    assertThat(Command.run(options, "record", "file-proof", one, "--as", "sub/a.yar").exitCode())
        .isZero();
    Command absent = Command.run(options, "record", "file-proof", one, "--as", "sub/c.yar");
    assertThat(absent.exitCode()).isEqualTo(10);
    assertThat(absent.json().get("summary").asText())
        .isEqualTo("sub/c.yar is none of the 2 files of the update at entry " + index);
    Path other =
        Files.writeString(file("other"), "sub/a.yar\0" + "6\0" + Vendor.sha256("rule a") + "\n");
    Command wrong =
        Command.run(options, "record", "file-proof", one, "--as", "sub/a.yar", "--manifest", other);
    assertThat(wrong.exitCode()).isEqualTo(11);
    assertThat(wrong.json().get("summary").asText())
        .isEqualTo(other + " is not the manifest of the update at entry " + index);
  }
}
