package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SignedRecordsTest {

  private final SigningKey key = SigningKey.generate(SignatureAlgorithm.ED25519);

  @Test
  void record_carriesOneValidSignatureAndIsAboutAKibibyte() throws Exception {
    SignedRecords records = SignedRecords.sign(key, 3, 1);

    Envelope envelope = Envelope.parse(records.entry(2));

    assertThat(envelope.signatures()).hasSize(1);
    envelope.verify(key.verifyingKey());
    assertThat(envelope.statement().kind()).isEqualTo(Kind.BUILD);
    assertThat(records.entry(2).length).isCloseTo(1024, within(64));
  }

  @Test
  void records_areAllDifferent() {
    SignedRecords records = SignedRecords.sign(key, 500, 1);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < records.count(); i++) {
      seen.add(Arrays.hashCode(records.entry(i)));
    }

    assertThat(records.count()).isEqualTo(500);
    assertThat(seen).hasSizeGreaterThan(498);
  }
}
