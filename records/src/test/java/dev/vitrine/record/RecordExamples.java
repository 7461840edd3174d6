package dev.vitrine.record;

import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;

import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.v1.ArtifactSize;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.BuildDefinition;
import dev.vitrine.v1.Changes;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.Dependency;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.LegalBasis;
import dev.vitrine.v1.Reproducible;
import dev.vitrine.v1.Rollout;
import dev.vitrine.v1.Site;
import dev.vitrine.v1.Source;
import dev.vitrine.v1.StreamCount;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.Testing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One record of each kind, all of one log that admits them in order. The build and the update are
 * about real files, the jars of jspecify 1.0.0 and of PMD's Java rules 7.17.0 as Maven Central
 * serves them; the relocation is what a press statement told. Keys, places and the rest are made
 * up.
 */
final class RecordExamples {
  private static final String JAR_SHA256 =
      "1fad6e6be7557781e4d33729d49ae1cdc8fdda6fe477bb0cc68ce351eafdfbab";

  private static final String PMD_SHA256 =
      "1fa1c9651562ed3e575c84c6c91c19f05165e6aa06712a89761c787d743707eb";

  private final TestLog log = TestLog.empty();
  private final TestRecords records = new TestRecords(log);
  private final Map<String, Envelope> examples = new LinkedHashMap<>();

  private RecordExamples() {}

  static Map<String, Envelope> all() {
    RecordExamples made = new RecordExamples();
    made.write();
    return made.examples;
  }

  private void write() {
    add(log.policy(log.policyMessage().build()));
    for (Role role : Role.values()) {
      if (role != Role.ROLE_UNSPECIFIED && role != Role.UNRECOGNIZED) {
        Envelope registration = log.register(role, log.key(role), "Example " + role);
        log.mustAppend(registration);
        examples.put("key", registration);
      }
    }
    long build = add(build());
    long update = add(update());
    add(
        records.signed(
            records
                .rebuild(build, "jspecify-1.0.0.jar")
                .clearFiles()
                .addFiles(
                    dev.vitrine.v1.RebuiltFile.newBuilder()
                        .setName("jspecify-1.0.0.jar")
                        .setSha256(JAR_SHA256))));
    add(relocation());
    add(
        records.signed(
            records
                .countersign()
                .addTargets(log.ref(build))
                .addTargets(log.ref(update))
                .setStatement(Countersign.Statement.SOURCE_MATCHES)
                .setMethod("source shown in the review room, built there")));
    add(
        records.signed(
            records.reconciliation(
                "2026-11-23",
                StreamCount.newBuilder()
                    .setStream("pmd/java")
                    .setFirstSequence(1)
                    .setLastSequence(1)
                    .setCount(1)
                    .build())));
    add(
        records.signed(
            records
                .withdrawal(log.key(Role.UPDATE_ASSEMBLER))
                .setStreamRange(StreamRange.newBuilder().setStream("pmd/java").setFrom(1).setTo(1))
                .setDescription("a rule reports harmless code"),
            log.key(Role.UPDATE_ASSEMBLER)));
  }

  private long add(Envelope envelope) {
    try {
      examples.put(envelope.statement().kind().id(), envelope);
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
    return log.mustAppend(envelope);
  }

  private Envelope build() {
    Build build =
        records
            .build("org.jspecify:jspecify", "1.0.0")
            .setPlatform("jvm")
            .setArch("any")
            .setSource(
                Source.newBuilder()
                    .setRepository("https://github.com/jspecify/jspecify")
                    .setSourceRoot(sha256("source tree")))
            .setBuildDefinition(
                BuildDefinition.newBuilder()
                    .setBuildType("https://vitrine.dev/build-types/gradle")
                    .setBuilderId("https://builder.example/1")
                    .setSite(Site.newBuilder().setFacility("zrh-1").setCountry("CH"))
                    .addToolchain(
                        Dependency.newBuilder().setName("jdk-17").setSha256(sha256("jdk"))))
            .setReproducible(Reproducible.newBuilder().setExpected(Reproducible.Expectation.YES))
            .addArtifacts(ArtifactSize.newBuilder().setName("jspecify-1.0.0.jar").setSize(3819))
            .build();
    Subject subject =
        Subject.newBuilder()
            .setName("jspecify-1.0.0.jar")
            .setUri("pkg:maven/org.jspecify/jspecify@1.0.0")
            .putDigest("sha256", JAR_SHA256)
            .build();
    return sign(
        Kind.BUILD, build, List.of(subject), log.key(Role.PIPELINE), log.key(Role.RELEASE_MANAGER));
  }

  /** The rule files of a real release, as they lie in its jar on Maven Central. */
  private Envelope update() {
    Manifest manifest = pmdRules();
    DetectionUpdate.Builder update = records.update("pmd/java");
    update
        .setVersion("7.17.0")
        .setChanges(Changes.newBuilder().setAdded(manifest.files().size()))
        .setRollout(Rollout.newBuilder().setPlanId("standard").setRing("1").setAudience("all"))
        .setTesting(
            Testing.newBuilder().setVerdict(Testing.Verdict.PASSED).addPlatforms("debian-12"))
        .setAssembledAt(Site.newBuilder().setFacility("zrh-1").setCountry("CH"));
    update
        .getFilesBuilder()
        .setCount(manifest.files().size())
        .setTotalSize(manifest.totalSize())
        .setManifestRoot(manifest.root().hex())
        .setManifest(manifestEvidence(manifest));
    Subject subject =
        Subject.newBuilder()
            .setName("pmd-java-7.17.0.jar")
            .setUri("pkg:maven/net.sourceforge.pmd/pmd-java@7.17.0")
            .putDigest("sha256", PMD_SHA256)
            .build();
    return sign(
        Kind.DETECTION_UPDATE, update.build(), List.of(subject), log.key(Role.UPDATE_ASSEMBLER));
  }

  private static Manifest pmdRules() {
    Path file =
        Path.of(System.getProperty("vitrine.root"), "testdata/records/pmd-java-7.17.0.manifest");
    try {
      return Manifest.parse(Files.readAllBytes(file));
    } catch (IOException | RecordFormatException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private Evidence manifestEvidence(Manifest manifest) {
    return log.upload("manifest", "application/vnd.vitrine.manifest", manifest.encode());
  }

  /**
   * What a vendor told the press: from 13 November 2018 files from users in Europe are processed in
   * Zurich. Nobody checked it, and the record says so; sites and entities are made up.
   */
  private Envelope relocation() {
    DataRelocation.Builder relocation =
        records.relocation("eu-files-2018", DataRelocation.State.PLANNED);
    relocation.getCommonBuilder().setBackfill(true).setBackfillReason("told in public in 2018");
    relocation
        .setDue(Times.of(Instant.parse("2018-11-13T00:00:00Z")))
        .setMethod(DataRelocation.Method.REROUTE_NEW_INTAKE)
        .setProvenance("press statement, unverified")
        .addLegalBasis(
            LegalBasis.newBuilder().setArticle("GDPR Art. 45").setInstrument("2000/518/EC"));
    relocation.getDatasetBuilder().addCategories("files shared by users for analysis");
    return records.signed(relocation);
  }
}
