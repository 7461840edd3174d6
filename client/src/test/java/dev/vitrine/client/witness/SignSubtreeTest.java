package dev.vitrine.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.Subtree;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.SubtreeCosignature;
import dev.vitrine.witness.SignSubtreeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignSubtreeTest {
  private static final Subtree SUBTREE = new Subtree(8, 13);

  @TempDir Path state;

  private final SignerKey ed25519 =
      FakeLog.newKey("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
  private final SignerKey mlDsa =
      FakeLog.newKey("witness.example/w1", SignatureType.ML_DSA_44_COSIGNATURE);
  private final FakeLog log = FakeLog.named("log.example/a").append(20, "leaf");
  private Witness witness;

  @BeforeEach
  void open() throws IOException {
    witness = open(List.of(ed25519, mlDsa));
  }

  @AfterEach
  void close() throws IOException {
    witness.close();
  }

  @Test
  void subtree_ofACosignedCheckpoint_isSignedByTheMlDsaKeyAlone() throws Exception {
    List<NoteSignature> lines = witness.signSubtree(request(cosigned(20)).encode());

    assertThat(lines).hasSize(1);
    assertThat(
            SubtreeCosignature.verify(
                    mlDsa.verifierKey(), log.origin(), SUBTREE, hash(), lines.get(0))
                .timestamp())
        .isZero();
  }

  @Test
  void subtree_ofAnOlderCosignedCheckpoint_isSigned() throws Exception {
    SignedCheckpoint old = cosigned(15);
    witness.addCheckpoint(log.addCheckpoint(15, 20));

    assertThat(witness.signSubtree(request(old).encode())).hasSize(1);
  }

  @Test
  void checkpoint_withoutOurCosignature_isAnswered403() throws Exception {
    assertRefused(403, request(log.checkpoint(20)).encode());
  }

  @Test
  void checkpoint_withOnlyOurEd25519Cosignature_isAnswered403() throws Exception {
    SignedCheckpoint signed = log.checkpoint(20);
    witness.addCheckpoint(log.addCheckpoint(0, 20));
    NoteSignature line = ed25519.sign(signed.checkpoint(), java.time.Instant.ofEpochSecond(5));

    assertRefused(403, request(signed.withSignatures(line)).encode());
  }

  @Test
  void checkpoint_ofAnUnknownOrigin_isAnswered404() throws Exception {
    FakeLog stranger = FakeLog.named("log.example/b").append(20, "leaf");
    SignedCheckpoint signed = stranger.checkpoint(20);
    SignSubtreeRequest request = new SignSubtreeRequest(SUBTREE, hash(), proof(20), signed);

    assertRefused(404, request.encode());
  }

  @Test
  void proof_thatDoesNotLeadToTheRoot_isAnswered422() throws Exception {
    SignedCheckpoint signed = cosigned(20);

    assertRefused(422, new SignSubtreeRequest(SUBTREE, hash(), List.of(), signed).encode());
    assertRefused(
        422, new SignSubtreeRequest(SUBTREE, Hash.EMPTY_ROOT, proof(20), signed).encode());
  }

  @Test
  void body_malformed_isAnswered400() throws Exception {
    String good = new String(request(cosigned(20)).encode(), UTF_8);

    assertRefused(400, good.replace("subtree 8 13", "subtree 5 13").getBytes(UTF_8));
    assertRefused(400, good.replace("subtree 8 13", "subtree 16 21").getBytes(UTF_8));
    assertRefused(400, good.replace("subtree 8 13", "subtree 8").getBytes(UTF_8));
    assertRefused(400, new byte[0]);
  }

  @Test
  void witness_withoutMlDsaKey_isAnswered403() throws Exception {
    SignSubtreeRequest request = request(cosigned(20));
    witness.close();
    witness = open(List.of(ed25519));

    assertRefused(403, request.encode());
  }

  private Witness open(List<SignerKey> keys) throws IOException {
    Witness opened =
        Witness.open(new Cosigner(keys), state, 100, InstantSource.system(), (watched, head) -> {});
    opened.watch(new WatchedLog(log.origin(), List.of(log.verifierKey()), 100));
    return opened;
  }

  private SignedCheckpoint cosigned(long size) throws RefusalException {
    return log.checkpoint(size).withSignatures(witness.addCheckpoint(log.addCheckpoint(0, size)));
  }

  private Hash hash() throws IOException {
    return ProofBuilder.subtreeHash(log, SUBTREE.start(), SUBTREE.end());
  }

  private List<Hash> proof(long size) throws IOException {
    return ProofBuilder.subtreeConsistency(log, SUBTREE.start(), SUBTREE.end(), size).path();
  }

  private SignSubtreeRequest request(SignedCheckpoint signed) throws IOException {
    return new SignSubtreeRequest(SUBTREE, hash(), proof(signed.checkpoint().size()), signed);
  }

  private void assertRefused(int status, byte[] body) {
    RefusalException refusal =
        catchThrowableOfType(RefusalException.class, () -> witness.signSubtree(body));
    assertThat(refusal.status()).as(refusal.getMessage()).isEqualTo(status);
  }
}
