package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.EntryState;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.RebuiltFile;
import dev.vitrine.v1.SubjectState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Rebuilds: GOOD is what the log itself finds equal, and the vendor's keys are never independent.
 */
final class RebuildRules implements KindRules<Rebuild> {
  private static final String AT = "predicate.";

  @Override
  public Documents documents(Rebuild rebuild) {
    return new Documents()
        .add(rebuild.hasEnvironment(), rebuild.getEnvironment(), AT + "environment")
        .add(rebuild.hasDifference(), rebuild.getDifference(), AT + "difference");
  }

  @Override
  public void check(Statement statement, Rebuild rebuild, BlobView blobs)
      throws RejectionException {
    Check.required(rebuild.hasTarget(), AT + "target", "the rebuilt entry");
    Check.reference(rebuild.getTarget(), AT + "target");
    Check.required(rebuild.getRebuilder(), AT + "rebuilder");
    Check.required(
        rebuild.getIndependence() != Rebuild.Independence.INDEPENDENCE_UNSPECIFIED,
        AT + "independence",
        "the relation to the vendor");
    checkFiles(rebuild);
    checkVerdict(rebuild);
  }

  private static void checkFiles(Rebuild rebuild) throws RejectionException {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < rebuild.getFilesCount(); i++) {
      String at = AT + "files[" + i + "]";
      if (!names.add(rebuild.getFiles(i).getName())) {
        throw Reason.SUBJECT.refuse(at + ".name", rebuild.getFiles(i).getName(), "each name once");
      }
      Check.sha256(rebuild.getFiles(i).getSha256(), at + ".sha256");
    }
  }

  private static void checkVerdict(Rebuild rebuild) throws RejectionException {
    long matched = rebuild.getMatched();
    long total = rebuild.getTotal();
    Check.count(total, AT + "total");
    Check.range(matched, 0, total, AT + "matched");
    boolean consistent =
        switch (rebuild.getVerdict()) {
          case GOOD -> matched == total && total > 0;
          case GOOD_NORMALISED -> total > 0;
          case BAD -> matched < total;
          case FAIL -> true;
          default -> {
            Check.required(false, AT + "verdict", "GOOD, GOOD_NORMALISED, BAD or FAIL");
            yield false;
          }
        };
    if (!consistent) {
      throw Reason.VERDICT_COUNTS.refuse(
          AT + "matched", matched + " of " + total, "counts that fit " + rebuild.getVerdict());
    }
    Check.required(
        rebuild.getVerdict() != Rebuild.Verdict.GOOD_NORMALISED
            || rebuild.getNormalisersCount() > 0,
        AT + "normalisers",
        "at least one for GOOD_NORMALISED");
  }

  @Override
  public void admit(Admitting admitting, Rebuild rebuild) throws RejectionException {
    EntryState target = admitting.require(rebuild.getTarget(), AT + "target");
    if (target.getKind() != Kind.BUILD.number()
        && target.getKind() != Kind.DETECTION_UPDATE.number()) {
      throw Reason.TARGET_KIND.refuse(
          AT + "target.index", Long.toString(rebuild.getTarget().getIndex()), "a build or update");
    }
    checkIndependence(admitting, rebuild);
    if (rebuild.getVerdict() == Rebuild.Verdict.GOOD) {
      checkGood(target, rebuild);
    }
    for (RebuiltFile file : rebuild.getFilesList()) {
      admitting.rows().add(LookupKeys.artifact(Hash.ofHex(file.getSha256())));
    }
  }

  private static void checkIndependence(Admitting admitting, Rebuild rebuild)
      throws RejectionException {
    for (Signers.Signer signer : admitting.signers().list()) {
      boolean vendors = admitting.policy().getVendorsList().contains(signer.state().getOwner());
      if (vendors
          && signer.state().getRole() == Key.Role.REBUILDER
          && rebuild.getIndependence() != Rebuild.Independence.VENDOR) {
        throw Reason.INDEPENDENCE.refuse(
            AT + "independence",
            rebuild.getIndependence().name(),
            "VENDOR, since " + signer.state().getOwner() + " holds the key");
      }
    }
  }

  private static void checkGood(EntryState target, Rebuild rebuild) throws RejectionException {
    Map<String, String> rebuilt = new HashMap<>();
    rebuild.getFilesList().forEach(f -> rebuilt.put(f.getName(), f.getSha256()));
    for (SubjectState subject : target.getSubjectsList()) {
      String logged = hex(subject.getSha256());
      String found = rebuilt.getOrDefault(subject.getName(), "no digest");
      if (!found.equals(logged)) {
        throw Reason.REBUILD_DIGEST.refuse(
            AT + "files", subject.getName() + " " + found, logged + ", as logged");
      }
    }
  }

  private static String hex(ByteString sha256) {
    return Hash.of(sha256.toByteArray()).hex();
  }
}
