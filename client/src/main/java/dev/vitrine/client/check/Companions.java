package dev.vitrine.client.check;

import dev.vitrine.client.LogException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Withdrawal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What others have put into the log about an entry. */
final class Companions {
  private final LoggedRecord target;
  // The newest word of each rebuilder counts.
  private final Map<String, LoggedRecord> rebuilds = new LinkedHashMap<>();
  private final List<LoggedRecord> withdrawals = new ArrayList<>();
  private final List<LoggedRecord> countersignatures = new ArrayList<>();

  private Companions(LoggedRecord target) {
    this.target = target;
  }

  static Companions of(LoggedRecord target, RecordSource source) throws LogException {
    Companions companions = new Companions(target);
    Map<Long, LoggedRecord> inOrder = new TreeMap<>();
    source.find(LookupKey.target(target.index())).forEach(r -> inOrder.put(r.index(), r));
    inOrder.values().forEach(companions::add);
    return companions;
  }

  /** Takes a record only if it names the target itself: the index may have lied. */
  private void add(LoggedRecord record) {
    if (record.statement().predicate() instanceof Rebuild rebuild && names(rebuild.getTarget())) {
      rebuilds.put(rebuild.getRebuilder(), record);
    } else if (record.statement().predicate() instanceof Withdrawal withdrawal
        && covers(withdrawal)) {
      withdrawals.add(record);
    } else if (record.statement().predicate() instanceof Countersign countersign
        && covers(countersign)) {
      countersignatures.add(record);
    }
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
