package dev.vitrine.admission;

import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.EntryState;
import dev.vitrine.v1.IndexRange;
import java.util.Set;

/** Countersignatures: about entries that are there, of a kind that the statement can be about. */
final class CountersignRules implements KindRules<Countersign> {
  private static final String AT = "predicate.";

  @Override
  public Documents documents(Countersign countersign) {
    return new Documents();
  }

  @Override
  public void check(Statement statement, Countersign countersign, BlobView blobs)
      throws RejectionException {
    Check.required(
        (countersign.getTargetsCount() > 0) != countersign.hasRange(),
        AT + "targets",
        "either targets or range");
    for (int i = 0; i < countersign.getTargetsCount(); i++) {
      Check.reference(countersign.getTargets(i), AT + "targets[" + i + "]");
    }
    IndexRange range = countersign.getRange();
    Check.count(range.getFrom(), AT + "range.from");
    Check.range(range.getTo(), range.getFrom(), Long.MAX_VALUE, AT + "range.to");
    Check.required(
        countersign.getStatement() != Countersign.Statement.STATEMENT_UNSPECIFIED,
        AT + "statement",
        "what is said");
    Check.required(countersign.getMethod(), AT + "method");
  }

  @Override
  public void admit(Admitting admitting, Countersign countersign) throws RejectionException {
    if (countersign.hasRange()) {
      if (countersign.getRange().getTo() >= admitting.index()) {
        throw Reason.REFERENCE.refuse(
            AT + "range.to",
            Long.toString(countersign.getRange().getTo()),
            "an index below " + admitting.index());
      }
      admitting.rows().add(LookupKeys.ranges());
    }
    Set<Kind> kinds = kinds(countersign.getStatement());
    for (int i = 0; i < countersign.getTargetsCount(); i++) {
      String at = AT + "targets[" + i + "]";
      EntryState target = admitting.require(countersign.getTargets(i), at);
      if (kinds.stream().noneMatch(k -> k.number() == target.getKind())) {
        throw Reason.TARGET_KIND.refuse(
            at + ".index", Long.toString(countersign.getTargets(i).getIndex()), "one of " + kinds);
      }
    }
  }

  private static Set<Kind> kinds(Countersign.Statement statement) {
    return switch (statement) {
      case SOURCE_MATCHES -> Set.of(Kind.BUILD, Kind.DETECTION_UPDATE);
      case RELOCATION_VERIFIED -> Set.of(Kind.DATA_RELOCATION);
      default -> Set.of(Kind.values());
    };
  }
}
