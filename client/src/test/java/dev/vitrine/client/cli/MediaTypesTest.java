package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTypesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.json  | {\"bomFormat\":\"CycloneDX\"}                       | application/vnd.cyclonedx+json",
        "a.json  | {\"spdxVersion\":\"SPDX-2.3\"}                      | application/spdx+json",
        "a.json  | {\"_type\":\"https://in-toto.io/Statement/v1\"}     | application/vnd.in-toto+json",
        "a.json  | {\"mediaType\":\"application/vnd.dev.sigstore.bundle+json;version=0.2\"} | application/vnd.dev.sigstore.bundle+json",
        "a.json  | {\"mediaType\":\"text/html\"}                       | application/json",
        "a.json  | {                                                   | application/octet-stream",
        "a.bin   | {\"spdxVersion\":\"SPDX-2.3\"}                      | application/octet-stream"
      })
  void of_document_whatItSaysOfItself(String name, String content, String type) {
    assertThat(MediaTypes.of(name, content.getBytes(StandardCharsets.UTF_8))).isEqualTo(type);
  }

  @Test
  void of_realSigstoreBundle_isABundle() throws Exception {
    Path bundle =
        Path.of(
            System.getProperty("vitrine.root"),
            "testdata/records/sigstore-java-2.0.0.jar.sigstore.json");
    assertThat(MediaTypes.of("b.sigstore.json", Files.readAllBytes(bundle)))
        .isEqualTo("application/vnd.dev.sigstore.bundle.v0.3+json");
  }
}
