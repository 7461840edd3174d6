package dev.vitrine.server.publisher.mirror;

import dev.vitrine.note.SignedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Visible checkpoints that a mirror is to hold: the newest, and some on the way there, since a
 * mirror that is far behind can promise nothing before it reaches one. Their number is bounded; the
 * further behind the mirror, the further apart they are. Guarded by its owner.
 */
final class Backlog {
  /** Entries to push at most before the mirror can promise again, if there is a checkpoint. */
  static final long STEP = 65_536;

  /** Checkpoints kept beside the newest. */
  static final int MOST = 256;

  private final List<SignedCheckpoint> waypoints = new ArrayList<>();
  private long apart = STEP / 2;
  private @Nullable SignedCheckpoint newest;

  /** Takes a checkpoint that is no smaller than those before. */
  void offer(SignedCheckpoint head) {
    newest = head;
    if (waypoints.isEmpty() || size(head) - size(last()) >= apart) {
      waypoints.add(head);
    }
    while (waypoints.size() > MOST) {
      thin();
    }
  }

  /**
   * The checkpoint to push next; empty if the newest was pushed.
   *
   * @param held entries the mirror holds
   */
  Optional<SignedCheckpoint> next(long held) {
    waypoints.removeIf(head -> size(head) <= held);
    if (waypoints.isEmpty()) {
      apart = STEP / 2;
    }
    if (!isFar(held) || waypoints.isEmpty()) {
      return newest();
    }
    SignedCheckpoint chosen = waypoints.get(0);
    for (SignedCheckpoint head : waypoints) {
      if (size(head) - held <= STEP) {
        chosen = head;
      }
    }
    return Optional.of(chosen);
  }

  /** The checkpoint above all others; empty if it was pushed. */
  Optional<SignedCheckpoint> newest() {
    return Optional.ofNullable(newest);
  }

  /** Whether a mirror is so far behind that it should be pushed to without a pause. */
  boolean isFar(long held) {
    return newest != null && size(newest) - held > STEP;
  }

  /** A checkpoint was pushed; there is nothing to do until another comes if it was the newest. */
  void pushed(SignedCheckpoint head) {
    if (newest == head) {
      newest = null;
    }
  }

  boolean isEmpty() {
    return newest == null;
  }

  /** Checkpoints kept, beside the newest. */
  int waypoints() {
    return waypoints.size();
  }

  private void thin() {
    apart *= 2;
    List<SignedCheckpoint> kept = new ArrayList<>();
    for (SignedCheckpoint head : waypoints) {
      if (kept.isEmpty() || size(head) - size(kept.get(kept.size() - 1)) >= apart) {
        kept.add(head);
      }
    }
    waypoints.clear();
    waypoints.addAll(kept);
  }

  private SignedCheckpoint last() {
    return waypoints.get(waypoints.size() - 1);
  }

  private static long size(SignedCheckpoint head) {
    return head.checkpoint().size();
  }
}
