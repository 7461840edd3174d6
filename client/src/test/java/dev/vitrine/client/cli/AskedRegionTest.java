package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedRegionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "EU, EU, named",
    "EU, DE, named",
    "EU, US FR, named",
    "EU, RE, named",
    "EU, CH, not meant",
    "EU, GB, not meant",
    "DE, DE, named",
    "DE, EU, may be meant",
    "DE, EU FR, may be meant",
    "DE, DE EU, named",
    "DE, FR, not meant",
    "RE, EU, may be meant",
    "CH, EU, not meant",
    "GB, EU, not meant",
    "CH, CH EU, named"
  })
  void region_told_isNamedOrMayBeMeant(String asked, String told, String expected)
      throws Exception {
    AskedRegion region = AskedRegion.of(asked, NOW);
    Set<String> regions = Set.of(told.split(" "));
    assertThat(region.isNamedBy(regions)).isEqualTo(expected.equals("named"));
    assertThat(region.mayBeMeantBy(regions)).isEqualTo(expected.equals("may be meant"));
  }

  @Test
  void britain_untilTheEndOfJanuary2020_isOfTheUnion() throws Exception {
    Instant last = Instant.parse("2020-01-31T22:59:59Z");
    assertThat(AskedRegion.of("EU", last).isNamedBy(Set.of("GB"))).isTrue();
    assertThat(AskedRegion.of("GB", last).mayBeMeantBy(Set.of("EU"))).isTrue();
    assertThat(AskedRegion.of("GB", last.plusSeconds(1)).mayBeMeantBy(Set.of("EU"))).isFalse();
  }

  @Test
  void codes_areAllThatMaySpeakOfTheRegion() throws Exception {
    assertThat(AskedRegion.of("EU", NOW).codes())
        .hasSize(1 + 27 + 7)
        .contains("EU", "DE", "HR", "AX");
    assertThat(AskedRegion.of("DE", NOW).codes()).containsExactly("DE", "EU");
    assertThat(AskedRegion.of("CH", NOW).codes()).containsExactly("CH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eu", "UK", "EL", "Europe", ""})
  void code_unknown_isRefusedAndNotTakenForNothingTold(String code) {
    assertThatThrownBy(() -> AskedRegion.of(code, NOW))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "--region: " + code + " (expected: an ISO 3166-1 alpha-2 code in capitals, or EU)");
  }
}
