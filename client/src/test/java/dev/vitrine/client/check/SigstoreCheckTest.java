package dev.vitrine.client.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.DiffersFromLogException;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.client.Verdict;
import dev.vitrine.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rekor's proofs in the Sigstore bundles of real releases; core's testdata holds them alone. */
@EnabledIf("vectorsPresent")
class SigstoreCheckTest {
  private static Path vectors() {
    return Path.of(System.getProperty("vitrine.root"), "..", "shared", "vectors", "sigstore");
  }

  static boolean vectorsPresent() {
    return Files.isDirectory(vectors());
  }

  private static String bundle(String version) throws Exception {
    return Files.readString(vectors().resolve("sigstore-java-" + version + ".jar.sigstore.json"));
  }

  private static byte[] root() throws Exception {
    return Files.readAllBytes(vectors().resolve("trusted_root.json"));
  }

  private static FileDigest jar(String bundle) throws Exception {
    JsonNode json = new ObjectMapper().readTree(bundle);
    byte[] digest =
        Base64.getDecoder().decode(json.at("/messageSignature/messageDigest/digest").asText());
    return new FileDigest("sigstore-java.jar", 1, Hash.of(digest));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "1.2.0", "1.3.0", "2.0.0"})
  void bundle_ofARealRelease_isVerifiedAndSaysWhatIsNotChecked(String version) throws Exception {
    String bundle = bundle(version);
    CheckReport report = SigstoreCheck.verify(utf8(bundle), root(), jar(bundle));
    assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    assertThat(report.summary())
        .contains("rekor.sigstore.dev")
        .contains("nothing about who signed");
    assertThat(String.join("\n", report.notProven()))
        .contains("the signature on the file and the certificate")
        .contains("identity, its chain")
        .contains("integrated time")
        .contains("no connection was made");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "2.0.0"})
  void bundle_altered_isNeverVerified(String version) throws Exception {
    String bundle = bundle(version);
    FileDigest jar = jar(bundle);
    JsonNode proof =
        new ObjectMapper()
            .readTree(bundle)
            .at("/verificationMaterial/tlogEntries/0/inclusionProof");
    String hash = proof.at("/hashes/0").asText();
    String other = (hash.charAt(0) == 'A' ? "B" : "A") + hash.substring(1);
    assertThatThrownBy(() -> SigstoreCheck.verify(utf8(bundle.replace(hash, other)), root(), jar))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("not in the log");
    String size = proof.get("treeSize").asText();
    assertThatThrownBy(
            () ->
                SigstoreCheck.verify(
                    utf8(bundle.replace("\\n" + size + "\\n", "\\n" + size + "0\\n")), root(), jar))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("signed the checkpoint");
    FileDigest patched = new FileDigest("patched.jar", 1, RecordLog.sha256("patched"));
    assertThatThrownBy(() -> SigstoreCheck.verify(utf8(bundle), root(), patched))
        .isInstanceOf(DiffersFromLogException.class);
    assertThatThrownBy(() -> SigstoreCheck.verify(utf8(bundle), utf8("{\"tlogs\":[]}"), jar))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("expected: one of the trusted root");
    assertThatThrownBy(
            () -> SigstoreCheck.verify(utf8(bundle.replace("v0.3+json", "v0.9+json")), root(), jar))
        .isInstanceOf(FormatNewerException.class);
    assertThatThrownBy(() -> SigstoreCheck.verify(utf8("<html>"), root(), jar))
        .isInstanceOf(UntrustedException.class);
  }
}
