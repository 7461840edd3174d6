package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.record.Envelope;
import dev.vitrine.record.Manifest;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.DetectionUpdate;
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
  void keygen_existingFile_neverOverwritten() {
    keygen("key");
    assertThat(run("record", "keygen", "-o", path("key"))).isEqualTo(1);
    assertThat(err.toString()).contains("never overwritten");
  }

  @Test
  void sign_keyThatIsNone_usageError() throws Exception {
    Files.writeString(folder.resolve("not-a-key"), "hello", StandardCharsets.UTF_8);
    assertThat(run("record", "build", "--key", path("not-a-key"))).isEqualTo(2);
  }
}
