package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Project;
import dev.vitrine.merkle.Subtree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The golden cases of notes, keys, checkpoints and cosignatures in {@code testdata}. */
class NoteCasesTest {
  private static final List<Class<? extends Exception>> FORMAT = List.of(NoteFormatException.class);
  private static final String TESSERA =
      "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

  @Test
  void note_everyGoldenCase_verifiesOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("note");
    assertThat(cases).hasSizeGreaterThan(70);
    assertThat(
            Cases.failures(
                cases,
                NoteCasesTest::checkNote,
                List.of(NoteFormatException.class, NoteVerificationException.class)))
        .isEmpty();
  }

  private static void checkNote(Cases.Case one) throws Exception {
    byte[] bytes = one.bytes("note");
    SignedNote note = SignedNote.parse(bytes);
    assertThat(note.encode()).isEqualTo(bytes);
    List<VerifierKey> keys = new ArrayList<>();
    for (String vkey : one.texts("vkeys")) {
      keys.add(VerifierKey.parse(vkey));
    }
    VerifiedNote verified = note.verify(keys);
    assertThat(verified.verified())
        .extracting(signature -> signature.key().name())
        .isEqualTo(one.texts("verified"));
    assertThat(verified.verified())
        .extracting(signature -> Long.toString(signature.timestamp()))
        .isEqualTo(one.texts("timestamps"));
  }

  @Test
  void vkey_everyGoldenCase_parsesOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("vkey");
    assertThat(cases).hasSizeGreaterThan(40);
    assertThat(Cases.failures(cases, NoteCasesTest::checkVkey, FORMAT)).isEmpty();
  }

  private static void checkVkey(Cases.Case one) throws Exception {
    VerifierKey key = VerifierKey.parse(one.text("vkey"));
    assertThat(key).hasToString(one.text("vkey"));
    assertThat(key.name()).isEqualTo(one.text("name"));
    assertThat(HexFormat.of().toHexDigits(key.keyId())).isEqualTo(one.text("keyId"));
    assertThat((long) key.algorithm().id()).isEqualTo(one.number("type"));
    assertThat(VerifierKey.of(key.name(), key.algorithm(), key.publicKey())).isEqualTo(key);
  }

  @Test
  void privateKey_everyGoldenCase_givesItsVkeyAndSignatureOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("signer");
    assertThat(cases).hasSizeGreaterThan(10);
    assertThat(Cases.failures(cases, NoteCasesTest::checkSigner, FORMAT)).isEmpty();
  }

  private static void checkSigner(Cases.Case one) throws Exception {
    SignerKey key = SignerKey.parse(one.text("privateKey"));
    assertThat(key.verifierKey()).hasToString(one.text("vkey"));
    assertThat(key.encodePrivate()).isEqualTo(one.text("privateKey"));
    String text = one.text("text");
    NoteSignature line =
        key.algorithm() == SignatureType.ED25519
            ? key.sign(text)
            : key.sign(Checkpoint.parse(text), Instant.ofEpochSecond(one.number("time")));
    if (!one.json().get("blob").isNull()) {
      assertThat(line.line()).isEqualTo("\u2014 " + key.name() + " " + one.text("blob"));
    }
    assertThat(key.verifierKey().verify(text, line).timestamp()).isEqualTo(one.number("time"));
  }

  @Test
  void checkpoint_everyGoldenCase_parsesOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("checkpoint");
    assertThat(cases).hasSizeGreaterThan(20);
    assertThat(Cases.failures(cases, NoteCasesTest::checkCheckpoint, FORMAT)).isEmpty();
  }

  private static void checkCheckpoint(Cases.Case one) throws Exception {
    Checkpoint checkpoint = Checkpoint.parse(one.text("text"));
    assertThat(checkpoint.text()).isEqualTo(one.text("text"));
    assertThat(checkpoint)
        .isEqualTo(
            new Checkpoint(
                one.text("origin"),
                one.number("size"),
                Hash.ofBase64(one.text("root")),
                one.texts("extensions")));
  }

  @Test
  void subtreeCosignature_everyGoldenCase_verifiesForItsSubtreeOnly() throws Exception {
    List<Cases.Case> cases = Cases.load("subtree-cosignature");
    assertThat(cases).isNotEmpty();
    for (Cases.Case one : cases) {
      VerifierKey key = VerifierKey.parse(one.text("vkey"));
      NoteSignature line = NoteSignature.parse(one.text("line"));
      Hash hash = Hash.ofBase64(one.text("hash"));
      Subtree subtree = new Subtree(one.number("start"), one.number("end"));
      assertThat(SubtreeCosignature.verify(key, one.text("origin"), subtree, hash, line))
          .isEqualTo(new Cosignature(key, one.number("time")));
      Subtree other = new Subtree(subtree.start(), subtree.end() - 1);
      assertThatThrownBy(
              () -> SubtreeCosignature.verify(key, one.text("origin"), other, hash, line))
          .isInstanceOf(NoteVerificationException.class);
    }
  }

  @Test
  @EnabledIf("vectorsPresent")
  void checkpoint_ofThePublicLogs_verifies() throws Exception {
    VerifierKey tessera = VerifierKey.parse(TESSERA);
    for (int size = 0; size <= 15; size++) {
      SignedCheckpoint signed = read("tessera-log/checkpoint." + size);
      assertThat(signed.verify(tessera).verified()).hasSize(1);
      assertThat(signed.checkpoint().size()).isEqualTo(size);
    }
    verify("mirror-300/checkpoint", vkey("mirror"));
    verify("cosignature/ed25519-cosig-mirror.txt", vkey("mirror"));
    verify("cosignature/ed25519-cosig-0x04.txt", vkey("witness"));
    verify(
        "cosignature/mldsa44-log-checkpoint.txt",
        Files.readString(Project.vectors("cosignature/mldsa44-log-checkpoint.vkey")).strip());
  }

  private static String vkey(String name) throws Exception {
    return Cases.load("vkey").stream()
        .filter(one -> one.file().equals(name + ".json"))
        .findFirst()
        .orElseThrow()
        .text("vkey");
  }

  private static void verify(String file, String vkey) throws Exception {
    assertThat(read(file).verify(VerifierKey.parse(vkey)).verified()).hasSize(1);
  }

  private static SignedCheckpoint read(String file) throws Exception {
    Path path = Project.vectors(file);
    SignedCheckpoint signed = SignedCheckpoint.parse(Files.readAllBytes(path));
    assertThat(new String(signed.encode(), StandardCharsets.UTF_8))
        .isEqualTo(Files.readString(path));
    return signed;
  }

  static boolean vectorsPresent() {
    return Files.isDirectory(Project.vectors("cosignature"));
  }
}
