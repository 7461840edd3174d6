package dev.vitrine.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package of the server may use what. */
class ArrowsTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.vitrine.server");

  @Test
  void rocksdb_onlyItsOwnPackageImportsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vitrine.server.storage.rocksdb..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.rocksdb..")
        .check(classes);
  }

  @Test
  void network_notKnownBehindTheApi() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.vitrine.server.storage..",
            "dev.vitrine.server.sequencer..",
            "dev.vitrine.server.publisher",
            "dev.vitrine.server.admission..",
            "dev.vitrine.server.config..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "io.grpc..", "dev.vitrine.server.api..")
        .check(classes);
  }

  @Test
  void publisher_sharesNothingWithTheSequencersFrontier() {
    noClasses()
        .that()
        .resideInAPackage("dev.vitrine.server.publisher..")
        .should()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("TileFrontier")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("TileUpdate")
        .check(classes);
  }
}
