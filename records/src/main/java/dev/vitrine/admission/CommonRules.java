package dev.vitrine.admission;

import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Ulid;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stateless rules that hold for every kind. */
final class CommonRules {
  private static final Set<Kind> STREAMED =
      Set.of(Kind.DETECTION_UPDATE, Kind.DATA_RELOCATION, Kind.RELEASE_RECONCILIATION);
  private static final Map<String, Integer> DIGEST_LENGTHS =
      Map.of("sha256", 64, "sha512", 128, "authenticode-sha256", 64, "unsigned-sha256", 64);
  private static final String AT = "predicate.common.";

  private CommonRules() {}

  static void check(Statement statement) throws RejectionException {
    checkSubjects(statement.subjects());
    Common common = statement.common();
    if (!common.getSchema().equals(statement.kind().uri())) {
      throw Reason.SCHEMA_MISMATCH.refuse(
          AT + "schema", common.getSchema(), statement.kind().uri());
    }
    if (!Ulid.isWellFormed(common.getEventId())) {
      throw Reason.EVENT_ID_FORMAT.refuse(AT + "eventId", common.getEventId(), "a ULID");
    }
    Check.required(common.hasIssuedAt(), AT + "issuedAt", "the time of issue");
    if (!KeyIds.isWellFormed(common.getIssuer())) {
      throw Reason.KEY_ID_FORMAT.refuse(AT + "issuer", common.getIssuer(), "64 hex digits");
    }
    checkStream(statement.kind(), common);
    if (common.hasSupersedes()) {
      Check.reference(common.getSupersedes(), AT + "supersedes");
    }
    if (common.hasCorrects()) {
      Check.reference(common.getCorrects(), AT + "corrects");
    }
    if (common.getBackfill()) {
      Check.required(common.getBackfillReason(), AT + "backfillReason");
    }
  }

  private static void checkStream(Kind kind, Common common) throws RejectionException {
    if (common.getStream().isEmpty()) {
      Check.required(
          !STREAMED.contains(kind), AT + "stream", "a stream, as " + kind.id() + " needs");
      Check.absent(!common.hasSequence(), AT + "sequence", "none without a stream");
      Check.absent(common.getPrevious().isEmpty(), AT + "previous", "none without a stream");
      return;
    }
    Check.name(common.getStream(), AT + "stream");
    Check.required(common.hasSequence(), AT + "sequence", "the stream's next");
    Check.range(common.getSequence(), 1, Long.MAX_VALUE, AT + "sequence");
    Check.optionalSha256(common.getPrevious(), AT + "previous");
  }

  private static void checkSubjects(List<Subject> subjects) throws RejectionException {
    Check.required(!subjects.isEmpty(), "subject", "at least one subject");
    Set<String> names = new HashSet<>();
    for (int i = 0; i < subjects.size(); i++) {
      checkSubject(subjects.get(i), "subject[" + i + "]", names);
    }
  }

  private static void checkSubject(Subject subject, String field, Set<String> names)
      throws RejectionException {
    if (subject.getName().isBlank() || !names.add(subject.getName())) {
      throw Reason.SUBJECT.refuse(field + ".name", subject.getName(), "a name of its own");
    }
    if (!subject.containsDigest("sha256")) {
      throw Reason.SUBJECT.refuse(field + ".digest", "no sha256", "a sha256 digest");
    }
    for (Map.Entry<String, String> digest : subject.getDigestMap().entrySet()) {
      String name = field + ".digest." + digest.getKey();
      Integer length = DIGEST_LENGTHS.get(digest.getKey());
      Check.optionalHex(digest.getValue(), name);
      if (digest.getValue().isEmpty() || (length != null && digest.getValue().length() != length)) {
        throw Reason.DIGEST_FORMAT.refuse(name, digest.getValue(), "lower-case hex of its length");
      }
    }
  }
}
