package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Manifest;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Policy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return Vitrine.run(new PrintWriter(out), new PrintWriter(err, true), args);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void keygen(String name) {
    assertThat(run("record", "keygen", "-o", path(name))).as(err.toString()).isZero();
  }

  @Test
  void build_fromAFile_signedTwiceInTwoPlaces() throws Exception {
    keygen("pipeline");
    keygen("manager");
    Files.writeString(folder.resolve("app.jar"), "hello");
    int made =
        run(
            "record",
            "build",
            path("app.jar") + "=pkg:maven/g/a@1",
            "--set",
            "product=app",
            "--set",
            "version=1",
            "--set",
            "channel=RELEASE",
            "--set",
            "source.repository=https://example/app",
            "--key",
            path("pipeline"),
            "-o",
            path("half"));
    assertThat(made).as(err.toString()).isZero();
    assertThat(run("record", "sign", path("half"), "--key", path("manager"), "-o", path("whole")))
        .isZero();
    Envelope envelope = Envelope.parse(Files.readAllBytes(folder.resolve("whole")));
    Build build = (Build) envelope.statement().predicate();
    assertThat(envelope.signatures()).hasSize(2);
    for (String key : new String[] {"pipeline", "manager"}) {
      envelope.verify(RecordKeyFile.read(folder.resolve(key)).verifyingKey());
    }
    assertThat(build.getCommon().getIssuer()).isEqualTo(envelope.signatures().get(0).keyId());
    assertThat(build.getVersion()).isEqualTo("1");
    assertThat(build.getSource().getRepository()).isEqualTo("https://example/app");
    assertThat(build.getArtifacts(0).getSize()).isEqualTo(5);
    assertThat(envelope.statement().subjects().get(0).getUri()).isEqualTo("pkg:maven/g/a@1");
    assertThat(envelope.statement().subjects().get(0).getDigestOrThrow("sha256"))
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  }

  @Test
  void build_unknownField_usageErrorThatNamesIt() {
    keygen("pipeline");
    assertThat(run("record", "build", "--set", "produkt=x", "--key", path("pipeline")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("UNKNOWN_FIELD").contains("produkt");
  }

  @Test
  void update_fromAFolder_manifestRootAndTotals() throws Exception {
    keygen("assembler");
    Path rules = Files.createDirectories(folder.resolve("rules/sub"));
    Files.writeString(rules.resolve("a"), "1");
    Files.writeString(folder.resolve("rules/b"), "22");
    int made =
        run(
            "record",
            "detection-update",
            "--manifest",
            path("rules"),
            "--access",
            "SUPERVISOR",
            "--set",
            "kind=FULL",
            "--key",
            path("assembler"),
            "--dsse-json",
            "-o",
            path("update"));
    assertThat(made).as(err.toString()).isZero();
    Envelope envelope = Envelope.parseAny(Files.readAllBytes(folder.resolve("update")));
    DetectionUpdate update = (DetectionUpdate) envelope.statement().predicate();
    assertThat(update.getFiles().getCount()).isEqualTo(2);
    assertThat(update.getFiles().getTotalSize()).isEqualTo(3);
    assertThat(update.getFiles().getManifestRoot())
        .isEqualTo(Manifest.ofFolder(folder.resolve("rules")).root().hex());
    assertThat(run("record", "show", path("update"))).isZero();
    assertThat(out.toString()).contains(update.getFiles().getManifest().getSha256());
  }

  @Test
  void withdrawal_aboutNoFile_eachHasASubjectOfItsOwn() throws Exception {
    keygen("supervisor");
    List<String> digests = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      int made =
          run(
              "record",
              "withdrawal",
              "--set",
              "streamRange={\"stream\":\"s\",\"from\":1,\"to\":2}",
              "--key",
              path("supervisor"),
              "-o",
              path(name));
      assertThat(made).as(err.toString()).isZero();
      Envelope envelope = Envelope.parse(Files.readAllBytes(folder.resolve(name)));
      digests.add(envelope.statement().subjects().get(0).getDigestOrThrow("sha256"));
    }
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void publicKey_ofAKeyOrPolicyRecord_isFilledInFromPem() throws Exception {
    keygen("root");
    keygen("pipeline");
    assertThat(
            run(
                "record",
                "policy",
                "--set",
                "origin=log.example/x",
                "--set",
                "rootQuorum=1",
                "--public-key",
                path("root.pub") + "=Vendor AG",
                "--key",
                path("root"),
                "-o",
                path("policy")))
        .as(err.toString())
        .isZero();
    Policy policy =
        (Policy)
            Envelope.parse(Files.readAllBytes(folder.resolve("policy"))).statement().predicate();
    assertThat(policy.getRootKeysList())
        .singleElement()
        .satisfies(key -> assertThat(key.getOwner()).isEqualTo("Vendor AG"))
        .satisfies(key -> assertThat(key.getAlgorithm()).isEqualTo(Key.Algorithm.ED25519));

    String[] register = {
      "record",
      "key",
      "--public-key",
      path("pipeline.pub") + "=Vendor AG",
      "--set",
      "action=REGISTER",
      "--set",
      "role=PIPELINE",
      "--key",
      path("root"),
      "-o",
      path("key")
    };
    assertThat(run(register)).as(err.toString()).isZero();
    Key key =
        (Key) Envelope.parse(Files.readAllBytes(folder.resolve("key"))).statement().predicate();
    VerifyingKey pipeline = RecordKeyFile.read(folder.resolve("pipeline")).verifyingKey();
    assertThat(key.getKeyId()).isEqualTo(KeyIds.of(pipeline));
    assertThat(key.getSpki().toByteArray()).isEqualTo(pipeline.spki());
    assertThat(key.getOwner()).isEqualTo("Vendor AG");

    assertThat(run("record", "build", "--public-key", path("root.pub"), "--key", path("root")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--public-key: not for build (expected: key or policy");
    assertThat(run("record", "key", "--public-key", path("root"), "--key", path("root")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no public key that can sign records (expected: PEM");
  }

  @Test
  void record_ofWhatIsNone_usageErrorThatNamesTheFile() throws Exception {
    keygen("key");
    Files.writeString(folder.resolve("text"), "hello");
    assertThat(run("record", "show", path("text"))).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("USAGE: " + path("text") + ": no signed record: ENVELOPE_FORMAT: ");
    assertThat(run("record", "build", "--from", path("text"), "--key", path("key"))).isEqualTo(2);
    assertThat(err.toString()).contains(path("text") + ": not JSON (expected: a predicate");
    run("record", "policy", "--set", "origin=o", "--key", path("key"), "-o", path("record"));
    assertThat(run("record", "sign", path("record"), "--key", path("key"), "-o", path("twice")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("has signed this record already");
  }

  /** As a vendor does who makes the next record from the last. */
  @Test
  void build_fromAnEarlierOneAboutTheSameFile_hasItsSizeOnce() throws Exception {
    keygen("key");
    Files.writeString(folder.resolve("app"), "hello");
    Files.writeString(folder.resolve("from"), "{\"artifacts\":[{\"name\":\"app\",\"size\":9}]}");
    int made =
        run(
            "record",
            "build",
            path("app"),
            "--from",
            path("from"),
            "--key",
            path("key"),
            "-o",
            path("out"));
    assertThat(made).as(err.toString()).isZero();
    Build build =
        (Build) Envelope.parse(Files.readAllBytes(folder.resolve("out"))).statement().predicate();
    assertThat(build.getArtifactsList())
        .singleElement()
        .satisfies(artifact -> assertThat(artifact.getSize()).isEqualTo(5));
  }

  @Test
  void help_ofAKind_listsItsFieldsAndTheirNames() {
    assertThat(run("record", "build", "--help")).isZero();
    assertThat(out.toString())
        .containsPattern("\n  channel +RELEASE, BETA, HOTFIX\\R")
        .containsPattern("\n  artifacts\\[] +\\{name, size}\\R")
        .containsPattern("\n  product +text\\R");
  }

  @Test
  void keygen_existingFile_neverOverwritten() {
    keygen("key");
    assertThat(run("record", "keygen", "-o", path("key"))).isEqualTo(1);
    assertThat(err.toString()).contains("never overwritten");
    assertThat(run("record", "keygen", "-o", path("key.pub"))).isEqualTo(1);
  }

  @Test
  void keygen_existingPublicFile_refusedBeforeAPrivateKeyIsWritten() throws Exception {
    Files.writeString(folder.resolve("other.pub"), "another's");
    assertThat(run("record", "keygen", "-o", path("other"))).isEqualTo(1);
    assertThat(err.toString()).contains(path("other.pub") + " exists (expected: a new file");
    assertThat(folder.resolve("other")).doesNotExist();
    assertThat(folder.resolve("other.pub")).hasContent("another's");
  }

  @Test
  void sign_keyThatIsNone_usageError() throws Exception {
    Files.writeString(folder.resolve("not-a-key"), "hello", StandardCharsets.UTF_8);
    assertThat(run("record", "build", "--key", path("not-a-key"))).isEqualTo(2);
  }
}
