package dev.vitrine.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CryptoProvidersTest {
  @Test
  void inUse_withCorrettoOnTheClassPath_namesAProviderForEveryAlgorithm() {
    assertThat(CryptoProviders.inUse()).containsOnlyKeys(SignatureAlgorithm.values());
    if (CorrettoEngine.load().isPresent()) {
      assertThat(CryptoProviders.inUse().values())
          .allMatch(name -> name.startsWith("Amazon Corretto Crypto Provider 2."));
    }
  }

  @ParameterizedTest
  @EnumSource
  void knownAnswer_byBouncyCastle_passes(SignatureAlgorithm algorithm) {
    assertThat(KnownAnswers.pass(BouncyCastleEngine.INSTANCE, algorithm)).isTrue();
  }

  @Test
  void candidate_keptOutByProperty_isAbsent() {
    assertThat(CryptoProviders.candidate("bouncycastle")).isEmpty();
    assertThat(CryptoProviders.choose(SignatureAlgorithm.ED25519, Optional.empty()))
        .isSameAs(BouncyCastleEngine.INSTANCE);
    assertThatThrownBy(() -> CryptoProviders.candidate("other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auto or bouncycastle");
  }
}
