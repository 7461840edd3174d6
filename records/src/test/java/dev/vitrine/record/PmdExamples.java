package dev.vitrine.record;

import static dev.vitrine.record.ExampleLog.artifact;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.v1.Changes;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.ReleaseReconciliation;
import dev.vitrine.v1.StreamCount;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.UpdateFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * PMD's Java rules 7.17.0: the rule files as they lie in the jar on Maven Central, and the ledger
 * of the releases of pmd-java 7 as PMD's release notes, tags and Maven Central's metadata give it.
 */
final class PmdExamples {
  private static final String STREAM = "pmd/java";
  private static final String RELEASED = "2025-09-12";
  private static final String LEDGER = "pmd-java-7.releases";

  private final ExampleLog examples;

  PmdExamples(ExampleLog examples) {
    this.examples = examples;
  }

  void write() {
    update();
    reconciliation();
  }

  private void update() {
    Manifest manifest = manifest();
    DetectionUpdate update =
        DetectionUpdate.newBuilder()
            .setCommon(
                examples.log.next(
                    Kind.DETECTION_UPDATE, examples.log.key(Role.UPDATE_ASSEMBLER), STREAM))
            .setDatabaseDate(Times.of(Instant.parse(RELEASED + "T00:00:00Z")))
            .setKind(DetectionUpdate.Kind.FULL)
            .setFiles(
                UpdateFiles.newBuilder()
                    .setCount(manifest.files().size())
                    .setTotalSize(manifest.totalSize())
                    .setManifestRoot(manifest.root().hex())
                    .setManifest(
                        examples.document(
                            "pmd-java-7.17.0.manifest", "application/vnd.vitrine.manifest")))
            .setChanges(Changes.newBuilder().setAdded(manifest.files().size()))
            .setVersion("7.17.0")
            .build();
    examples.add(
        "detection-update",
        Kind.DETECTION_UPDATE,
        update,
        artifact(
            "pmd-java-7.17.0.jar",
            "pkg:maven/net.sourceforge.pmd/pmd-java@7.17.0",
            "1fa1c9651562ed3e575c84c6c91c19f05165e6aa06712a89761c787d743707eb"),
        examples.log.key(Role.UPDATE_ASSEMBLER));
  }

  private static Manifest manifest() {
    try {
      return Manifest.parse(ExampleLog.bytes("pmd-java-7.17.0.manifest"));
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private void reconciliation() {
    byte[] ledger = ExampleLog.bytes(LEDGER);
    List<String> releases = new String(ledger, StandardCharsets.UTF_8).lines().toList();
    CompactRange tree = CompactRange.empty();
    releases.forEach(line -> tree.append(TreeHasher.leaf(line.getBytes(StandardCharsets.UTF_8))));
    long onTheDay = releases.stream().filter(line -> line.startsWith(RELEASED + " ")).count();
    ReleaseReconciliation reconciliation =
        ReleaseReconciliation.newBuilder()
            .setCommon(
                examples.log.next(
                    Kind.RELEASE_RECONCILIATION,
                    examples.log.key(Role.RELEASE_MANAGER),
                    "reconciliation/pmd"))
            .setDay(RELEASED)
            .addStreams(
                StreamCount.newBuilder()
                    .setStream(STREAM)
                    .setFirstSequence(1)
                    .setLastSequence(onTheDay)
                    .setCount(onTheDay))
            .setLedgerRoot(tree.root().hex())
            .setLedgerSize(releases.size())
            .setNothingElseReleased(true)
            .setLedger(examples.document(LEDGER, "text/plain"))
            .build();
    examples.add(
        "release-reconciliation",
        Kind.RELEASE_RECONCILIATION,
        reconciliation,
        Subject.newBuilder()
            .setName(LEDGER)
            .putDigest("sha256", reconciliation.getLedger().getSha256())
            .build(),
        examples.log.key(Role.RELEASE_MANAGER));
  }
}
