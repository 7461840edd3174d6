package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
}
