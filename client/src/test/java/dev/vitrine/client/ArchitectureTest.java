package dev.vitrine.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final List<String> FRAMEWORKS =
      List.of(
          "io.vertx",
          "io.grpc",
          "io.netty",
          "com.google.protobuf",
          "com.fasterxml",
          "picocli",
          "dev.vitrine.v1");

  /** What a vendor's program embeds. Monitors and witnesses are services and speak in records. */
  private static final List<String> VERIFYING =
      List.of("dev.vitrine.client", "dev.vitrine.client.audit");

  private final JavaClasses client =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.vitrine.client");

  @Test
  void client_dependsOnNeitherServerNorItsLibraries() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.vitrine.server..", "io.vertx..", "org.rocksdb..")
        .check(client);
  }

  @Test
  void library_doesNotDependOnTheCommand() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vitrine.client.cli..")
        .and()
        .haveSimpleNameNotEndingWith("Command")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.vitrine.client.cli..", "picocli..")
        .check(client);
  }

  @Test
  void signaturesOfTheLibrary_nameNoFramework() {
    ArchRuleDefinition.methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat(publicLibraryClass())
        .should(nameNoFramework())
        .check(client);
  }

  private static DescribedPredicate<JavaClass> publicLibraryClass() {
    return DescribedPredicate.describe(
        "are public in the library",
        type ->
            type.getModifiers().contains(JavaModifier.PUBLIC)
                && VERIFYING.contains(type.getPackageName()));
  }

  private static ArchCondition<JavaMethod> nameNoFramework() {
    return new ArchCondition<>("name no framework's type") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        Stream.concat(method.getRawParameterTypes().stream(), Stream.of(method.getRawReturnType()))
            .filter(type -> FRAMEWORKS.stream().anyMatch(type.getName()::startsWith))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, where(method) + " names " + type.getName())));
      }
    };
  }

  private static String where(JavaMember member) {
    return member.getFullName();
  }

  @Test
  void exceptionsOfTheLibrary_areChecked() {
    classes()
        .that()
        .haveSimpleNameEndingWith("Exception")
        .should()
        .notBeAssignableTo(RuntimeException.class)
        .check(client);
  }
}
