package dev.vitrine.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.Project;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rekor's proofs inside real Sigstore bundles; testdata/sigstore holds the same without bundle. */
@EnabledIf("vectorsPresent")
class SigstoreBundleTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"1.0.0", "1.2.0", "1.3.0", "2.0.0"})
  void bundle_ofASigstoreJavaRelease_isInRekor(String version) throws Exception {
    JsonNode entry =
        read("sigstore-java-" + version + ".jar.sigstore.json")
            .at("/verificationMaterial/tlogEntries/0");
    JsonNode proof = entry.get("inclusionProof");
    SignedCheckpoint signed =
        SignedCheckpoint.parse(
            proof.at("/checkpoint/envelope").asText().getBytes(StandardCharsets.UTF_8));
    assertThat(signed.verify(rekor()).verified()).hasSize(1);
    assertThat(signed.checkpoint().root().base64()).isEqualTo(proof.get("rootHash").asText());
    List<Hash> path = new ArrayList<>();
    proof.get("hashes").forEach(hash -> path.add(Hash.ofBase64(hash.asText())));
    byte[] body = Base64.getDecoder().decode(entry.get("canonicalizedBody").asText());
    ProofVerifier.verifyInclusion(
        new InclusionProof(proof.get("logIndex").asLong(), signed.checkpoint().size(), path),
        TreeHasher.leaf(body),
        signed.checkpoint().root());
  }

  private static VerifierKey rekor() throws Exception {
    String spki = read("trusted_root.json").at("/tlogs/0/publicKey/rawBytes").asText();
    return VerifierKey.of(
        "rekor.sigstore.dev",
        SignatureType.ECDSA,
        VerifyingKey.ofSpki(Base64.getDecoder().decode(spki)));
  }

  private static JsonNode read(String file) throws IOException {
    return JSON.readTree(Project.vectors("sigstore/" + file).toFile());
  }

  static boolean vectorsPresent() {
    return Files.isDirectory(Project.vectors("sigstore"));
  }
}
