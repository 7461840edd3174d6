package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.CodeSignature;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.KindRule;
import dev.vitrine.v1.Need;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.RebuiltFile;
import dev.vitrine.v1.Reproducible;
import dev.vitrine.v1.StreamCount;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Subject;
import dev.vitrine.v1.Withdrawal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One row a rule: what is done to a log that holds a policy and a key of each role, and the answer.
 */
class AdmissionRulesTest {
  private static final String OK = "ADMITTED";

  private interface Last {
    Envelope make(TestLog log, TestRecords records) throws Exception;
  }

  private record Case(String name, String answer, Last last) {
    @Override
    public String toString() {
      return name + " → " + answer;
    }
  }

  private static final List<Case> CASES = new ArrayList<>();

  private static void row(String name, String answer, Last last) {
    CASES.add(new Case(name, answer, last));
  }

  private static void row(String name, Reason answer, Last last) {
    row(name, answer.name(), last);
  }

  static {
    builds();
    updates();
    relocations();
    rebuilds();
    withdrawals();
    keys();
    countersignatures();
    policies();
    reconciliations();
    common();
    signatures();
  }

  private static void builds() {
    row("build", OK, (l, r) -> r.signed(r.build("p", "1")));
    row("build without product", Reason.FIELD_REQUIRED, (l, r) -> r.signed(r.build("", "1")));
    row(
        "same version, same digest",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1"), "a");
        });
    row(
        "same version, other digest",
        Reason.VERSION_DIGEST,
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1"), "b");
        });
    row(
        "same version, other digest, respin",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1").setRespin(true).setRespinReason("new signature"), "b");
        });
    row(
        "respin without reason",
        Reason.FIELD_REQUIRED,
        (l, r) -> r.signed(r.build("p", "1").setRespin(true)));
    row(
        "same version for another architecture",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.build("p", "1"), "a"));
          return r.signed(r.build("p", "1").setArch("arm64"), "b");
        });
    row(
        "audience of one customer by name",
        Reason.FIELD_FORMAT,
        (l, r) -> r.signed(r.build("p", "1").setAudience("customer:ACME")));
    row(
        "audience of one customer by commitment",
        OK,
        (l, r) -> r.signed(r.build("p", "1").setAudience("customer:" + sha256("salt"))));
    CodeSignature embedded =
        CodeSignature.newBuilder()
            .setFormat(CodeSignature.Format.AUTHENTICODE)
            .setEmbedded(true)
            .setVerification(CodeSignature.Verification.UNCHECKED)
            .build();
    row(
        "embedded signature without unsigned digest",
        Reason.UNSIGNED_DIGEST_MISSING,
        (l, r) -> r.signed(r.build("p", "1").setCodeSignature(embedded)));
    row(
        "embedded signature with unsigned digest",
        OK,
        (l, r) ->
            build(
                l,
                r.build("p", "1").setCodeSignature(embedded),
                subject("a").toBuilder().putDigest("unsigned-sha256", sha256("u")).build()));
    row(
        "vouched signature without voucher",
        Reason.FIELD_REQUIRED,
        (l, r) ->
            r.signed(
                r.build("p", "1")
                    .setCodeSignature(
                        embedded.toBuilder()
                            .setEmbedded(false)
                            .setVerification(CodeSignature.Verification.VOUCHED))));
    row(
        "not reproducible without reason",
        Reason.FIELD_REQUIRED,
        (l, r) ->
            r.signed(
                r.build("p", "1")
                    .setReproducible(
                        Reproducible.newBuilder().setExpected(Reproducible.Expectation.NO))));
    row(
        "build that ends before it starts",
        Reason.TIME_ORDER,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getBuildDefinitionBuilder().setStartedOn(Times.of(l.now));
          build.getBuildDefinitionBuilder().setFinishedOn(Times.of(l.now.minusSeconds(1)));
          return r.signed(build);
        });
    row(
        "site in no country",
        Reason.REGION,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getBuildDefinitionBuilder().getSiteBuilder().setFacility("z").setCountry("XX");
          return r.signed(build);
        });
    row(
        "size of something that is no subject",
        Reason.SUBJECT,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.addArtifactsBuilder().setName("other");
          return r.signed(build);
        });
  }

  private static Envelope build(TestLog log, Build.Builder build, Subject... subjects) {
    return sign(
        Kind.BUILD,
        build.build(),
        List.of(subjects),
        log.key(Role.PIPELINE),
        log.key(Role.RELEASE_MANAGER));
  }

  private static void updates() {
    row("first update", OK, (l, r) -> r.signed(r.update("s")));
    row(
        "second update",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.update("s"));
        });
    row(
        "replayed sequence",
        Reason.SEQUENCE,
        (l, r) -> {
          DetectionUpdate.Builder first = r.update("s");
          l.mustAppend(r.signed(first));
          first.getCommonBuilder().setEventId(r.update("s").getCommon().getEventId());
          return r.signed(first);
        });
    row(
        "gap in the sequence",
        Reason.SEQUENCE,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().setSequence(2);
          return r.signed(update);
        });
    row(
        "previous of another record",
        Reason.PREVIOUS,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().setPrevious(sha256("other"));
          return r.signed(update);
        });
    row(
        "previous of a first record",
        Reason.PREVIOUS,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().setPrevious(sha256("other"));
          return r.signed(update);
        });
    row(
        "update without stream",
        Reason.FIELD_REQUIRED,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().clearStream().clearSequence();
          return r.signed(update);
        });
    row(
        "date runs backwards",
        Reason.DATABASE_DATE,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.update("s").setDatabaseDate(Times.of(l.now.minusNanos(1))));
        });
    row(
        "increment on an earlier update",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(
              r.update("s").setKind(DetectionUpdate.Kind.INCREMENTAL).setBaseSequence(1));
        });
    row(
        "increment on itself",
        Reason.BASE_SEQUENCE,
        (l, r) ->
            r.signed(r.update("s").setKind(DetectionUpdate.Kind.INCREMENTAL).setBaseSequence(1)));
    row(
        "full update with a base",
        Reason.FIELD_FORBIDDEN,
        (l, r) -> r.signed(r.update("s").setBaseSequence(1)));
    row(
        "manifest with another root",
        Reason.MANIFEST_MISMATCH,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().setManifestRoot(sha256("other"));
          return r.signed(update);
        });
    row(
        "manifest with another count",
        Reason.MANIFEST_MISMATCH,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().setCount(6);
          return r.signed(update);
        });
    row(
        "manifest that is not one",
        Reason.MANIFEST_FORMAT,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update
              .getFilesBuilder()
              .setManifest(l.upload("m", "text/plain", TestRecords.utf8("not sorted lines\n")));
          return r.signed(update);
        });
    row(
        "manifest not uploaded",
        Reason.EVIDENCE_MISSING,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          l.blobs.clear();
          return r.signed(update);
        });
    row(
        "manifest shown to the supervisor only",
        OK,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().getManifestBuilder().setAccess(Evidence.Access.SUPERVISOR);
          l.blobs.clear();
          return r.signed(update);
        });
    row(
        "public evidence of another size",
        Reason.EVIDENCE_SIZE,
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().getManifestBuilder().setSize(1);
          return r.signed(update);
        });
    row(
        "stream of another kind",
        Reason.STREAM_KIND,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          Build.Builder build = r.build("p", "1");
          build.setCommon(l.next(Kind.BUILD, l.key(Role.PIPELINE), "s"));
          return r.signed(build);
        });
    row(
        "two streams, each with its own sequence",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.update("s/2"));
        });
  }

  private static void relocations() {
    row("planned", OK, (l, r) -> r.signed(r.relocation("m", State.PLANNED)));
    State[] order = {State.PLANNED, State.STARTED, State.COMPLETED, State.SOURCE_DISPOSED};
    for (int done = 0; done <= order.length; done++) {
      for (State step : order) {
        List<State> before = List.of(order).subList(0, done);
        boolean legal = done < order.length && order[done] == step;
        row(
            step + " after " + before,
            legal ? OK : Reason.RELOCATION_TRANSITION.name(),
            (l, r) -> {
              for (State s : before) {
                l.mustAppend(r.signed(r.relocation("m", s)));
              }
              return r.signed(r.relocation("m", step));
            });
      }
    }
    for (State step : new State[] {State.COMPLETED, State.SOURCE_DISPOSED}) {
      row(
          step + " without supervisor",
          Reason.SUPERVISOR_MISSING,
          (l, r) -> {
            for (int i = 0; order[i] != step; i++) {
              l.mustAppend(r.signed(r.relocation("m", order[i])));
            }
            return r.signed(r.relocation("m", step), l.key(Role.RESIDENCY_OFFICER));
          });
    }
    row(
        "planned by the officer alone",
        OK,
        (l, r) -> r.signed(r.relocation("m", State.PLANNED), l.key(Role.RESIDENCY_OFFICER)));
    row(
        "incident before anything is planned",
        Reason.RELOCATION_TRANSITION,
        (l, r) -> r.signed(r.relocation("m", State.INCIDENT)));
    row(
        "incident, then the next step",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          l.mustAppend(r.signed(r.relocation("m", State.INCIDENT)));
          return r.signed(r.relocation("m", State.STARTED));
        });
    row(
        "correction that names nothing",
        Reason.FIELD_REQUIRED,
        (l, r) -> {
          l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          return r.signed(r.relocation("m", State.CORRECTION));
        });
    row(
        "correction of the places",
        OK,
        (l, r) -> {
          long planned = l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          DataRelocation.Builder correction = r.relocation("m", State.CORRECTION);
          correction.clearTo().addTo(TestRecords.place("zrh-2", "CH"));
          correction.getCommonBuilder().setCorrects(l.ref(planned));
          return r.signed(correction);
        });
    row(
        "other places in a later step",
        Reason.RELOCATION_CHANGED,
        (l, r) -> {
          l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          return r.signed(
              r.relocation("m", State.STARTED).clearTo().addTo(TestRecords.place("b", "BR")));
        });
    row(
        "from equals to",
        Reason.PLACES_EQUAL,
        (l, r) ->
            r.signed(
                r.relocation("m", State.PLANNED)
                    .clearTo()
                    .addTo(TestRecords.place("old-1", "RU"))));
    row(
        "Europe is not a region",
        Reason.REGION,
        (l, r) ->
            r.signed(
                r.relocation("m", State.PLANNED)
                    .clearSubjectRegions()
                    .addSubjectRegions("Europe")));
    row(
        "completed without manifests",
        Reason.FIELD_REQUIRED,
        (l, r) -> r.signed(r.relocation("m", State.COMPLETED).clearAfter()));
    row(
        "completed that says nothing of exceptions",
        Reason.FIELD_REQUIRED,
        (l, r) -> r.signed(r.relocation("m", State.COMPLETED).setNoExceptions(false)));
    row(
        "disposed without certificate",
        Reason.DIGEST_FORMAT,
        (l, r) -> {
          DataRelocation.Builder disposed = r.relocation("m", State.SOURCE_DISPOSED);
          disposed.getSourceDispositionBuilder().clearCertificateSha256();
          return r.signed(disposed);
        });
  }

  private static void rebuilds() {
    row("good rebuild", OK, (l, r) -> r.signed(r.rebuild(build(l, r), "a")));
    row(
        "good rebuild with another digest",
        Reason.REBUILD_DIGEST,
        (l, r) -> r.signed(r.rebuild(build(l, r), "b")));
    row(
        "good rebuild that leaves a file out",
        Reason.REBUILD_DIGEST,
        (l, r) -> {
          long target = l.mustAppend(build(l, r.build("p", "1"), subject("a"), subject("b")));
          return r.signed(r.rebuild(target, "a"));
        });
    row(
        "good rebuild of a signed file equals the unsigned digest",
        OK,
        (l, r) -> {
          Subject signed =
              subject("a").toBuilder().putDigest("unsigned-sha256", sha256("u")).build();
          long target = l.mustAppend(build(l, r.build("p", "1"), signed));
          Rebuild.Builder rebuild = r.rebuild(target, "a").clearFiles();
          return r.signed(
              rebuild.addFiles(RebuiltFile.newBuilder().setName("a").setSha256(sha256("u"))));
        });
    row(
        "bad rebuild",
        OK,
        (l, r) ->
            r.signed(r.rebuild(build(l, r), "b").setVerdict(Rebuild.Verdict.BAD).setMatched(0)));
    row(
        "bad rebuild in which all is equal",
        Reason.VERDICT_COUNTS,
        (l, r) -> r.signed(r.rebuild(build(l, r), "b").setVerdict(Rebuild.Verdict.BAD)));
    row(
        "normalised without normalisers",
        Reason.FIELD_REQUIRED,
        (l, r) ->
            r.signed(r.rebuild(build(l, r), "b").setVerdict(Rebuild.Verdict.GOOD_NORMALISED)));
    row("rebuild of a key", Reason.TARGET_KIND, (l, r) -> r.signed(r.rebuild(1, "a")));
    row(
        "rebuild of nothing",
        Reason.REFERENCE,
        (l, r) ->
            r.signed(
                r.rebuild(1, "a")
                    .setTarget(EntryRef.newBuilder().setIndex(99).setLeafHash(sha256("nothing")))));
    row(
        "rebuild of another hash",
        Reason.REFERENCE,
        (l, r) -> {
          Rebuild.Builder rebuild = r.rebuild(build(l, r), "a");
          rebuild.getTargetBuilder().setLeafHash(sha256("other"));
          return r.signed(rebuild);
        });
    row(
        "vendor's key claims independence",
        Reason.INDEPENDENCE,
        (l, r) -> {
          long target = build(l, r);
          SigningKey own = key(900);
          l.mustAppend(l.register(Role.REBUILDER, own, "example-vendor"));
          Rebuild.Builder rebuild = r.rebuild(target, "a");
          rebuild.getCommonBuilder().setIssuer(id(own));
          return sign(Kind.REBUILD, rebuild.build(), List.of(subject("x")), own);
        });
  }

  private static long build(TestLog log, TestRecords records) {
    return log.mustAppend(records.signed(records.build("p", "1"), "a"));
  }

  private static void withdrawals() {
    row(
        "withdrawal by the supervisor",
        OK,
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR)).setTarget(l.ref(build(l, r))),
                l.key(Role.SUPERVISOR)));
    row(
        "withdrawal by the pipeline",
        OK,
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.PIPELINE)).setTarget(l.ref(build(l, r))),
                l.key(Role.PIPELINE)));
    row(
        "withdrawal by the root quorum",
        OK,
        (l, r) ->
            r.signed(
                r.withdrawal(l.roots.get(0)).setTarget(l.ref(build(l, r))),
                l.roots.get(0),
                l.roots.get(1)));
    row(
        "withdrawal by a rebuilder",
        Reason.ROLE_MISSING,
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.REBUILDER)).setTarget(l.ref(build(l, r))),
                l.key(Role.REBUILDER)));
    row(
        "withdrawal of a key record",
        Reason.TARGET_KIND,
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR)).setTarget(l.ref(1)), l.key(Role.SUPERVISOR)));
    row(
        "withdrawal of a range",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(range(l, r, 1, 1), l.key(Role.UPDATE_ASSEMBLER));
        });
    row(
        "withdrawal of a range that is not there yet",
        Reason.STREAM_UNKNOWN,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(range(l, r, 1, 2), l.key(Role.UPDATE_ASSEMBLER));
        });
    row(
        "withdrawal of nothing",
        Reason.FIELD_REQUIRED,
        (l, r) -> r.signed(r.withdrawal(l.key(Role.SUPERVISOR)), l.key(Role.SUPERVISOR)));
    row(
        "roll back to nothing",
        Reason.FIELD_REQUIRED,
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR))
                    .setTarget(l.ref(build(l, r)))
                    .setAction(Withdrawal.Action.ROLL_BACK),
                l.key(Role.SUPERVISOR)));
    row(
        "withdrawal from before it was made",
        Reason.EFFECTIVE_FROM,
        (l, r) ->
            r.signed(
                r.withdrawal(l.key(Role.SUPERVISOR))
                    .setTarget(l.ref(build(l, r)))
                    .setEffectiveFrom(1),
                l.key(Role.SUPERVISOR)));
  }

  private static Withdrawal.Builder range(TestLog l, TestRecords r, long from, long to) {
    return r.withdrawal(l.key(Role.UPDATE_ASSEMBLER))
        .setStreamRange(StreamRange.newBuilder().setStream("s").setFrom(from).setTo(to));
  }

  private static void keys() {
    row("second pipeline key", OK, (l, r) -> l.register(Role.PIPELINE, key(50), "example-vendor"));
    row(
        "key that is registered already",
        Reason.KEY_EXISTS,
        (l, r) -> l.register(Role.PIPELINE, l.key(Role.AUDITOR), "example-vendor"));
    row(
        "key by one root key",
        Reason.ROOT_QUORUM,
        (l, r) ->
            sign(
                Kind.KEY,
                l.registration(Role.PIPELINE, key(50), "example-vendor").build(),
                List.of(subject("k")),
                l.roots.get(0)));
    row(
        "id of another key",
        Reason.KEY_MATERIAL,
        (l, r) ->
            l.key(l.registration(Role.PIPELINE, key(50), "v").setKeyId(sha256("other")).build()));
    row(
        "key for another algorithm",
        Reason.KEY_MATERIAL,
        (l, r) ->
            l.key(
                l.registration(Role.PIPELINE, key(50), "v")
                    .setAlgorithm(Key.Algorithm.ML_DSA_44)
                    .build()));
    row(
        "key without role",
        Reason.FIELD_REQUIRED,
        (l, r) -> l.key(l.registration(Role.ROLE_UNSPECIFIED, key(50), "v").build()));
    row(
        "rotation signed by the old key",
        OK,
        (l, r) -> l.key(rotation(l, Role.PIPELINE).build(), l.key(Role.PIPELINE)));
    row(
        "rotation without the old key",
        Reason.OLD_KEY_MISSING,
        (l, r) -> l.key(rotation(l, Role.PIPELINE).build()));
    row(
        "rotation into another role",
        Reason.KEY_STATE,
        (l, r) -> l.key(rotation(l, Role.SUPERVISOR).build(), l.key(Role.PIPELINE)));
    row(
        "build by a rotated key",
        Reason.KEY_RETIRED,
        (l, r) -> {
          l.mustAppend(l.key(rotation(l, Role.PIPELINE).build(), l.key(Role.PIPELINE)));
          return r.signed(r.build("p", "1"));
        });
    row(
        "build by the key that took over",
        OK,
        (l, r) -> {
          l.mustAppend(l.key(rotation(l, Role.PIPELINE).build(), l.key(Role.PIPELINE)));
          l.keys.put(Role.PIPELINE, key(50));
          return r.signed(r.build("p", "1"));
        });
    row(
        "build by a retired key",
        Reason.KEY_RETIRED,
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.RETIRE)));
          return r.signed(r.build("p", "1"));
        });
    row(
        "build by a revoked key",
        Reason.KEY_REVOKED,
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.REVOKE)));
          return r.signed(r.build("p", "1"));
        });
    row(
        "revocation of a retired key",
        OK,
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.RETIRE)));
          return l.key(ending(l, Key.Action.REVOKE));
        });
    row(
        "retirement of a revoked key",
        Reason.KEY_STATE,
        (l, r) -> {
          l.mustAppend(l.key(ending(l, Key.Action.REVOKE)));
          return l.key(ending(l, Key.Action.RETIRE));
        });
    row(
        "revocation of a root key",
        Reason.KEY_STATE,
        (l, r) ->
            l.key(ending(l, Key.Action.REVOKE).toBuilder().setKeyId(id(l.roots.get(2))).build()));
    row(
        "key that is not valid any more",
        Reason.KEY_NOT_VALID,
        (l, r) -> {
          l.keys.put(Role.PIPELINE, key(50));
          l.mustAppend(
              l.key(
                  l.registration(Role.PIPELINE, key(50), "v")
                      .setNotAfter(Times.of(l.now.minusSeconds(1)))
                      .build()));
          return r.signed(r.build("p", "1"));
        });
  }

  private static Key.Builder rotation(TestLog l, Role role) {
    return l.registration(role, key(50), "example-vendor")
        .setAction(Key.Action.ROTATE)
        .setReplaces(id(l.key(Role.PIPELINE)));
  }

  private static Key ending(TestLog l, Key.Action action) {
    return Key.newBuilder()
        .setCommon(l.common(Kind.KEY, l.roots.get(0)))
        .setAction(action)
        .setKeyId(id(l.key(Role.PIPELINE)))
        .setReason("test")
        .build();
  }

  private static void countersignatures() {
    row("countersignature", OK, (l, r) -> r.signed(r.countersign().addTargets(l.ref(0))));
    row(
        "countersignature of a range",
        OK,
        (l, r) -> r.signed(r.countersign().setRange(IndexRange.newBuilder().setTo(7))));
    row(
        "countersignature of what is to come",
        Reason.REFERENCE,
        (l, r) -> r.signed(r.countersign().setRange(IndexRange.newBuilder().setTo(8))));
    row(
        "source of a key record",
        Reason.TARGET_KIND,
        (l, r) ->
            r.signed(
                r.countersign()
                    .addTargets(l.ref(1))
                    .setStatement(Countersign.Statement.SOURCE_MATCHES)));
    row(
        "countersignature by the vendor's pipeline",
        Reason.ROLE_MISSING,
        (l, r) -> {
          Countersign.Builder countersign = r.countersign().addTargets(l.ref(0));
          countersign.getCommonBuilder().setIssuer(id(l.key(Role.PIPELINE)));
          return sign(
              Kind.COUNTERSIGN, countersign.build(), List.of(subject("x")), l.key(Role.PIPELINE));
        });
  }

  private static void policies() {
    row("second policy", OK, (l, r) -> l.policy(l.policyMessage().build()));
    row(
        "policy for another log",
        Reason.POLICY_ORIGIN,
        (l, r) -> l.policy(l.policyMessage().setOrigin("other.example/log").build()));
    row(
        "policy by one root key",
        Reason.ROOT_QUORUM,
        (l, r) ->
            sign(
                Kind.POLICY,
                l.policyMessage().build(),
                List.of(subject("policy")),
                l.roots.get(0)));
    row(
        "policy whose own root keys did not sign",
        Reason.ROOT_QUORUM,
        (l, r) ->
            l.policy(
                l.policyMessage()
                    .clearRootKeys()
                    .addRootKeys(TestLog.rootKey(key(70)))
                    .setRootQuorum(1)
                    .build()));
    row(
        "policy that hands over to a new root key which signs too",
        OK,
        (l, r) ->
            sign(
                Kind.POLICY,
                l.policyMessage()
                    .clearRootKeys()
                    .addRootKeys(TestLog.rootKey(key(70)))
                    .setRootQuorum(1)
                    .build(),
                List.of(subject("policy")),
                l.roots.get(0),
                l.roots.get(1),
                key(70)));
    row(
        "old root keys after a handover",
        Reason.KEY_RETIRED,
        (l, r) -> {
          l.mustAppend(
              sign(
                  Kind.POLICY,
                  l.policyMessage()
                      .clearRootKeys()
                      .addRootKeys(TestLog.rootKey(key(70)))
                      .setRootQuorum(1)
                      .build(),
                  List.of(subject("policy")),
                  l.roots.get(0),
                  l.roots.get(1),
                  key(70)));
          return l.register(Role.PIPELINE, key(71), "v");
        });
    row(
        "quorum out of reach",
        Reason.FIELD_RANGE,
        (l, r) -> l.policy(l.policyMessage().setRootQuorum(4).build()));
    row(
        "policy that asks for two assemblers",
        Reason.ROLE_MISSING,
        (l, r) -> {
          l.mustAppend(
              l.policy(
                  l.policyMessage()
                      .addRules(
                          KindRule.newBuilder()
                              .setKind("detection-update")
                              .addNeeds(
                                  Need.newBuilder().addAnyOf(Role.UPDATE_ASSEMBLER).setCount(2)))
                      .build()));
          return r.signed(r.update("s"));
        });
    row(
        "policy with a rule for keys",
        Reason.FIELD_FORMAT,
        (l, r) ->
            l.policy(l.policyMessage().addRules(KindRule.newBuilder().setKind("key")).build()));
    row(
        "entry longer than the policy allows",
        Reason.ENTRY_SIZE,
        (l, r) -> r.signed(r.build("p", "1").setRespinReason("x".repeat(17_000))));
    row(
        "entry as long as a wider policy allows",
        OK,
        (l, r) -> {
          l.mustAppend(l.policy(l.policyMessage().setMaxEntrySize(32_768).build()));
          return r.signed(r.build("p", "1").setRespinReason("x".repeat(17_000)));
        });
  }

  private static void reconciliations() {
    row("reconciliation", OK, (l, r) -> r.signed(r.reconciliation("2026-11-23")));
    row(
        "reconciliation of the same day",
        Reason.DAY_ORDER,
        (l, r) -> {
          l.mustAppend(r.signed(r.reconciliation("2026-11-23")));
          return r.signed(r.reconciliation("2026-11-23"));
        });
    row(
        "reconciliation with counts",
        OK,
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.reconciliation("2026-11-23", count("s", 1, 1, 1)));
        });
    row(
        "reconciliation of more than the log has",
        Reason.COUNT_MISMATCH,
        (l, r) -> r.signed(r.reconciliation("2026-11-23", count("s", 1, 1, 1))));
    row(
        "reconciliation that miscounts",
        Reason.COUNT_MISMATCH,
        (l, r) -> r.signed(r.reconciliation("2026-11-23", count("s", 1, 2, 1))));
    row(
        "reconciliation that claims nothing",
        Reason.RECONCILIATION_CLAIM,
        (l, r) -> r.signed(r.reconciliation("2026-11-23").setNothingElseReleased(false)));
    row(
        "reconciliation of no day",
        Reason.FIELD_FORMAT,
        (l, r) -> r.signed(r.reconciliation("2026-02-30")));
  }

  private static StreamCount count(String stream, long first, long last, long count) {
    return StreamCount.newBuilder()
        .setStream(stream)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setCount(count)
        .build();
  }

  private static void common() {
    row(
        "event id of another payload",
        Reason.EVENT_ID_REUSED,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          l.mustAppend(r.signed(build));
          return r.signed(build.setVersion("2"));
        });
    row(
        "event id that is no ULID",
        Reason.EVENT_ID_FORMAT,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setEventId("1");
          return r.signed(build);
        });
    for (int seconds : new int[] {-901, -900, 900, 901}) {
      row(
          "issued " + seconds + " s from now",
          Math.abs(seconds) > 900 ? Reason.ISSUED_AT_WINDOW.name() : OK,
          (l, r) -> {
            Build.Builder build = r.build("p", "1");
            build.getCommonBuilder().setIssuedAt(Times.of(l.now.plusSeconds(seconds)));
            return r.signed(build);
          });
    }
    row(
        "backfill of the past",
        OK,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build
              .getCommonBuilder()
              .setIssuedAt(Times.of(l.now.minus(Duration.ofDays(4000))))
              .setBackfill(true)
              .setBackfillReason("from the archive");
          return r.signed(build);
        });
    row(
        "backfill of the future",
        Reason.ISSUED_AT_WINDOW,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build
              .getCommonBuilder()
              .setIssuedAt(Times.of(l.now.plusSeconds(901)))
              .setBackfill(true)
              .setBackfillReason("from the archive");
          return r.signed(build);
        });
    row(
        "backfill without reason",
        Reason.FIELD_REQUIRED,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setBackfill(true);
          return r.signed(build);
        });
    row(
        "schema of another kind",
        Reason.SCHEMA_MISMATCH,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setSchema(Kind.KEY.uri());
          return r.signed(build);
        });
    row(
        "issuer that did not sign",
        Reason.ISSUER,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setIssuer(id(l.key(Role.SUPERVISOR)));
          return r.signed(build);
        });
    row(
        "supersedes what is not there",
        Reason.REFERENCE,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build
              .getCommonBuilder()
              .setSupersedes(EntryRef.newBuilder().setIndex(500).setLeafHash(sha256("x")));
          return r.signed(build);
        });
    row(
        "public evidence that is not there",
        Reason.EVIDENCE_MISSING,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.setSbom(
              l.upload("sbom", "application/spdx+json", new byte[3]).toBuilder()
                  .setSha256(sha256("other")));
          return r.signed(build);
        });
    row(
        "public evidence that is there",
        OK,
        (l, r) ->
            r.signed(
                r.build("p", "1").setSbom(l.upload("sbom", "application/spdx+json", new byte[3]))));
    row(
        "subject without sha256",
        Reason.SUBJECT,
        (l, r) -> build(l, r.build("p", "1"), Subject.newBuilder().setName("a").build()));
    row(
        "two subjects of one name",
        Reason.SUBJECT,
        (l, r) -> build(l, r.build("p", "1"), subject("a"), subject("a")));
    row(
        "digest in capitals",
        Reason.FIELD_FORMAT,
        (l, r) ->
            build(
                l,
                r.build("p", "1"),
                Subject.newBuilder().setName("a").putDigest("sha256", "A".repeat(64)).build()));
    row(
        "digest too short",
        Reason.DIGEST_FORMAT,
        (l, r) ->
            build(
                l,
                r.build("p", "1"),
                Subject.newBuilder().setName("a").putDigest("sha256", "aa").build()));
    row(
        "issuer that is no key id",
        Reason.KEY_ID_FORMAT,
        (l, r) -> {
          Build.Builder build = r.build("p", "1");
          build.getCommonBuilder().setIssuer("me");
          return r.signed(build);
        });
  }

  private static void signatures() {
    row(
        "unknown key",
        Reason.KEY_UNKNOWN,
        (l, r) -> {
          l.keys.put(Role.PIPELINE, key(800));
          return r.signed(r.build("p", "1"));
        });
    row(
        "pipeline without release manager",
        Reason.ROLE_MISSING,
        (l, r) ->
            sign(
                Kind.BUILD,
                r.build("p", "1").build(),
                List.of(subject("a")),
                l.key(Role.PIPELINE)));
    row(
        "two pipelines instead of a release manager",
        Reason.ROLE_MISSING,
        (l, r) -> {
          l.mustAppend(l.register(Role.PIPELINE, key(50), "v"));
          return sign(
              Kind.BUILD,
              r.build("p", "1").build(),
              List.of(subject("a")),
              l.key(Role.PIPELINE),
              key(50));
        });
    row(
        "signature of another payload",
        Reason.SIGNATURE_INVALID,
        (l, r) -> {
          byte[] other = r.signed(r.build("p", "2")).encode();
          byte[] entry = r.signed(r.build("p", "1")).encode();
          System.arraycopy(other, other.length - 70 - 64, entry, entry.length - 70 - 64, 64);
          return Envelope.parse(entry);
        });
  }

  static Stream<Case> cases() {
    return CASES.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void admit_case_answer(Case row) throws Exception {
    TestLog log = TestLog.ready();
    Envelope last = row.last.make(log, new TestRecords(log));
    StateHead before = StateHead.of(log.state);
    Decision decision = log.append(last);
    if (row.answer.equals(OK)) {
      assertThat(decision).isInstanceOf(Decision.Admitted.class);
      assertThat(StateHead.of(log.state).size()).isEqualTo(before.size() + 1);
    } else {
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Rejected.class,
              r ->
                  assertThat(r.rejection().code())
                      .as(r.rejection().message())
                      .isEqualTo(row.answer));
      assertThat(StateHead.of(log.state)).isEqualTo(before);
    }
  }

  @Test
  void cases_everyStatefulReason_isCovered() {
    Set<String> covered = CASES.stream().map(Case::answer).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (Reason reason : Reason.values()) {
      if (reason.status() != Rejection.Status.INVALID_ARGUMENT
          && !covered.contains(reason.name())) {
        missing.add(reason.name());
      }
    }
    // The two rules on a first entry have tests of their own.
    assertThat(missing).containsExactly("POLICY_MISMATCH", "POLICY_MISSING");
  }

  @Test
  void retry_sameEventFreshSignature_isDuplicateOfFirst() throws Exception {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    Build.Builder build = records.build("p", "1");
    long first = log.mustAppend(records.signed(build, "a"));
    Envelope again =
        sign(
            Kind.BUILD,
            build.build(),
            List.of(subject("a")),
            log.key(Role.RELEASE_MANAGER),
            log.key(Role.PIPELINE));
    log.now = log.now.plus(Duration.ofDays(2));
    assertThat(log.append(again)).isEqualTo(new Decision.DuplicateOf(first));
    log.mustAppend(log.key(ending(log, Key.Action.REVOKE)));
    assertThat(log.append(again)).isEqualTo(new Decision.DuplicateOf(first));
  }

  @Test
  void first_notAPolicy_refused() {
    TestLog log = TestLog.empty();
    assertThat(code(log.append(log.register(Role.PIPELINE, key(5), "v"))))
        .isEqualTo("POLICY_MISSING");
    TestLog ready = TestLog.ready();
    Envelope build = new TestRecords(ready).signed(new TestRecords(ready).build("p", "1"));
    assertThat(code(log.append(build))).isEqualTo("POLICY_MISSING");
  }

  @Test
  void first_otherPolicyThanConfigured_refused() throws Exception {
    TestLog log = TestLog.empty();
    Envelope policy = log.policy(log.policyMessage().build());
    RecordAdmission pinned =
        new RecordAdmission(
            log.state, log.blobView(), java.util.Optional.of(dev.vitrine.merkle.Hash.EMPTY_ROOT));
    Decision decision = pinned.admit(log.state, pinned.check(policy.encode()), 0, TestLog.NOW);
    assertThat(code(decision)).isEqualTo("POLICY_MISMATCH");
  }

  @Test
  void key_registeredBetweenCheckAndAdmit_isVerifiedAtItsIndex() throws Exception {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    log.keys.put(Role.PIPELINE, key(50));
    Envelope build = records.signed(records.build("p", "1"));
    Candidate early = log.admission.check(build.encode());
    log.mustAppend(log.register(Role.PIPELINE, key(50), "v"));
    assertThat(log.admission.admit(log.state, early, log.entries.size(), log.now))
        .isInstanceOf(Decision.Admitted.class);

    dev.vitrine.intoto.Envelope forged =
        dev.vitrine.intoto.Envelope.parseFrom(build.encode()).toBuilder()
            .setPayload(
                ByteString.copyFrom(
                    new String(build.payload(), StandardCharsets.UTF_8).replace("\"1\"", "\"2\""),
                    StandardCharsets.UTF_8))
            .build();
    TestLog other = TestLog.ready();
    other.keys.put(Role.RELEASE_MANAGER, key(50));
    Envelope unknown = new TestRecords(other).signed(new TestRecords(other).build("p", "1"));
    Candidate forgedEarly =
        other.admission.check(
            forged.toBuilder()
                .clearSignatures()
                .addSignatures(
                    forged.getSignatures(0).toBuilder()
                        .setKeyid(unknown.signatures().get(1).keyId()))
                .build()
                .toByteArray());
    other.mustAppend(other.register(Role.RELEASE_MANAGER, key(50), "v"));
    assertThat(
            code(other.admission.admit(other.state, forgedEarly, other.entries.size(), other.now)))
        .isEqualTo("SIGNATURE_INVALID");
  }

  private static String code(Decision decision) {
    return decision instanceof Decision.Rejected r ? r.rejection().code() : decision.toString();
  }
}
