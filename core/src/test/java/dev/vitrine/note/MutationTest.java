package dev.vitrine.note;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every bit counts: with any one of them flipped nothing verifies any more. */
class MutationTest {
  private interface Attempt {
    void run(byte[] mutated) throws Exception;
  }

  @Test
  void checkpointNote_anyBitFlipped_doesNotVerify() throws Exception {
    Cases.Case tessera = note("tessera-15");
    VerifierKey key = VerifierKey.parse(tessera.texts("vkeys").get(0));
    byte[] bytes = tessera.bytes("note");
    assertThat(survivors(bytes, 0, bytes.length, m -> SignedNote.parse(m).verify(List.of(key))))
        .isEmpty();
    assertThat(survivors(bytes, 0, bytes.length, m -> SignedCheckpoint.parse(m).verify(key)))
        .isEmpty();
  }

  @Test
  void ed25519Cosignature_anyBitOfTextOrLineFlipped_doesNotVerify() throws Exception {
    Cases.Case cosigned = note("cosignature-mirror");
    VerifierKey key = VerifierKey.parse(cosigned.texts("vkeys").get(0));
    byte[] bytes = cosigned.bytes("note");
    assertThat(survivors(bytes, 0, bytes.length, m -> SignedNote.parse(m).verify(List.of(key))))
        .isEmpty();
  }

  @Test
  void ed25519Cosignature_anyBitOfItsBytesFlipped_doesNotVerify() throws Exception {
    lineBits("cosignature-ed25519", 1);
  }

  @Test
  void treeHeadSignature_anyBitOfItsBytesFlipped_doesNotVerify() throws Exception {
    lineBits("rome-ct-tree-head", 0);
  }

  @Test
  void mlDsaCosignature_anyBitOfItsBytesFlipped_doesNotVerify() throws Exception {
    lineBits("mldsa44-checkpoint", 0);
  }

  @Test
  void mlDsaCosignature_anyBitOfTextOrNameFlipped_doesNotVerify() throws Exception {
    Cases.Case signed = note("mldsa44-checkpoint");
    VerifierKey key = VerifierKey.parse(signed.texts("vkeys").get(0));
    byte[] bytes = signed.bytes("note");
    int header = signed.text("note").indexOf("example.com", 2);
    int end = signed.text("note").substring(0, header).getBytes(StandardCharsets.UTF_8).length + 40;
    assertThat(survivors(bytes, 0, end, m -> SignedNote.parse(m).verify(List.of(key)))).isEmpty();
  }

  @Test
  void subtreeCosignature_anyBitOfRangeOrHashFlipped_doesNotVerify() throws Exception {
    Cases.Case one = Cases.load("subtree-cosignature").get(0);
    VerifierKey key = VerifierKey.parse(one.text("vkey"));
    NoteSignature line = NoteSignature.parse(one.text("line"));
    byte[] hash = Hash.ofBase64(one.text("hash")).toByteArray();
    Subtree subtree = new Subtree(one.number("start"), one.number("end"));
    String origin = one.text("origin");
    assertThat(
            survivors(
                hash,
                0,
                hash.length,
                m -> SubtreeCosignature.verify(key, origin, subtree, Hash.of(m), line)))
        .isEmpty();
    byte[] bytes = line.signature();
    assertThat(
            survivors(
                bytes,
                0,
                16,
                m ->
                    SubtreeCosignature.verify(
                        key,
                        origin,
                        subtree,
                        Hash.of(hash),
                        NoteSignature.of(line.name(), line.keyId(), m))))
        .isEmpty();
  }

  private static void lineBits(String name, int line) throws Exception {
    Cases.Case signed = note(name);
    VerifierKey key = VerifierKey.parse(signed.texts("vkeys").get(0));
    SignedNote note = SignedNote.parse(signed.bytes("note"));
    NoteSignature signature = note.signatures().get(line);
    key.verify(note.text(), signature);
    byte[] bytes = signature.signature();
    assertThat(
            survivors(
                bytes,
                0,
                bytes.length,
                m -> key.verify(note.text(), NoteSignature.of(key.name(), key.keyId(), m))))
        .isEmpty();
    for (int bit = 0; bit < 32; bit++) {
      NoteSignature other = NoteSignature.of(key.name(), key.keyId() ^ (1 << bit), bytes);
      assertThat(key.matches(other)).isFalse();
    }
  }

  /** The bits whose flipping did no harm. */
  private static List<Integer> survivors(byte[] bytes, int from, int to, Attempt attempt)
      throws Exception {
    List<Integer> survivors = new ArrayList<>();
    for (int bit = from * 8; bit < to * 8; bit++) {
      byte[] mutated = bytes.clone();
      mutated[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        attempt.run(mutated);
        survivors.add(bit);
      } catch (NoteFormatException | NoteVerificationException e) {
        assertThat(e).hasMessageMatching("(?s).+");
      }
    }
    return survivors;
  }

  private static Cases.Case note(String name) throws Exception {
    return Cases.load("note").stream()
        .filter(one -> one.file().equals(name + ".json"))
        .findFirst()
        .orElseThrow();
  }
}
