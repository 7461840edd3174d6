package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
  private static final String VKEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  private static final String NOTE =
      "This is an example message.\n\n\u2014 example.com/foo"
          + " Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

  @Test
  void note_ofTheSpecification_verifies() throws Exception {
    SignedNote note = SignedNote.parse(NOTE.getBytes(StandardCharsets.UTF_8));
    VerifiedNote verified = note.verify(List.of(VerifierKey.parse(VKEY)));
    assertThat(verified.verified()).containsExactly(new Cosignature(VerifierKey.parse(VKEY), 0));
    assertThat(new String(note.encode(), StandardCharsets.UTF_8)).isEqualTo(NOTE);
  }

  @Test
  void checkpoint_signedByEveryPrivateType_verifies() throws Exception {
    SignerKey log = SignerKey.generate("log.example", SignatureType.ED25519);
    SignerKey pq = SignerKey.generate("log.example", SignatureType.ML_DSA_44_COSIGNATURE);
    SignerKey witness = SignerKey.generate("w.example", SignatureType.ED25519_COSIGNATURE);
    CheckpointSigner signer = new CheckpointSigner(log, pq, witness);
    SignedCheckpoint signed =
        signer.sign(
            new Checkpoint("log.example", 1, Hash.EMPTY_ROOT), Instant.ofEpochSecond(1767139200));
    SignedCheckpoint back = SignedCheckpoint.parse(signed.encode());
    assertThat(back).isEqualTo(signed);
    assertThat(back.verify(signer.verifierKeys()).verified())
        .extracting(Cosignature::timestamp)
        .containsExactly(0L, 1767139200L, 1767139200L);
    for (SignerKey key : List.of(log, pq, witness)) {
      assertThat(SignerKey.parse(key.encodePrivate())).isEqualTo(key);
    }
    assertThatThrownBy(() -> back.verify(VerifierKey.parse(VKEY)))
        .isInstanceOf(NoteVerificationException.class);
  }

  @Test
  void text_withEmptyLinesInside_isSignedWhole() throws Exception {
    SignerKey key = SignerKey.generate("key.example", SignatureType.ED25519);
    String text = "first\n\n\nlast \u00e9 \ud83d\ude00\n";
    SignedNote note = new SignedNote(text, List.of(key.sign(text)));
    assertThat(SignedNote.parse(note.encode()).verify(List.of(key.verifierKey())).text())
        .isEqualTo(text);
  }

  @Test
  void cosignature_ofATimeAbove2To63_isRefusedThoughSigned() throws Exception {
    byte[] seed = new byte[32];
    Checkpoint head = new Checkpoint("log.example", 1, Hash.EMPTY_ROOT);
    for (SignatureType type :
        List.of(SignatureType.ED25519_COSIGNATURE, SignatureType.ML_DSA_44_COSIGNATURE)) {
      SignerKey key = SignerKey.ofSeed("w.example", type, seed);
      SignatureAlgorithm algorithm = type.rawAlgorithm().orElseThrow();
      byte[] message =
          algorithm == SignatureAlgorithm.ED25519
              ? CosignedMessage.ed25519(-1, head.text().getBytes(StandardCharsets.UTF_8))
              : CosignedMessage.subtree(
                  "w.example", -1, head.origin(), new Subtree(0, 1), head.root());
      byte[] signature = SigningKey.ofSeed(algorithm, seed).sign(message);
      byte[] bytes = ByteBuffer.allocate(8 + signature.length).putLong(-1).put(signature).array();
      NoteSignature line = NoteSignature.of("w.example", key.verifierKey().keyId(), bytes);
      assertThatThrownBy(() -> key.verifierKey().verify(head.text(), line))
          .isInstanceOf(NoteVerificationException.class)
          .hasMessageContaining("18446744073709551615 (expected: <= 2^63-1)");
    }
  }

  @Test
  void mlDsaCosignature_ofNamesAbove255Bytes_isNeitherMadeNorVerified() throws Exception {
    SignerKey key = SignerKey.generate("w.example", SignatureType.ML_DSA_44_COSIGNATURE);
    Checkpoint longest = new Checkpoint("o".repeat(255), 1, Hash.EMPTY_ROOT);
    NoteSignature line = key.sign(longest, Instant.ofEpochSecond(1));
    assertThat(key.verifierKey().verify(longest.text(), line).timestamp()).isEqualTo(1);
    Checkpoint tooLong = new Checkpoint("o".repeat(256), 1, Hash.EMPTY_ROOT);
    assertThatThrownBy(() -> key.sign(tooLong, Instant.ofEpochSecond(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("origin bytes: 256 (expected: 1..255)");
    assertThatThrownBy(() -> key.verifierKey().verify(tooLong.text(), line))
        .isInstanceOf(NoteVerificationException.class);
  }

  @Test
  void cosignature_ofATextThatIsNoCheckpoint_isNeitherMadeNorVerified() throws Exception {
    SignerKey key = SignerKey.generate("w.example", SignatureType.ED25519_COSIGNATURE);
    assertThatThrownBy(() -> key.sign("any text\n")).isInstanceOf(IllegalArgumentException.class);
    NoteSignature line = key.sign(new Checkpoint("o", 1, Hash.EMPTY_ROOT), Instant.EPOCH);
    assertThatThrownBy(() -> key.verifierKey().verify("any text\n", line))
        .isInstanceOf(NoteVerificationException.class)
        .hasMessage("signed text: not a checkpoint");
    assertThatThrownBy(
            () -> key.sign(new Checkpoint("o", 1, Hash.EMPTY_ROOT), Instant.ofEpochSecond(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void subtreeCosignature_madeAndVerified_statesNoTime() throws Exception {
    SignerKey key = SignerKey.generate("w.example", SignatureType.ML_DSA_44_COSIGNATURE);
    Subtree subtree = new Subtree(8, 13);
    NoteSignature line = SubtreeCosignature.sign(key, "log.example", subtree, Hash.EMPTY_ROOT);
    Cosignature verified =
        SubtreeCosignature.verify(key.verifierKey(), "log.example", subtree, Hash.EMPTY_ROOT, line);
    assertThat(verified.time()).isEmpty();
    SignerKey other = SignerKey.generate("w.example", SignatureType.ED25519_COSIGNATURE);
    assertThatThrownBy(
            () -> SubtreeCosignature.sign(other, "log.example", subtree, Hash.EMPTY_ROOT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void signatures_addedAgain_takeTheOlderOnesPlace() throws Exception {
    SignerKey key = SignerKey.generate("w.example", SignatureType.ED25519_COSIGNATURE);
    SignerKey log = SignerKey.generate("log.example", SignatureType.ED25519);
    Checkpoint head = new Checkpoint("log.example", 1, Hash.EMPTY_ROOT);
    NoteSignature older = key.sign(head, Instant.ofEpochSecond(1));
    NoteSignature newer = key.sign(head, Instant.ofEpochSecond(2));
    SignedCheckpoint signed = new CheckpointSigner(log).sign(head, Instant.EPOCH);
    assertThat(signed.withSignatures(older).withSignatures(newer).signatures())
        .hasSize(2)
        .contains(newer)
        .doesNotContain(older);
    assertThat(signed.withSignatures(older, newer)).isEqualTo(signed.withSignatures(newer));
    assertThat(SignedCheckpoint.of(head, List.of(older, newer)).signatures())
        .containsExactly(newer);
  }

  @Test
  void values_thatCouldNotBeParsedBack_cannotBeMade() throws Exception {
    NoteSignature line = NoteSignature.parse(NOTE.split("\n\n")[1].strip());
    for (String text : List.of("", "no line feed", "tab\t\n", "cr\r\n", "lone \ud800\n")) {
      assertThatThrownBy(() -> new SignedNote(text, List.of(line)))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
    SignerKey key = SignerKey.generate("a", SignatureType.ED25519);
    assertThatThrownBy(() -> key.sign("lone \ud800\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("text to sign: note text: lone surrogate at 5");
    assertThatThrownBy(() -> new SignedNote("text\n", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    for (String origin : List.of("", "a\nb", "lone \udc00")) {
      assertThatThrownBy(() -> new Checkpoint(origin, 1, Hash.EMPTY_ROOT))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new Checkpoint("o", -1, Hash.EMPTY_ROOT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignerKey.generate("a b", SignatureType.ED25519))
        .isInstanceOf(NoteFormatException.class);
    assertThatThrownBy(() -> SignerKey.generate("a", SignatureType.ECDSA))
        .isInstanceOf(NoteFormatException.class)
        .hasMessageContaining("one of 1, 4, 6");
    assertThatThrownBy(() -> NoteSignature.of("a", 1, new byte[0]))
        .isInstanceOf(NoteFormatException.class);
  }

  @Test
  void note_longerThanAMegabyte_cannotBeMade() throws Exception {
    NoteSignature line = NoteSignature.parse(NOTE.split("\n\n")[1].strip());
    int rest = 1 + 1 + line.line().getBytes(StandardCharsets.UTF_8).length + 1;
    String longest = "a".repeat(SignedNote.MAX_SIZE - rest) + "\n";
    SignedNote note = new SignedNote(longest, List.of(line));
    assertThat(SignedNote.parse(note.encode())).isEqualTo(note);
    assertThatThrownBy(() -> new SignedNote("a" + longest, List.of(line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("note size: 1000001 (expected: <= 1000000)");
    assertThatThrownBy(() -> new SignedNote("\u00e9".repeat(500_000) + "\n", List.of(line)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void signer_ofMoreLinesThanACheckpointMayHave_cannotBeMade() throws Exception {
    SignerKey key = SignerKey.generate("log.example", SignatureType.ED25519);
    assertThatThrownBy(() -> new CheckpointSigner(key, key))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("keys: two named log.example+");
    assertThatThrownBy(() -> new CheckpointSigner(Collections.nCopies(101, key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keys: 101 (expected: <= 100)");
    assertThatThrownBy(() -> new CheckpointSigner(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messages_aboutHostileText_fitOneLineAndObeyNothingInIt() {
    String hostile = "a\u009b2J\u0085b\u2028c\u202ed\ud800e\n\u00e9\ud83d\ude00";
    assertThat(StrictText.show(hostile)).isEqualTo("\"a?2J?b?c?d?e?\u00e9\ud83d\ude00\"");
    assertThat(StrictText.show("x".repeat(1_000))).hasSizeLessThan(100);
  }

  @Test
  void privateKey_isShownByNothingButEncodePrivate() throws Exception {
    SignerKey key = SignerKey.generate("key.example", SignatureType.ED25519);
    String secret = key.encodePrivate().substring(key.encodePrivate().lastIndexOf('+') + 1);
    assertThat(key.toString()).doesNotContain(secret);
    String damaged = key.encodePrivate().replace("PRIVATE+KEY+", "PRIVATE+KEY+ ");
    assertThatThrownBy(() -> SignerKey.parse(damaged))
        .isInstanceOf(NoteFormatException.class)
        .hasMessageNotContaining(secret)
        .hasNoCause();
  }
}
