package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForkEvidenceTest {
  private final TestLog log = TestLog.of(9, "honest");
  private final TestLog other = TestLog.of(9, "other");
  private final ForkEvidence evidence =
      new ForkEvidence(
          List.of(log.key().verifierKey()),
          log.head(9),
          other.head(9),
          other.root(9),
          new ConsistencyProof(9, 9, List.of()));

  @Test
  void verify_ofTwoSignedHeadsThatDiffer_passes() throws Exception {
    evidence.verify();
  }

  @Test
  void parse_ofEncoded_isEqual() throws Exception {
    assertThat(evidence.encode()).startsWith("vitrine/fork-evidence@v1\nkey test.example/log+");
    assertThat(ForkEvidence.parse(evidence.encode())).isEqualTo(evidence);
  }

  @Test
  void verify_ofTheSameHeadTwice_provesNothing() {
    ForkEvidence same =
        new ForkEvidence(evidence.keys(), log.head(9), log.head(9), log.root(9), evidence.proof());
    assertThatThrownBy(same::verify)
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("no fork");
  }

  @Test
  void verify_withAnInventedPrefixRoot_provesNothing() {
    ForkEvidence invented =
        new ForkEvidence(
            evidence.keys(), log.head(9), log.head(9), Hash.EMPTY_ROOT, evidence.proof());
    assertThatThrownBy(invented::verify)
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("lead");
  }

  @Test
  void verify_withAHeadOfAnotherSigner_provesNothing() throws Exception {
    String stranger =
        dev.vitrine.note.SignerKey.generate(TestLog.ORIGIN, dev.vitrine.note.SignatureType.ED25519)
            .verifierKey()
            .toString();
    ForkEvidence foreign = ForkEvidence.parse(evidence.encode().replace(log.vkey(), stranger));
    assertThatThrownBy(foreign::verify)
        .isInstanceOf(EvidenceException.class)
        .hasMessageContaining("not signed");
  }

  @Test
  void parse_ofNewerVersion_isFormatNewer() {
    assertThatThrownBy(() -> ForkEvidence.parse(evidence.encode().replace("@v1", "@v2")))
        .isInstanceOf(FormatNewerException.class);
  }

  @Test
  void parse_ofAnyTruncation_isRefused() {
    String text = evidence.encode();
    for (int end = 0; end < text.length(); end++) {
      String cut = text.substring(0, end);
      assertThatThrownBy(() -> ForkEvidence.parse(cut))
          .as("cut at %d", end)
          .isInstanceOf(Exception.class)
          .isNotInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void evidence_byWhoeverMakesIt_isTheSameBytes() throws Exception {
    FakeLog left = FakeLog.named("log.example/a").append(4, "left");
    FakeLog right = FakeLog.with(left.key()).append(4, "right");
    ConsistencyProof none = new ConsistencyProof(4, 4, List.of());
    SignerKey witness = FakeLog.newKey("witness.example/w", SignatureType.ED25519_COSIGNATURE);
    VerifierKey unused = FakeLog.newKey(left.origin(), SignatureType.ED25519).verifierKey();
    SignedCheckpoint one = left.checkpoint(4);
    SignedCheckpoint two = right.checkpoint(4);
    SignedCheckpoint cosigned =
        one.withSignatures(witness.sign(one.checkpoint(), Instant.ofEpochSecond(9)));
    ForkEvidence evidence =
        ForkEvidence.of(List.of(left.verifierKey()), one, two, two.checkpoint().root(), none);
    List<VerifierKey> more = List.of(unused, left.verifierKey());

    assertThat(ForkEvidence.of(more, two, one, one.checkpoint().root(), none)).isEqualTo(evidence);
    assertThat(ForkEvidence.of(more, cosigned, two, two.checkpoint().root(), none).encode())
        .isEqualTo(evidence.encode());
    evidence.verify();
  }

  @Test
  void evidence_thatNamesAnUnknownKeyToo_accusesTheKnownOneIfItSignedBoth() throws Exception {
    FakeLog left = FakeLog.named("log.example/a").append(4, "left");
    FakeLog right = FakeLog.with(left.key()).append(4, "right");
    FakeLog stranger = FakeLog.named(left.origin()).append(4, "lie");
    List<VerifierKey> both = List.of(stranger.verifierKey(), left.verifierKey());
    List<VerifierKey> known = List.of(left.verifierKey());

    assertThat(of(both, left, right).accuses(known)).isTrue();
    ForkEvidence framed = of(both, left, stranger);
    framed.verify();
    assertThat(framed.accuses(known)).isFalse();
    assertThat(framed.accuses(both)).isTrue();
    assertThat(framed.accuses(List.of(stranger.verifierKey()))).isFalse();
  }

  private static ForkEvidence of(List<VerifierKey> keys, FakeLog one, FakeLog two) {
    return new ForkEvidence(
        keys,
        one.checkpoint(4),
        two.checkpoint(4),
        two.root(4),
        new ConsistencyProof(4, 4, List.of()));
  }
}
