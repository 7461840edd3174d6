package dev.vitrine.client.check;

import dev.vitrine.client.LogException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Withdrawal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What others have put into the log about an entry. */
final class Companions {
  private final LoggedRecord target;
  private final SignerCheck signers;
  private final Map<Long, String> signedBy = new HashMap<>();
  private final List<String> doubts = new ArrayList<>();
  // The newest word of each rebuilder counts.
  private final Map<String, LoggedRecord> rebuilds = new LinkedHashMap<>();
  private final List<LoggedRecord> withdrawals = new ArrayList<>();
  private final List<LoggedRecord> countersignatures = new ArrayList<>();

  private Companions(LoggedRecord target, SignerCheck signers) {
    this.target = target;
    this.signers = signers;
  }

  static Companions of(LoggedRecord target, RecordSource source, SignerCheck signers)
      throws LogException {
    Companions companions = new Companions(target, signers);
    Map<Long, LoggedRecord> inOrder = new TreeMap<>();
    source.find(LookupKey.target(target.index())).forEach(r -> inOrder.put(r.index(), r));
    for (LoggedRecord record : inOrder.values()) {
      companions.add(record);
    }
    return companions;
  }

  /** Takes a record only if it names the target itself: the index may have lied. */
  private void add(LoggedRecord record) throws LogException {
    if (record.statement().predicate() instanceof Rebuild rebuild && names(rebuild.getTarget())) {
      if (isSigned(record, Key.Role.REBUILDER)) {
        rebuilds.put(rebuild.getRebuilder(), record);
      }
    } else if (record.statement().predicate() instanceof Withdrawal withdrawal
        && covers(withdrawal)) {
      // Counts even where nobody knows who signed it: refusing is the safe side.
      isSigned(record, Key.Role.ROLE_UNSPECIFIED);
      withdrawals.add(record);
    } else if (record.statement().predicate() instanceof Countersign countersign
        && covers(countersign)
        && isSigned(record, Key.Role.SUPERVISOR)) {
      countersignatures.add(record);
    }
  }

  /** Whether a key that the log names, of that role, is behind the record. */
  private boolean isSigned(LoggedRecord record, Key.Role role) throws LogException {
    Optional<String> by = signers.signer(record, role);
    signedBy.put(record.index(), by.orElse("an unknown key"));
    if (by.isEmpty()) {
      doubts.add(
          "who signed the %s at entry %d: no key in force that the log names%s"
              .formatted(
                  record.statement().kind().id(),
                  record.index(),
                  role == Key.Role.ROLE_UNSPECIFIED
                      ? ""
                      : " as %s; it is not counted".formatted(role)));
    }
    return by.isPresent();
  }

  /** Who signed a record that is among these. */
  String signedBy(LoggedRecord record) {
    return signedBy.getOrDefault(record.index(), "");
  }

  /** What is not proven of records that speak of the target. */
  List<String> doubts() {
    return doubts;
  }

  private boolean names(EntryRef ref) {
    return ref.getIndex() == target.index() && ref.getLeafHash().equals(target.leafHash().hex());
  }

  private boolean covers(Withdrawal withdrawal) {
    if (!withdrawal.hasStreamRange()) {
      return names(withdrawal.getTarget());
    }
    StreamRange range = withdrawal.getStreamRange();
    Common common = target.statement().common();
    return range.getStream().equals(common.getStream())
        && !common.getStream().isEmpty()
        && range.getFrom() <= common.getSequence()
        && common.getSequence() <= range.getTo();
  }

  private boolean covers(Countersign countersign) {
    IndexRange range = countersign.getRange();
    boolean inRange =
        countersign.hasRange()
            && range.getFrom() <= target.index()
            && target.index() <= range.getTo();
    return inRange || countersign.getTargetsList().stream().anyMatch(this::names);
  }

  List<LoggedRecord> rebuilds() {
    return List.copyOf(rebuilds.values());
  }

  List<LoggedRecord> withdrawals() {
    return withdrawals;
  }

  List<LoggedRecord> countersignatures() {
    return countersignatures;
  }
}
