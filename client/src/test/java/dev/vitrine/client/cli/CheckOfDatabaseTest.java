package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Databases: many files that one record names through a manifest. */
class CheckOfDatabaseTest extends CheckFixture {
  @Test
  void database_exactlyAsPublished_isVerifiedThroughItsManifest() throws Exception {
    Path bases = update(false);
    assertThat(check(bases)).isZero();
    assertThat(out)
        .contains("VERIFIED: 2 files: 2 VERIFIED")
        .contains("rules/a.conf")
        .contains("stream:        av/linux");
    assertThat(check(bases, "--json")).isZero();
    assertThat(json().get("files")).hasSize(2);
    assertThat(json().at("/files/0/through").asText()).isEqualTo("manifest root of all 2 files");
  }

  @Test
  void database_withAnAlteredAMissingAndAForeignFile_namesEachOne() throws Exception {
    Path bases = update(false);
    Files.writeString(bases.resolve("rules/a.conf"), "altered");
    Files.delete(bases.resolve("rules/b.conf"));
    Files.writeString(bases.resolve("rules/c.conf"), "foreign");
    assertThat(check(bases, "--stream", "av/linux")).isEqualTo(11);
    assertThat(out)
        .contains("holds a file rules/a.conf, and this is not it")
        .contains("holds a file rules/b.conf, and it is missing here")
        .containsPattern("NOT IN LOG +- +rules/c.conf")
        .contains("DIFFERS FROM LOG: 3 files: 1 NOT IN LOG, 2 DIFFERS FROM LOG");
    assertThat(check(bases)).isEqualTo(10);
  }

  @Test
  void database_ofAWithdrawnRange_exits12() throws Exception {
    Path bases = update(false);
    records.withdraw("av/linux", 1, 3, records.log.size() - 1);
    serveAgain();
    assertThat(check(bases)).isEqualTo(12);
    assertThat(check(bases, "--scan")).isEqualTo(12);
  }

  @Test
  void document_withAnotherDigest_isUntrusted() throws Exception {
    Path bases = update(false);
    records
        .documents
        .keySet()
        .forEach(digest -> server.lie("v1/blobs/" + digest, new byte[] {'x'}));
    assertThat(check(bases, "--stream", "av/linux")).isEqualTo(17);
  }
}
