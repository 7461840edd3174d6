package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.subjects;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.v1.Subject;
import java.util.List;

/** What a record is about: what keeps and what breaks each rule. */
class SubjectRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.SUBJECT, Reason.DIGEST_FORMAT),
        "two subjects",
        subjects(subject("a"), subject("b")));
    table.refuse(Reason.FIELD_REQUIRED, "about nothing", subjects());
    table.refuse(
        Reason.SUBJECT,
        "subject without sha256",
        subjects(Subject.newBuilder().setName("a").build()));
    table.refuse(Reason.SUBJECT, "two subjects of one name", subjects(subject("a"), subject("a")));
    table.refuse(
        Reason.SUBJECT,
        "subject without a name",
        subjects(subject("a").toBuilder().setName(" ").build()));
    table.refuse(Reason.FIELD_FORMAT, "digest in capitals", digest("sha256", "A".repeat(64)));
    table.refuse(Reason.DIGEST_FORMAT, "digest too short", digest("sha256", "aa"));
    table.refuse(Reason.DIGEST_FORMAT, "SHA-512 too short", digest("sha512", sha256("a")));
    table.refuse(
        Reason.DIGEST_FORMAT, "unsigned digest too short", digest("unsigned-sha256", "aa"));
    table.refuse(Reason.DIGEST_FORMAT, "empty digest", digest("gitCommit", ""));
    table.accept(
        Reason.DIGEST_FORMAT, "digest of a length that nobody knows", digest("gitCommit", "aa"));
  }

  private static Rules.Last digest(String algorithm, String hex) {
    return subjects(subject("a").toBuilder().putDigest(algorithm, hex).build());
  }
}
