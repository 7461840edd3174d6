package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.sha256;

import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Detection updates and streams: what keeps and what breaks each rule. */
class DetectionUpdateRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.MANIFEST_FORMAT, Reason.MANIFEST_MISMATCH),
        "first update",
        (l, r) -> r.signed(r.update("s")));
    table.accept(
        List.of(Reason.SEQUENCE, Reason.PREVIOUS, Reason.DATABASE_DATE),
        "second update",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.update("s"));
        });
    table.refuse(
        Reason.SEQUENCE,
        "replayed sequence",
        (l, r) -> {
          DetectionUpdate.Builder first = r.update("s");
          l.mustAppend(r.signed(first));
          first.getCommonBuilder().setEventId(r.update("s").getCommon().getEventId());
          return r.signed(first);
        });
    table.refuse(
        Reason.SEQUENCE,
        "gap in the sequence",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().setSequence(2);
          return r.signed(update);
        });
    table.refuse(
        Reason.PREVIOUS,
        "previous of another record",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().setPrevious(sha256("other"));
          return r.signed(update);
        });
    table.refuse(
        Reason.PREVIOUS,
        "previous of a first record",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().setPrevious(sha256("other"));
          return r.signed(update);
        });
    table.refuse(
        Reason.FIELD_REQUIRED,
        "update without stream",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getCommonBuilder().clearStream().clearSequence();
          return r.signed(update);
        });
    table.refuse(
        Reason.DATABASE_DATE,
        "date runs backwards",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.update("s").setDatabaseDate(Times.of(l.now.minusNanos(1))));
        });
    table.accept(
        List.of(Reason.BASE_SEQUENCE, Reason.FIELD_FORBIDDEN),
        "increment on an earlier update",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(
              r.update("s").setKind(DetectionUpdate.Kind.INCREMENTAL).setBaseSequence(1));
        });
    table.refuse(
        Reason.BASE_SEQUENCE,
        "increment on itself",
        (l, r) ->
            r.signed(r.update("s").setKind(DetectionUpdate.Kind.INCREMENTAL).setBaseSequence(1)));
    table.refuse(
        Reason.FIELD_FORBIDDEN,
        "full update with a base",
        (l, r) -> r.signed(r.update("s").setBaseSequence(1)));
    table.refuse(
        Reason.MANIFEST_MISMATCH,
        "manifest with another root",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().setManifestRoot(sha256("other"));
          return r.signed(update);
        });
    table.refuse(
        Reason.MANIFEST_MISMATCH,
        "manifest with another count",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().setCount(6);
          return r.signed(update);
        });
    table.refuse(
        Reason.MANIFEST_FORMAT,
        "manifest that is not one",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update
              .getFilesBuilder()
              .setManifest(l.upload("m", "text/plain", TestRecords.utf8("not sorted lines\n")));
          return r.signed(update);
        });
    table.refuse(
        Reason.EVIDENCE_MISSING,
        "manifest not uploaded",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          l.blobs.clear();
          return r.signed(update);
        });
    table.accept(
        Reason.EVIDENCE_MISSING,
        "manifest shown to the supervisor only",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().getManifestBuilder().setAccess(Evidence.Access.SUPERVISOR);
          l.blobs.clear();
          return r.signed(update);
        });
    table.refuse(
        Reason.EVIDENCE_SIZE,
        "public evidence of another size",
        (l, r) -> {
          DetectionUpdate.Builder update = r.update("s");
          update.getFilesBuilder().getManifestBuilder().setSize(1);
          return r.signed(update);
        });
    table.refuse(
        Reason.STREAM_KIND,
        "stream of another kind",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          Build.Builder build = r.build("p", "1");
          build.setCommon(l.next(Kind.BUILD, l.key(Role.PIPELINE), "s"));
          return r.signed(build);
        });
    table.accept(
        Reason.SEQUENCE,
        "two streams, each with its own sequence",
        (l, r) -> {
          l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.update("s/2"));
        });

    table.accept(
        Reason.STREAM_KIND,
        "second build of a stream of builds",
        (l, r) -> {
          for (String version : List.of("1", "2")) {
            Build.Builder build = r.build("p", version);
            build.setCommon(l.next(Kind.BUILD, l.key(Role.PIPELINE), "s"));
            if (version.equals("2")) {
              return r.signed(build);
            }
            l.mustAppend(r.signed(build));
          }
          throw new AssertionError("the loop returns");
        });
  }
}
