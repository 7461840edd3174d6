package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Project;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.policy.Policy;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The worked examples of the packages' documentation, read from there and tried. */
class PackageExampleTest {
  private static final String LOG =
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

  @Test
  void noteExample_verifiesByTheKeyBesideIt() throws Exception {
    String vkey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    assertThat(source("note")).contains(vkey);
    byte[] note = block("note", "This is an example message.");
    assertThat(SignedNote.parse(note).verify(List.of(VerifierKey.parse(vkey))).verified())
        .hasSize(1);
  }

  @Test
  void checkpointExample_isOfTheTreeOfOneEntry() throws Exception {
    assertThat(source("note")).contains(LOG);
    SignedCheckpoint signed = SignedCheckpoint.parse(block("note", "example.com/log/testdata\n"));
    assertThat(signed.verify(VerifierKey.parse(LOG)).verified()).hasSize(1);
    assertThat(signed.checkpoint().root())
        .isEqualTo(TreeHasher.leaf("one".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void policyExample_asksForEitherWitness() throws Exception {
    Policy policy = Policy.parse(block("policy", "# The test log"));
    assertThat(policy.quorumMet(Set.of("W"))).isTrue();
    assertThat(policy.quorumMet(Set.of("M"))).isTrue();
    assertThat(policy.quorumMet(Set.of())).isFalse();
    assertThat(policy.logs().get(0).key()).hasToString(LOG);
  }

  @Test
  void proofExample_provesItsEntry() throws Exception {
    TlogProof proof = TlogProof.parse(block("proof", "c2sp.org/tlog-proof@v1"));
    Policy policy = Policy.parse("log " + LOG + "\nquorum none\n");
    byte[] entry = "fivten".getBytes(StandardCharsets.UTF_8);
    assertThat(proof.verify(TreeHasher.leaf(entry), policy).checkpoint().size()).isEqualTo(15);
  }

  @Test
  void witnessExample_isAGrowthFrom1To3() throws Exception {
    AddCheckpointRequest request = AddCheckpointRequest.parse(block("witness", "old 1"));
    assertThat(request.consistencyProof().oldSize()).isEqualTo(1);
    assertThat(request.consistencyProof().newSize()).isEqualTo(3);
  }

  @Test
  void cryptoExample_isWhatBothSignersMake() throws Exception {
    String source = source("crypto");
    String seed = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
    assertThat(source).contains(seed);
    SigningKey key = SigningKey.ofSeed(SignatureAlgorithm.ED25519, HexFormat.of().parseHex(seed));
    assertThat(source).contains(HexFormat.of().formatHex(key.verifyingKey().raw()));
    String expected =
        new String(block("crypto", "92a009a9"), StandardCharsets.UTF_8).replace("\n", "");
    assertThat(HexFormat.of().formatHex(key.sign(new byte[] {0x72}))).isEqualTo(expected);
  }

  /** The text of the preformatted block that starts so. */
  private static byte[] block(String name, String start) throws IOException {
    List<String> found = new ArrayList<>();
    for (String part : source(name).split("<pre>\n")) {
      String text = part.split(" \\* </pre>")[0].replaceAll("(?m)^ \\* ?", "");
      if (text.startsWith(start)) {
        found.add(text);
      }
    }
    assertThat(found).hasSize(1);
    return found.get(0).getBytes(StandardCharsets.UTF_8);
  }

  private static String source(String name) throws IOException {
    return Files.readString(
            Project.root().resolve("core/src/main/java/dev/vitrine/" + name + "/package-info.java"))
        .replace("&#64;", "@");
  }
}
