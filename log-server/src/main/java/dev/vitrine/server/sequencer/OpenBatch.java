package dev.vitrine.server.sequencer;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.LookupRow;
import dev.vitrine.admission.StateView;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.storage.Batch;
import dev.vitrine.server.storage.Head;
import dev.vitrine.server.storage.LogStore;
import dev.vitrine.server.storage.LookupWrite;
import dev.vitrine.server.storage.StoreException;
import dev.vitrine.server.storage.TileWrite;
import dev.vitrine.tile.TileFrontier;
import dev.vitrine.tile.TileUpdate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is being put together: each entry is decided on as it comes, against the store and
 * whatever lies between it and this batch. The decisions depend on nothing but the frontier, the
 * store, the entries and one time, so replaying them gives the same bytes.
 *
 * <p>Owned by the prepare thread.
 */
final class OpenBatch {
  private final Admission admission;
  private final LogStore store;
  private final TileFrontier base;
  private final Instant time;
  private final Overlay overlay;
  private final SettledState settled;
  private final StateView state;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<byte[]> entries = new ArrayList<>();
  private final List<Hash> leafHashes = new ArrayList<>();
  private final List<LookupWrite> lookups = new ArrayList<>();
  private long bytes;

  OpenBatch(
      Admission admission,
      LogStore store,
      TileFrontier base,
      @Nullable Overlay behind,
      SettledState settled,
      Instant time) {
    this.admission = admission;
    this.store = store;
    this.base = base;
    this.time = time;
    this.overlay = new Overlay(behind);
    this.settled = settled;
    this.state = overlay.over(settled);
  }

  /**
   * Decides on one entry.
   *
   * @return what can be answered at once, because it rests on stored entries alone
   */
  @Nullable Outcome add(Pending pending) throws StoreException {
    Hash leafHash = pending.candidate().leafHash();
    OptionalLong first = overlay.indexOf(leafHash);
    if (first.isPresent()) {
      outcomes.add(Outcome.duplicate(pending, first.getAsLong(), leafHash));
      return null;
    }
    OptionalLong stored = store.indexOf(leafHash);
    if (stored.isPresent()) {
      return Outcome.duplicate(pending, stored.getAsLong(), leafHash);
    }
    decide(pending, base.size() + entries.size());
    return null;
  }

  private void decide(Pending pending, long index) throws StoreException {
    Decision decision;
    try {
      decision = admission.admit(state, pending.candidate(), index, time);
    } catch (StateReadException e) {
      throw e.failure();
    } catch (RuntimeException e) {
      // A rule that breaks has changed nothing: its entry fails, the others go on.
      outcomes.add(Outcome.refused(pending, e));
      return;
    }
    if (decision instanceof Decision.Admitted admitted) {
      admit(pending, index, admitted);
    } else if (decision instanceof Decision.DuplicateOf duplicate) {
      outcomes.add(Outcome.duplicate(pending, duplicate.index(), duplicate.leafHash()));
    } else if (decision instanceof Decision.Rejected rejected) {
      outcomes.add(Outcome.refused(pending, new RejectedAppendException(rejected.rejection())));
    }
  }

  private void admit(Pending pending, long index, Decision.Admitted admitted) {
    Hash leafHash = pending.candidate().leafHash();
    overlay.add(leafHash, index, admitted.writes());
    entries.add(pending.candidate().entry());
    leafHashes.add(leafHash);
    settled.forget(admitted.writes());
    for (LookupRow row : admitted.rows()) {
      lookups.add(new LookupWrite(row.key(), index));
    }
    bytes += pending.bytes();
    outcomes.add(Outcome.appended(pending, index));
  }

  /** Whether nobody waits for this batch. */
  boolean isEmpty() {
    return outcomes.isEmpty();
  }

  int entryCount() {
    return outcomes.size();
  }

  long bytes() {
    return bytes;
  }

  Overlay overlay() {
    return overlay;
  }

  List<Pending> pending() {
    return outcomes.stream().map(Outcome::pending).toList();
  }

  /** Extends the tree; nothing may be added afterwards. */
  SealedBatch seal() {
    TileUpdate update = base.append(leafHashes);
    List<TileWrite> tiles = new ArrayList<>(update.tiles().size());
    update.tiles().forEach((id, tile) -> tiles.add(new TileWrite(id.level(), id.index(), tile)));
    Head before = new Head(base.size(), base.root());
    Head after = new Head(update.size(), update.root());
    Batch batch = new Batch(before, after, entries, leafHashes, tiles, overlay.writes(), lookups);
    return new SealedBatch(batch, List.copyOf(outcomes), update.frontier(), bytes);
  }
}
