package dev.vitrine.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Cases;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.policy.PolicyException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TlogProofTest {
  private static final List<Class<? extends Exception>> REFUSALS =
      List.of(ProofFormatException.class, ProofException.class, PolicyException.class);

  @Test
  void proof_everyGoldenCase_verifiesOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("proof");
    assertThat(cases).hasSizeGreaterThan(30);
    assertThat(Cases.failures(cases, TlogProofTest::check, REFUSALS)).isEmpty();
  }

  private static void check(Cases.Case one) throws Exception {
    Hash leaf = TreeHasher.leaf(one.text("entry").getBytes(StandardCharsets.UTF_8));
    TlogProof proof = TlogProof.parse(one.bytes("proof"));
    assertThat(proof.encode()).isEqualTo(one.bytes("proof"));
    assertThat(proof.verify(leaf, Policy.parse(one.text("policy"))).logSignatures()).hasSize(1);
    assertThat(proof.index()).isEqualTo(one.number("index"));
  }

  @Test
  void rekorEntry_ofEverySigstoreCase_isIncludedUnderTheSignedCheckpoint() throws Exception {
    List<Cases.Case> cases = Cases.load("sigstore");
    assertThat(cases).hasSize(4);
    for (Cases.Case one : cases) {
      SignedCheckpoint signed = SignedCheckpoint.parse(one.bytes("checkpoint"));
      assertThat(signed.verify(VerifierKey.parse(one.text("vkey"))).verified()).hasSize(1);
      Checkpoint head = signed.checkpoint();
      assertThat(head.size()).isEqualTo(Long.parseLong(one.text("treeSize")));
      assertThat(head.root().base64()).isEqualTo(one.text("rootHash"));
      Hash leaf = TreeHasher.leaf(Base64.getDecoder().decode(one.text("entry")));
      List<Hash> path = one.texts("hashes").stream().map(Hash::ofBase64).toList();
      long index = Long.parseLong(one.text("logIndex"));
      ProofVerifier.verifyInclusion(
          new InclusionProof(index, head.size(), path), leaf, head.root());
      TlogProof proof = new TlogProof(Optional.empty(), index, path, signed);
      assertThat(TlogProof.parse(proof.encode())).isEqualTo(proof).hasSameHashCodeAs(proof);
    }
  }

  @Test
  void proof_madeWithThreeCosignatures_verifiesAndEveryFlippedBitIsRefused() throws Exception {
    TlogProof proof = witnessed(20);
    Policy policy = policy();
    Hash leaf = TreeHasher.leaf(new byte[] {1});
    assertThat(proof.verify(leaf, policy).witnesses()).hasSize(3);
    byte[] bytes = proof.encode();
    List<Integer> survivors = new ArrayList<>();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] mutated = bytes.clone();
      mutated[bit / 8] ^= (byte) (1 << (bit % 8));
      if (verifies(mutated, leaf, policy)) {
        survivors.add(bit);
      }
    }
    // Everything in the file is signed, hashed or fixed; there is no extra line in this one.
    assertThat(survivors).isEmpty();
  }

  @Test
  void proof_ofAnIndexOutsideTheTree_cannotBeMade() throws Exception {
    SignedCheckpoint signed = witnessed(1).checkpoint();
    assertThatThrownBy(() -> new TlogProof(Optional.empty(), 2, List.of(), signed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index: 2 (expected: 0..1)");
    List<Hash> tooLong = java.util.Collections.nCopies(64, Hash.EMPTY_ROOT);
    assertThatThrownBy(() -> new TlogProof(Optional.empty(), 0, tooLong, signed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("path hashes: 64 (expected: <= 63)");
  }

  @Test
  void extra_thatNoFileCouldHold_isRefused() throws Exception {
    TlogProof plain = witnessed(1);
    byte[] large = new byte[1_400_000];
    TlogProof proof = new TlogProof(Optional.of(large), 0, plain.path(), plain.checkpoint());
    assertThat(TlogProof.parse(proof.encode())).isEqualTo(proof);
    byte[] tooLarge = new byte[1_500_000];
    assertThatThrownBy(
            () -> new TlogProof(Optional.of(tooLarge), 0, plain.path(), plain.checkpoint()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: <= 2000000, by a smaller extra)");
  }

  @Test
  void extra_isKeptAndCopied() throws Exception {
    TlogProof plain = witnessed(1);
    byte[] extra = {1, 2, 3};
    TlogProof proof =
        new TlogProof(Optional.of(extra), plain.index(), plain.path(), plain.checkpoint());
    extra[0] = 9;
    assertThat(proof.extra().orElseThrow()).containsExactly(1, 2, 3);
    assertThat(new String(proof.encode(), StandardCharsets.UTF_8))
        .contains("\nextra AQID\nindex 0\n");
    assertThat(proof).isNotEqualTo(plain);
  }

  private static boolean verifies(byte[] bytes, Hash leaf, Policy policy) {
    try {
      TlogProof.parse(bytes).verify(leaf, policy);
      return true;
    } catch (ProofFormatException | PolicyException | ProofException e) {
      return false;
    }
  }

  /** Entry 0 of a tree of 2^height leaves whose other parts are made up. */
  static TlogProof witnessed(int height) throws Exception {
    Hash hash = TreeHasher.leaf(new byte[] {1});
    List<Hash> path = new ArrayList<>();
    for (int level = 0; level < height; level++) {
      Hash sibling = TreeHasher.leaf(new byte[] {2, (byte) level});
      path.add(sibling);
      hash = TreeHasher.node(hash, sibling);
    }
    Checkpoint head = new Checkpoint("log.example/proofs", 1L << height, hash);
    CheckpointSigner signer = new CheckpointSigner(keys());
    return new TlogProof(
        Optional.empty(), 0, path, signer.sign(head, Instant.ofEpochSecond(1767139200)));
  }

  static Policy policy() throws Exception {
    StringBuilder text = new StringBuilder("log " + keys()[0].verifierKey() + "\n");
    for (int i = 1; i <= 3; i++) {
      text.append("witness w").append(i).append(' ').append(keys()[i].verifierKey()).append('\n');
    }
    return Policy.parse(text + "group g all w1 w2 w3\nquorum g\n");
  }

  private static SignerKey[] keys() throws Exception {
    SignerKey[] keys = new SignerKey[4];
    for (int i = 0; i < 4; i++) {
      byte[] seed = new byte[32];
      Arrays.fill(seed, (byte) (i + 1));
      keys[i] =
          SignerKey.ofSeed(
              i == 0 ? "log.example/proofs" : "witness" + i + ".example",
              i == 0 ? SignatureType.ED25519 : SignatureType.ED25519_COSIGNATURE,
              seed);
    }
    return keys;
  }
}
