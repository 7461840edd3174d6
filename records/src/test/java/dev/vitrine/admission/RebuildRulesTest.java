package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.rebuild;
import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.sha256;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.Key.Role;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.Rebuild.Verdict;
import dev.vitrine.v1.RebuiltFile;
import dev.vitrine.v1.Subject;
import java.util.List;

/** Rebuilds: what keeps and what breaks each rule. */
class RebuildRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    digests(table);
    verdicts(table);
    targets(table);
    independence(table);
    form(table);
  }

  private static void digests(Rules table) {
    table.accept(
        List.of(Reason.REBUILD_DIGEST, Reason.TARGET_KIND, Reason.REFERENCE, Reason.INDEPENDENCE),
        "good rebuild",
        rebuild((l, b) -> {}));
    table.refuse(
        Reason.REBUILD_DIGEST,
        "good rebuild with another digest",
        rebuild((l, b) -> b.getFilesBuilder(0).setSha256(sha256("b"))));
    table.refuse(
        Reason.REBUILD_DIGEST,
        "good rebuild that leaves a file out",
        (l, r) -> {
          long target = l.mustAppend(r.signed(r.build("p", "1"), subject("a"), subject("b")));
          return r.signed(r.rebuild(target, "a"));
        });
    table.accept(
        Reason.REBUILD_DIGEST,
        "good rebuild of a signed file equals the unsigned digest",
        ofSignedFile("u"));
    table.refuse(
        Reason.REBUILD_DIGEST,
        "good rebuild of a signed file equals the signed digest",
        ofSignedFile("a"));
    table.accept(
        Reason.REBUILD_DIGEST,
        "good rebuild of an update",
        (l, r) -> {
          long update = l.mustAppend(r.signed(r.update("s")));
          return r.signed(r.rebuild(update, "bases-1"));
        });
  }

  /** A good rebuild, to some content, of a file that had the digest of u before it was signed. */
  private static Rules.Last ofSignedFile(String content) {
    return (l, r) -> {
      Subject signed = subject("a").toBuilder().putDigest("unsigned-sha256", sha256("u")).build();
      long target = l.mustAppend(r.signed(r.build("p", "1"), signed));
      Rebuild.Builder rebuild = r.rebuild(target, "a");
      rebuild.getFilesBuilder(0).setSha256(sha256(content));
      return r.signed(rebuild);
    };
  }

  private static void verdicts(Rules table) {
    table.accept(
        Reason.VERDICT_COUNTS,
        "bad rebuild",
        rebuild((l, b) -> b.setVerdict(Verdict.BAD).setMatched(0)));
    table.refuse(
        Reason.VERDICT_COUNTS,
        "bad rebuild in which all is equal",
        rebuild((l, b) -> b.setVerdict(Verdict.BAD)));
    table.refuse(
        Reason.VERDICT_COUNTS,
        "good rebuild of some files",
        rebuild((l, b) -> b.setMatched(1).setTotal(2)));
    table.refuse(
        Reason.VERDICT_COUNTS,
        "good rebuild of no file",
        rebuild((l, b) -> b.setMatched(0).setTotal(0)));
    table.refuse(
        Reason.VERDICT_COUNTS,
        "normalised rebuild of no file",
        rebuild((l, b) -> b.setVerdict(Verdict.GOOD_NORMALISED).setMatched(0).setTotal(0)));
    table.accept(
        Reason.VERDICT_COUNTS,
        "rebuild that failed",
        rebuild((l, b) -> b.setVerdict(Verdict.FAIL).setMatched(0).setTotal(0).clearFiles()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "normalised without normalisers",
        rebuild((l, b) -> b.setVerdict(Verdict.GOOD_NORMALISED)));
    table.accept(
        Reason.FIELD_REQUIRED,
        "normalised with normalisers",
        rebuild((l, b) -> b.setVerdict(Verdict.GOOD_NORMALISED).addNormalisers("zip-order")));
    table.refuse(
        Reason.FIELD_REQUIRED, "rebuild without verdict", rebuild((l, b) -> b.clearVerdict()));
    table.refuse(
        Reason.FIELD_RANGE, "more equal than compared", rebuild((l, b) -> b.setMatched(2)));
    table.refuse(
        Reason.FIELD_RANGE,
        "fewer compared than none",
        rebuild((l, b) -> b.setMatched(-1).setTotal(-1)));
  }

  private static void targets(Rules table) {
    table.refuse(Reason.TARGET_KIND, "rebuild of a key", (l, r) -> r.signed(r.rebuild(1, "a")));
    table.refuse(
        Reason.REFERENCE,
        "rebuild of nothing",
        rebuild(
            (l, b) ->
                b.setTarget(EntryRef.newBuilder().setIndex(99).setLeafHash(sha256("nothing")))));
    table.refuse(
        Reason.REFERENCE,
        "rebuild of another hash",
        rebuild((l, b) -> b.getTargetBuilder().setLeafHash(sha256("other"))));
    table.refuse(
        Reason.FIELD_REQUIRED, "rebuild without target", rebuild((l, b) -> b.clearTarget()));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "rebuild of a target without hash",
        rebuild((l, b) -> b.getTargetBuilder().clearLeafHash()));
  }

  private static void independence(Rules table) {
    table.refuse(
        Reason.INDEPENDENCE,
        "vendor's key claims independence",
        byTheVendor(Rebuild.Independence.THIRD_PARTY));
    table.accept(
        Reason.INDEPENDENCE, "vendor's key that says so", byTheVendor(Rebuild.Independence.VENDOR));
    table.accept(
        Reason.INDEPENDENCE,
        "third party's rebuild that the vendor's pipeline signs too",
        (l, r) -> {
          Rebuild rebuild = r.rebuild(r.built("a"), "a").build();
          l.mustAppend(l.register(Role.PIPELINE, key(50), "example-vendor"));
          return sign(Kind.REBUILD, rebuild, List.of(subject("x")), l.key(Role.REBUILDER), key(50));
        });
  }

  private static Rules.Last byTheVendor(Rebuild.Independence claim) {
    return (l, r) -> {
      long target = r.built("a");
      SigningKey own = key(900);
      l.mustAppend(l.register(Role.REBUILDER, own, "example-vendor"));
      Rebuild.Builder rebuild = r.rebuild(target, "a").setIndependence(claim);
      rebuild.getCommonBuilder().setIssuer(id(own));
      return sign(Kind.REBUILD, rebuild.build(), List.of(subject("x")), own);
    };
  }

  private static void form(Rules table) {
    table.refuse(Reason.FIELD_REQUIRED, "rebuild by nobody", rebuild((l, b) -> b.clearRebuilder()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "rebuild of unknown independence",
        rebuild((l, b) -> b.clearIndependence()));
    table.refuse(
        Reason.SUBJECT,
        "one file rebuilt twice",
        rebuild(
            (l, b) -> b.addFiles(RebuiltFile.newBuilder().setName("a").setSha256(sha256("b")))));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "rebuilt file without digest",
        rebuild((l, b) -> b.getFilesBuilder(0).clearSha256()));
  }
}
