package dev.vitrine.server.api;

import dev.vitrine.admission.LookupKeys;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.storage.LookupPage;
import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.IndexRange;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.Withdrawal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What is known about one entry: the records that name it, and those that speak of a range which
 * holds it, such as an auditor's statement on a period or the withdrawal of a part of a stream.
 */
record RangeLookups(LogReads reads) {
  private static final int SCAN = 1_000;

  /**
   * @param after the last index seen, as {@link LogReads#lookup} takes it
   */
  LookupPage about(long target, long after, int limit, boolean newestFirst) throws IOException {
    LookupPage own = reads.lookup(LookupKeys.target(target), after, limit, newestFirst);
    Comparator<Long> order = newestFirst ? Comparator.reverseOrder() : Comparator.naturalOrder();
    TreeSet<Long> merged = new TreeSet<>(order);
    merged.addAll(own.indices());
    merged.addAll(ranges(target, after, limit + 1, newestFirst));
    List<Long> page = merged.stream().limit(limit).toList();
    return new LookupPage(page, own.more() || merged.size() > limit);
  }

  private List<Long> ranges(long target, long after, int wanted, boolean newestFirst)
      throws IOException {
    Optional<Statement> about = statement(target);
    List<Long> found = new ArrayList<>();
    long last = after;
    LookupPage page;
    do {
      page = reads.lookup(LookupKeys.ranges(), last, SCAN, newestFirst);
      for (long index : page.indices()) {
        last = index;
        if (found.size() < wanted && holds(statement(index), target, about)) {
          found.add(index);
        }
      }
    } while (page.more() && found.size() < wanted);
    return found;
  }

  private static boolean holds(Optional<Statement> range, long target, Optional<Statement> about) {
    if (range.isEmpty()) {
      return false;
    }
    if (range.get().predicate() instanceof Countersign countersign) {
      IndexRange indices = countersign.getRange();
      return indices.getFrom() <= target && target <= indices.getTo();
    }
    StreamRange stream = ((Withdrawal) range.get().predicate()).getStreamRange();
    return about
        .map(Statement::common)
        .filter(common -> common.getStream().equals(stream.getStream()))
        .filter(common -> stream.getFrom() <= common.getSequence())
        .filter(common -> common.getSequence() <= stream.getTo())
        .isPresent();
  }

  private Optional<Statement> statement(long index) throws IOException {
    try {
      Optional<byte[]> entry = reads.entry(index);
      return entry.isEmpty()
          ? Optional.empty()
          : Optional.of(Envelope.parse(entry.get()).statement());
    } catch (RecordFormatException e) {
      // Only a log in open mode holds such entries, and it has no rows that lead here.
      return Optional.empty();
    }
  }
}
