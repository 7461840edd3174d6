package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.TestLog;
import dev.vitrine.record.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code vitrine check --offline}: everything comes from a stapled bundle. */
class OfflineCheckTest extends CheckFixture {
  @Test
  void offline_withStapledBundle_isVerifiedWithoutAServer() throws Exception {
    Path bundle = folder.resolve("setup.stapled");
    assertThat(
            plain(
                "bundle",
                "--index",
                "" + build,
                "-o",
                bundle.toString(),
                "--log",
                server.url(),
                "--vkey",
                records.log.vkey(),
                "--forget"))
        .isZero();
    server.close();
    assertThat(offline(bundle, file)).isZero();
    assertThat(out)
        .startsWith("VERIFIED: setup.bin is in entry %d of %s".formatted(build, TestLog.ORIGIN))
        .contains("product:       Suite")
        .contains("not proven:    that it has not been withdrawn since: no connection was made");
    Files.writeString(file, "patched");
    assertThat(offline(bundle, file)).isEqualTo(11);
    Files.writeString(file, "the installer");
    Files.writeString(bundle, Files.readString(bundle).replaceFirst("stapled@v1", "stapled@v2"));
    assertThat(offline(bundle, file)).isEqualTo(15);
    Files.writeString(
        bundle,
        Files.readString(bundle)
            .replaceFirst("stapled@v2", "stapled@v1")
            .replace("index " + build, "index " + (build - 1)));
    assertThat(offline(bundle, file)).isEqualTo(11);
  }

  @Test
  void offline_ofADatabase_checksEveryFileThroughTheManifest() throws Exception {
    Path bases = update(false);
    long at = records.log.size() - 1;
    Path manifest = Files.write(folder.resolve("manifest"), Manifest.ofFolder(bases).encode());
    Path bundle = folder.resolve("bases.stapled");
    Path one = folder.resolve("one.stapled");
    List<String> make =
        List.of(
            "bundle",
            "--index",
            "" + at,
            "--manifest",
            manifest.toString(),
            "--log",
            server.url(),
            "--vkey",
            records.log.vkey(),
            "--forget");
    List<String> whole = new ArrayList<>(make);
    whole.addAll(List.of("-o", bundle.toString()));
    List<String> single = new ArrayList<>(make);
    single.addAll(List.of("-o", one.toString(), "--as", "rules/a.conf"));
    assertThat(plain(whole.toArray(new String[0]))).isZero();
    assertThat(plain(single.toArray(new String[0]))).isZero();
    server.close();
    assertThat(offline(bundle, bases)).isZero();
    assertThat(offline(one, bases.resolve("rules/a.conf"))).isZero();
    assertThat(offline(one, bases.resolve("rules/b.conf"))).isEqualTo(11);
    assertThat(offline(bundle, bases, "--rebuilders", "1")).isEqualTo(18);
    assertThat(offline(bundle, bases, "--max-age", "60")).isEqualTo(14);
  }

  @Test
  void offlineWithoutProof_isAUsageError() {
    assertThat(plain("check", "--offline", "--vkey", records.log.vkey(), file.toString()))
        .isEqualTo(2);
    assertThat(err).contains("--proof");
  }

  private int offline(Path bundle, Path checked, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "check",
                "--offline",
                "--proof",
                bundle.toString(),
                "--vkey",
                records.log.vkey(),
                checked.toString()));
    all.addAll(List.of(more));
    return plain(all.toArray(new String[0]));
  }
}
