package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
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
}
