package dev.vitrine.record;

import static dev.vitrine.admission.TestLog.sign;

import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.BuildDefinition;
import dev.vitrine.v1.Changes;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.LegalBasis;
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
  private static final String JAR = "sigstore-java-2.0.0.jar";

  private static final String JAR_SHA256 =
      "f338c08740cdb2e663737abaf372fc3c442210ab7291c991e180797bd886cd61";

  private static final String WORKFLOW =
      "https://github.com/sigstore/sigstore-java/.github/workflows/release-sigstore-java-from-tag.yaml@refs/tags/v2.0.0";

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
                .rebuild(build, JAR)
                .clearFiles()
                .addFiles(
                    dev.vitrine.v1.RebuiltFile.newBuilder().setName(JAR).setSha256(JAR_SHA256))));
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

  /**
   * A release of sigstore-java as its own Sigstore bundle on Maven Central tells it: digest, source
   * commit, workflow and run are read off the bundle's signature and certificate, and the bundle is
   * the provenance. Who signs the record is made up.
   */
  private Envelope build() {
    Build build =
        records
            .build("dev.sigstore:sigstore-java", "2.0.0")
            .setPlatform("jvm")
            .setArch("any")
            .setSource(
                Source.newBuilder()
                    .setRepository("https://github.com/sigstore/sigstore-java")
                    .setCommit("411721f4879abebd95bd9ab6ed3724366b13cdce"))
            .setBuildDefinition(
                BuildDefinition.newBuilder()
                    .setBuildType("https://actions.github.io/buildtypes/workflow/v1")
                    .setBuilderId(WORKFLOW)
                    .setInvocationId(
                        "https://github.com/sigstore/sigstore-java/actions/runs/19550486194/attempts/1"))
            .setProvenance(
                log.upload(
                    JAR + ".sigstore.json",
                    "application/vnd.dev.sigstore.bundle.v0.3+json",
                    testdata(JAR + ".sigstore.json")))
            .build();
    Subject subject =
        Subject.newBuilder()
            .setName(JAR)
            .setUri("pkg:maven/dev.sigstore/sigstore-java@2.0.0")
            .putDigest("sha256", JAR_SHA256)
            .build();
    return sign(
        Kind.BUILD, build, List.of(subject), log.key(Role.PIPELINE), log.key(Role.RELEASE_MANAGER));
  }

  private static byte[] testdata(String name) {
    Path file = Path.of(System.getProperty("vitrine.root"), "testdata", "records", name);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
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
    try {
      return Manifest.parse(testdata("pmd-java-7.17.0.manifest"));
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
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
