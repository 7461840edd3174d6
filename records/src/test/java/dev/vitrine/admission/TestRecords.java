package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.crypto.SigningKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.ManifestFile;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.ManifestDigest;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.RebuiltFile;
import dev.vitrine.v1.ReleaseReconciliation;
import dev.vitrine.v1.SourceDisposition;
import dev.vitrine.v1.StreamCount;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.UpdateFiles;
import dev.vitrine.v1.Withdrawal;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Valid records of every kind, as builders to be bent by one field. */
public final class TestRecords {
  private final TestLog log;

  public TestRecords(TestLog log) {
    this.log = log;
  }

  public Build.Builder build(String product, String version) {
    return Build.newBuilder()
        .setCommon(log.common(Kind.BUILD, log.key(Role.PIPELINE)))
        .setProduct(product)
        .setVersion(version)
        .setChannel(Build.Channel.RELEASE)
        .setPlatform("linux")
        .setArch("x86_64")
        .setAudience("all");
  }

  public Envelope signed(Build.Builder build) {
    return signed(build, build.getProduct() + "-" + build.getVersion() + ".bin");
  }

  public Envelope signed(Build.Builder build, String artifact) {
    return signed(build, subject(artifact));
  }

  public Envelope signed(Build.Builder build, Subject... subjects) {
    return sign(
        Kind.BUILD,
        build.build(),
        List.of(subjects),
        log.key(Role.PIPELINE),
        log.key(Role.RELEASE_MANAGER));
  }

  /** The index of a build of version 1 with this one artefact, which is logged now. */
  public long built(String artifact) {
    return log.mustAppend(signed(build("p", "1"), artifact));
  }

  public Manifest manifest(int files) {
    return Manifest.of(
        java.util.stream.IntStream.range(0, files)
            .mapToObj(i -> new ManifestFile("rules/" + i, i, Hash.of(Digests.sha256(new byte[i]))))
            .toList());
  }

  public DetectionUpdate.Builder update(String stream) {
    Manifest manifest = manifest(5);
    return DetectionUpdate.newBuilder()
        .setCommon(log.next(Kind.DETECTION_UPDATE, log.key(Role.UPDATE_ASSEMBLER), stream))
        .setDatabaseDate(Times.of(log.now))
        .setKind(DetectionUpdate.Kind.FULL)
        .setFiles(
            UpdateFiles.newBuilder()
                .setCount(5)
                .setTotalSize(manifest.totalSize())
                .setManifestRoot(manifest.root().hex())
                .setManifest(
                    log.upload("manifest", "application/octet-stream", manifest.encode())));
  }

  public Envelope signed(DetectionUpdate.Builder update) {
    return sign(
        Kind.DETECTION_UPDATE,
        update.build(),
        List.of(subject("bases-" + update.getCommon().getSequence())),
        log.key(Role.UPDATE_ASSEMBLER));
  }

  public DataRelocation.Builder relocation(String id, DataRelocation.State state) {
    DataRelocation.Builder relocation =
        DataRelocation.newBuilder()
            .setCommon(
                log.next(
                    Kind.DATA_RELOCATION, log.key(Role.RESIDENCY_OFFICER), "relocations/" + id))
            .setRelocationId(id)
            .setState(state)
            .setDataset(
                Dataset.newBuilder()
                    .setId("telemetry/eu")
                    .setPersonalData(Dataset.PersonalData.POSSIBLE))
            .addSubjectRegions("EU")
            .setController("Example AG")
            .addFrom(place("old-1", "RU"))
            .addTo(place("zrh-1", "CH"))
            .setMethod(DataRelocation.Method.COPY_VERIFY_DELETE);
    if (state == DataRelocation.State.COMPLETED) {
      relocation
          .setBefore(ManifestDigest.newBuilder().setRoot(sha256("before")).setSize(10))
          .setAfter(ManifestDigest.newBuilder().setRoot(sha256("after")).setSize(10))
          .setNoExceptions(true)
          .setSupervision("on site");
    }
    if (state == DataRelocation.State.SOURCE_DISPOSED) {
      relocation
          .setSourceDisposition(
              SourceDisposition.newBuilder()
                  .setAction(SourceDisposition.Action.DELETED)
                  .setCertificateSha256(sha256("certificate")))
          .setSupervision("on site");
    }
    return relocation;
  }

  public static Location place(String site, String country) {
    return Location.newBuilder()
        .setSite(site)
        .setCountry(country)
        .setLaw(country)
        .setOperator("Example " + country)
        .build();
  }

  public Envelope signed(DataRelocation.Builder relocation) {
    return signed(relocation, log.key(Role.RESIDENCY_OFFICER), log.key(Role.SUPERVISOR));
  }

  public Envelope signed(DataRelocation.Builder relocation, SigningKey... keys) {
    return sign(
        Kind.DATA_RELOCATION,
        relocation.build(),
        List.of(subject("relocation:" + relocation.getRelocationId())),
        keys);
  }

  /** A rebuild of the one-artefact build that {@link #signed(Build.Builder)} makes. */
  public Rebuild.Builder rebuild(long target, String artifact) {
    return Rebuild.newBuilder()
        .setCommon(log.common(Kind.REBUILD, log.key(Role.REBUILDER)))
        .setTarget(log.ref(target))
        .setRebuilder("rebuilder.example")
        .setIndependence(Rebuild.Independence.THIRD_PARTY)
        .setVerdict(Rebuild.Verdict.GOOD)
        .setMatched(1)
        .setTotal(1)
        .addFiles(RebuiltFile.newBuilder().setName(artifact).setSha256(sha256(artifact)));
  }

  public Envelope signed(Rebuild.Builder rebuild) {
    return sign(
        Kind.REBUILD, rebuild.build(), List.of(subject("rebuilt")), log.key(Role.REBUILDER));
  }

  public Withdrawal.Builder withdrawal(SigningKey issuer) {
    return Withdrawal.newBuilder()
        .setCommon(log.common(Kind.WITHDRAWAL, issuer))
        .setReason(Withdrawal.Reason.FAULTY)
        .setDescription("stops machines")
        .setSeverity(Withdrawal.Severity.CRITICAL)
        .setAction(Withdrawal.Action.STOP);
  }

  public Envelope signed(Withdrawal.Builder withdrawal, SigningKey... keys) {
    return sign(Kind.WITHDRAWAL, withdrawal.build(), List.of(subject("withdrawn")), keys);
  }

  public Countersign.Builder countersign() {
    return Countersign.newBuilder()
        .setCommon(log.common(Kind.COUNTERSIGN, log.key(Role.SUPERVISOR)))
        .setStatement(Countersign.Statement.REGISTERED_AND_SEEN)
        .setMethod("read");
  }

  public Envelope signed(Countersign.Builder countersign) {
    return sign(
        Kind.COUNTERSIGN,
        countersign.build(),
        List.of(subject("countersigned")),
        log.key(Role.SUPERVISOR));
  }

  public ReleaseReconciliation.Builder reconciliation(String day, StreamCount... counts) {
    return ReleaseReconciliation.newBuilder()
        .setCommon(
            log.next(Kind.RELEASE_RECONCILIATION, log.key(Role.RELEASE_MANAGER), "reconciliation"))
        .setDay(day)
        .addAllStreams(List.of(counts))
        .setLedgerRoot(sha256("ledger"))
        .setLedgerSize(3)
        .setNothingElseReleased(true);
  }

  public Envelope signed(ReleaseReconciliation.Builder reconciliation) {
    return sign(
        Kind.RELEASE_RECONCILIATION,
        reconciliation.build(),
        List.of(subject("ledger")),
        log.key(Role.RELEASE_MANAGER));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
