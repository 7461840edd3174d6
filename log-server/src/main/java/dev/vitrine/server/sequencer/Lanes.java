package dev.vitrine.server.sequencer;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries that wait, by account: within an account in the order in which they came, and between
 * accounts in turns of {@value #TURN_ENTRIES} entries or {@value #TURN_BYTES} bytes (deficit round
 * robin). An account that had nothing here waits for one turn of each of the others at most,
 * however much they have.
 *
 * <p>Entries of one line keep their order whatever their accounts are, since a later one may rest
 * on an earlier one: while any of a line wait, those that follow go to the same place.
 *
 * <p>Not thread-safe; the queue's lock guards it.
 */
final class Lanes {
  static final int TURN_ENTRIES = 64;
  static final int TURN_BYTES = 256 << 10;

  private final Map<String, Lane> lanes = new HashMap<>();
  private final ArrayDeque<Lane> turns = new ArrayDeque<>();
  private final Map<Object, Place> lines = new IdentityHashMap<>();
  private int size;

  /** What one account has here; in {@code turns} while it has anything. */
  private static final class Lane {
    private final String account;
    private final ArrayDeque<Pending> entries = new ArrayDeque<>();
    private int entriesLeft = TURN_ENTRIES;
    private long bytesLeft = TURN_BYTES;

    Lane(String account) {
      this.account = account;
    }
  }

  /** Where a line's entries wait, and how many. */
  private static final class Place {
    private final Lane lane;
    private int waiting;

    Place(Lane lane) {
      this.lane = lane;
    }
  }

  int size() {
    return size;
  }

  /** How many take turns. */
  int accounts() {
    return turns.size();
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * @param account whose turn the entry shall take
   */
  void add(Pending pending, String account) {
    Lane lane = lane(pending.line(), account);
    if (lane.entries.isEmpty()) {
      turns.add(lane);
    }
    lane.entries.add(pending);
    size++;
  }

  private Lane lane(@Nullable Object line, String account) {
    if (line == null) {
      return lanes.computeIfAbsent(account, Lane::new);
    }
    Place place =
        lines.computeIfAbsent(line, l -> new Place(lanes.computeIfAbsent(account, Lane::new)));
    place.waiting++;
    return place.lane;
  }

  /** The next entry, which stays; null if there is none. */
  @Nullable Pending peek() {
    Lane lane = turns.peek();
    return lane == null ? null : lane.entries.peek();
  }

  /** Takes the next entry, which must be there. */
  Pending remove() {
    Lane lane = turns.element();
    Pending next = lane.entries.remove();
    size--;
    leave(next.line());
    lane.entriesLeft--;
    lane.bytesLeft -= next.bytes();
    if (lane.entries.isEmpty()) {
      turns.remove();
      lanes.remove(lane.account);
    } else if (lane.entriesLeft <= 0 || lane.bytesLeft <= 0) {
      endTurn(lane);
    }
    return next;
  }

  /** What a turn took too much is missing in the next. */
  private void endTurn(Lane lane) {
    lane.entriesLeft = TURN_ENTRIES;
    lane.bytesLeft = Math.min(0, lane.bytesLeft) + TURN_BYTES;
    if (turns.size() > 1) {
      turns.add(turns.remove());
    }
  }

  private void leave(@Nullable Object line) {
    if (line != null) {
      Place place = lines.get(line);
      if (place != null && --place.waiting == 0) {
        lines.remove(line);
      }
    }
  }
}
