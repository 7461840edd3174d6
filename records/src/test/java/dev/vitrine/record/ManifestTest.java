package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.TreeHasher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final Hash DIGEST = Hash.of(Digests.sha256(new byte[0]));

  private static ManifestFile file(String path) {
    return new ManifestFile(path, path.length(), DIGEST);
  }

  @Test
  void root_twoFiles_isNodeOfTheirLines() {
    Manifest manifest = Manifest.of(List.of(file("b"), file("a/c")));
    byte[] first = ("a/c\0" + "3\0" + DIGEST.hex()).getBytes(StandardCharsets.UTF_8);
    byte[] second = ("b\0" + "1\0" + DIGEST.hex()).getBytes(StandardCharsets.UTF_8);
    assertThat(manifest.root())
        .isEqualTo(TreeHasher.node(TreeHasher.leaf(first), TreeHasher.leaf(second)));
    assertThat(manifest.encode())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("a/c\0003\0" + DIGEST.hex() + "\nb\0001\0" + DIGEST.hex() + "\n");
  }

  @Test
  void prove_everyFileOfEverySize_verifiesToItsRootOnly() throws Exception {
    Hash other = Hash.of(new byte[32]);
    List<ManifestFile> files = new ArrayList<>();
    for (int n = 1; n <= 40; n++) {
      files.add(file("dir/" + n));
      Manifest manifest = Manifest.of(files);
      assertThat(Manifest.parse(manifest.encode()).root()).isEqualTo(manifest.root());
      for (ManifestFile f : manifest.files()) {
        FileProof proof = manifest.prove(f.path()).orElseThrow();
        proof.verify(manifest.root());
        assertThatThrownBy(() -> proof.verify(other)).isInstanceOf(ProofException.class);
        FileProof changed =
            new FileProof(new ManifestFile(f.path(), f.size() + 1, DIGEST), proof.proof());
        assertThatThrownBy(() -> changed.verify(manifest.root()))
            .isInstanceOf(ProofException.class);
      }
    }
    assertThat(Manifest.of(files).prove("dir/41")).isEmpty();
  }

  @Test
  void ofFolder_realFiles_hashedAndSorted(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("z"));
    Files.writeString(folder.resolve("z/rule"), "x");
    Files.writeString(folder.resolve("a"), "hello");
    Manifest manifest = Manifest.ofFolder(folder);
    assertThat(manifest.files()).extracting(ManifestFile::path).containsExactly("a", "z/rule");
    assertThat(manifest.files().get(0).sha256().hex())
        .isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    assertThat(manifest.totalSize()).isEqualTo(6);
  }

  @Test
  void parse_malformed_refused() {
    String line = "a\0001\0" + DIGEST.hex() + "\n";
    for (String bad :
        List.of(
            "a\n",
            line + line,
            "b" + line.substring(1) + line,
            line.replace("\0001\0", "\00001\0"),
            line.replace("\0001\0", "\000-1\0"),
            "../" + line,
            "/" + line,
            line.toUpperCase(java.util.Locale.ROOT),
            line.substring(0, line.length() - 1),
            line + "\n")) {
      assertThatThrownBy(() -> Manifest.parse(bad.getBytes(StandardCharsets.UTF_8)))
          .as(bad)
          .isInstanceOf(RecordFormatException.class);
    }
  }

  @Test
  void of_samePathTwice_refused() {
    assertThatThrownBy(() -> Manifest.of(List.of(file("a"), file("a"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ulid_ofInstant_isWellFormedAndOrderedByTime() {
    java.util.random.RandomGenerator random = new java.util.Random(1);
    String early = Ulid.of(java.time.Instant.ofEpochMilli(1), random);
    String late = Ulid.of(java.time.Instant.parse("2026-11-24T08:00:00Z"), random);
    assertThat(Ulid.isWellFormed(early)).isTrue();
    assertThat(early).isLessThan(late);
    assertThat(Ulid.isWellFormed(late.toLowerCase(java.util.Locale.ROOT))).isFalse();
    assertThat(Ulid.isWellFormed("8" + late.substring(1))).isFalse();
  }
}
