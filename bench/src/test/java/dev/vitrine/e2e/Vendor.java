package dev.vitrine.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.record.Digests;
import dev.vitrine.server.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A vendor with a log of its own, a witness, and what it published: all made with the commands that
 * a vendor has, against the real server.
 */
final class Vendor implements AutoCloseable {
  static final String ORIGIN = "vendor.example/log";

  final Path folder;
  final Path received;
  final Path database;
  final Path witnessed;
  final Path unwitnessed;
  long setup;
  long withdrawn;
  long update;
  private final Map<String, JsonNode> keys = new HashMap<>();
  private final RunningProcess witness;
  private RunningProcess server;
  private String url = "";

  Vendor(Path folder) throws IOException {
    this.folder = folder;
    received = Files.createDirectory(folder.resolve("received"));
    database = Files.createDirectories(folder.resolve("database/rules")).getParent();
    for (String name :
        List.of("root", "pipeline", "manager", "assembler", "supervisor", "rebuilder")) {
      keys.put(name, Command.must(List.of("--json", "-o", key(name)), "record", "keygen").json());
    }
    rootPolicy();
    // The log's keys are made at its first start; a witness must know them.
    server = serve("data", "");
    List<String> vkeys = server.seen("vkey");
    server.close();
    unwitnessed = policy("unwitnessed.policy", vkeys, "quorum none\n");
    Path witnessKey = folder.resolve("witness.key");
    Command.must(
        List.of(), "keygen", "witness.example", "--type", "ED25519_COSIGNATURE", "-o", witnessKey);
    witness =
        RunningProcess.start(
            folder.resolve("witness.log"),
            Vitrine.class,
            "witness",
            "--state",
            folder.resolve("witness").toString(),
            "--key",
            witnessKey.toString(),
            "--log",
            vkeys.get(0),
            "--listen",
            "127.0.0.1:0");
    String address = witness.await("listening on");
    String quorum = "witness w %s %s/\nquorum w\n".formatted(witness.seen("vkey").get(0), address);
    witnessed = policy("witnessed.policy", vkeys, quorum);
    start("data", "witness: {policy-file: %s}\n".formatted(write("asked.policy", quorum)));
    publish();
  }

  private Path key(String name) {
    return folder.resolve(name + ".key");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path policy(String name, List<String> vkeys, String rest) throws IOException {
    StringBuilder text = new StringBuilder();
    vkeys.forEach(vkey -> text.append("log ").append(vkey).append('\n'));
    return write(name, text + rest);
  }

  private void rootPolicy() {
    Command.must(
        List.of("--key", key("root"), "-o", folder.resolve("root-policy")),
        "record",
        "policy",
        "--set",
        "origin=" + ORIGIN,
        "--set",
        "rootQuorum=1",
        "--set",
        "vendors[]=\"Vendor AG\"",
        "--set",
        "rootKeys[]={\"keyId\":\"%s\",\"spki\":\"%s\",\"owner\":\"Vendor AG\",\"algorithm\":\"ED25519\"}"
            .formatted(field("root", "keyId"), field("root", "spki")));
  }

  private String field(String key, String name) {
    return keys.get(key).get(name).asText();
  }

  /** Starts the server over a data folder of this name. */
  void start(String data, String settings) throws IOException {
    server = serve(data, settings);
    url = server.seen("address").get(0);
  }

  private RunningProcess serve(String data, String settings) throws IOException {
    Path config =
        write(
            data + ".yaml",
            "origin: %s\ndata-folder: %s\nlisten: 127.0.0.1:0\nadmin-listen: \"off\"\ncheckpoint-interval: 5ms\nroot-policy-file: %s\n%s"
                .formatted(ORIGIN, folder.resolve(data), folder.resolve("root-policy"), settings));
    RunningProcess started =
        RunningProcess.start(
            folder.resolve("server.log"), Main.class, "--config", config.toString());
    started.await("address");
    return started;
  }

  /** Stops the server; its data folder then rests. */
  void stop() {
    server.close();
  }

  /** Copies the data folder of the stopped server. */
  void copyData(String to) throws IOException {
    Path from = folder.resolve("data");
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, folder.resolve(to).resolve(from.relativize(path).toString()));
      }
    }
  }

  String url() {
    return url;
  }

  /** Options of a client that remembers in a folder of this name. */
  List<Object> options(Path policy, String trust) {
    return List.of("--log", url, "--policy", policy, "--trust-dir", folder.resolve(trust));
  }

  private void publish() throws IOException {
    register("pipeline", "PIPELINE", "Vendor AG");
    register("manager", "RELEASE_MANAGER", "Vendor AG");
    register("assembler", "UPDATE_ASSEMBLER", "Vendor AG");
    register("supervisor", "SUPERVISOR", "Audit GmbH");
    register("rebuilder", "REBUILDER", "University of Example");
    withdrawn = build("old.bin", "the old installer", "1.0", "witnessed");
    setup = build("setup.bin", "the installer", "1.2", "witnessed");
    rebuild("university.example", "GOOD", sha256("the installer"));
    rebuild("chaos.example", "BAD", sha256("something else"));
    record(
        "countersign",
        "supervisor",
        "--target",
        setup,
        "--set",
        "statement=SOURCE_MATCHES",
        "--set",
        "method=source shown in the review room");
    record(
        "withdrawal",
        "supervisor",
        "--target",
        withdrawn,
        "--set",
        "reason=VULNERABLE",
        "--set",
        "severity=HIGH",
        "--set",
        "action=STOP",
        "--set",
        "description=can be made to run anything");
    Files.writeString(database.resolve("rules/a.conf"), "hello");
    Files.writeString(database.resolve("rules/b.conf"), "world");
    update =
        record(
            "detection-update",
            "assembler",
            "--stream",
            "av/linux",
            "--manifest",
            database,
            "--set",
            "kind=FULL",
            "--set",
            "version=27780",
            "--set",
            "emergency=true",
            "--set",
            "databaseDate=" + Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private void register(String key, String role, String owner) throws IOException {
    record(
        "key",
        "root",
        "--set",
        "action=REGISTER",
        "--set",
        "keyId=" + field(key, "keyId"),
        "--set",
        "spki=" + field(key, "spki"),
        "--set",
        "algorithm=ED25519",
        "--set",
        "role=" + role,
        "--set",
        "owner=" + owner);
  }

  /** Publishes a file, which customers receive. */
  long build(String name, String content, String version, String policy) throws IOException {
    Path file = Files.writeString(received.resolve(name), content);
    Path record = folder.resolve("record");
    Command.must(
        List.of("--key", key("pipeline"), "--key", key("manager"), "-o", record),
        "record",
        "build",
        file + "=pkg:generic/suite@" + version,
        "--log",
        url,
        "--set",
        "product=Suite",
        "--set",
        "version=" + version,
        "--set",
        "channel=RELEASE",
        "--set",
        "platform=linux",
        "--set",
        "arch=x86_64",
        "--set",
        "audience=all");
    return append(record, policy.equals("witnessed") ? witnessed : unwitnessed);
  }

  private void rebuild(String rebuilder, String verdict, String digest) throws IOException {
    record(
        "rebuild",
        "rebuilder",
        "--target",
        setup,
        "--set",
        "rebuilder=" + rebuilder,
        "--set",
        "independence=THIRD_PARTY",
        "--set",
        "verdict=" + verdict,
        "--set",
        "matched=" + (verdict.equals("GOOD") ? 1 : 0),
        "--set",
        "total=1",
        "--set",
        "files[]={\"name\":\"setup.bin\",\"sha256\":\"%s\"}".formatted(digest));
  }

  private long record(String kind, String key, Object... more) throws IOException {
    Path record = folder.resolve("record");
    Object[] arguments = new Object[more.length + 2];
    arguments[0] = "record";
    arguments[1] = kind;
    System.arraycopy(more, 0, arguments, 2, more.length);
    Command.must(List.of("--log", url, "--key", key(key), "-o", record), arguments);
    return append(record, witnessed);
  }

  private long append(Path record, Path policy) throws IOException {
    // The vendor of these tests plays both sides of a fork, so it must not notice one.
    List<Object> options = List.of("--log", url, "--policy", policy, "--forget", "--json");
    Command appended = Command.must(options, "append", record);
    return appended.json().get("lastIndex").asLong();
  }

  static String sha256(String content) {
    return HexFormat.of().formatHex(Digests.sha256(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    server.close();
    witness.close();
  }
}
