package dev.vitrine.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: which part may know which. */
class ArrowsTest {

  private static final String[] CORE = {
    "dev.vitrine.merkle..",
    "dev.vitrine.tile..",
    "dev.vitrine.note..",
    "dev.vitrine.policy..",
    "dev.vitrine.proof..",
    "dev.vitrine.crypto..",
    "dev.vitrine.witness..",
    "dev.vitrine.mirror.."
  };
  private static final String[] PROTO = {"dev.vitrine.v1..", "dev.vitrine.intoto.."};
  private static final String[] RECORDS = {"dev.vitrine.record..", "dev.vitrine.admission.."};
  private static final String SERVER = "dev.vitrine.server..";
  private static final String CLIENT = "dev.vitrine.client..";
  private static final String BENCH = "dev.vitrine.bench..";

  private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("dev.vitrine..");
  private static final DescribedPredicate<JavaClass> IN_CORE = resideInAnyPackage(CORE);
  private static final DescribedPredicate<JavaClass> IN_RECORDS = resideInAnyPackage(RECORDS);
  private static final DescribedPredicate<JavaClass> IN_PROTO = resideInAnyPackage(PROTO);

  private static JavaClasses code;

  @BeforeAll
  static void readClasses() {
    code =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPackages("dev.vitrine");
  }

  @Test
  void everyPart_isSeenByThisTest() {
    assertThat(code.stream().filter(IN_CORE)).as("classes of core").isNotEmpty();
    assertThat(code.stream().filter(IN_PROTO)).as("classes of proto").isNotEmpty();
    assertThat(code.stream().filter(IN_RECORDS)).as("classes of records").isNotEmpty();
    for (String part : new String[] {SERVER, CLIENT, BENCH}) {
      assertThat(code.stream().filter(resideInAPackage(part))).as(part).isNotEmpty();
    }
  }

  @Test
  void everyClass_belongsToOnePart() {
    check(
        classes()
            .that(OURS)
            .should()
            .resideInAnyPackage(
                concat(
                    concat(CORE, PROTO),
                    concat(RECORDS, SERVER, CLIENT, BENCH, "dev.vitrine.arch.."))));
  }

  @Test
  void core_dependsOnJdkAndBouncyCastleOnly() {
    check(
        classes()
            .that(IN_CORE)
            .should()
            .onlyDependOnClassesThat(
                IN_CORE.or(
                    resideInAnyPackage(
                        "java..", "javax..", "org.bouncycastle..", "org.jspecify.."))));
  }

  @Test
  void proto_dependsOnNothingOfOurs() {
    check(noClasses().that(IN_PROTO).should().dependOnClassesThat(OURS.and(not(IN_PROTO))));
  }

  @Test
  void records_dependOnCoreAndProtoOnly() {
    check(
        noClasses()
            .that(IN_RECORDS)
            .should()
            .dependOnClassesThat(OURS.and(not(IN_RECORDS.or(IN_CORE).or(IN_PROTO)))));
  }

  @Test
  void server_dependsOnCoreProtoRecordsOnly() {
    DescribedPredicate<JavaClass> allowed =
        resideInAPackage(SERVER).or(IN_CORE).or(IN_PROTO).or(IN_RECORDS);
    check(
        noClasses()
            .that()
            .resideInAPackage(SERVER)
            .should()
            .dependOnClassesThat(OURS.and(not(allowed))));
  }

  @Test
  void client_dependsOnCoreProtoRecordsOnly() {
    DescribedPredicate<JavaClass> allowed =
        resideInAPackage(CLIENT).or(IN_CORE).or(IN_PROTO).or(IN_RECORDS);
    check(
        noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat(OURS.and(not(allowed))));
  }

  @Test
  void client_hasNoVertxAndNoRocksDb() {
    check(
        noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vertx..", "org.rocksdb.."));
  }

  @Test
  void rocksDb_isImportedByItsStorePackageOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.vitrine.server.storage.rocksdb..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.rocksdb.."));
  }

  @Test
  void sqlite_isImportedByTheMonitorOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.vitrine.client.monitor..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.sqlite..", "java.sql.."));
  }

  @Test
  void cryptographyProviders_areNamedByCryptoPackageOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.vitrine.crypto..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "com.amazon.corretto.."));
  }

  @Test
  void packages_haveNoCircle() {
    check(slices().matching("dev.vitrine.(**)").should().beFreeOfCycles());
  }

  @Test
  void bench_isUsedByNobody() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(BENCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(BENCH));
  }

  private static void check(ArchRule rule) {
    rule.check(code);
  }

  private static String[] concat(String[] head, String... tail) {
    String[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }
}
