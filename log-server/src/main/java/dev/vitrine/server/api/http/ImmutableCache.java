package dev.vitrine.server.api.http;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Full tiles and bundles by path, shared by all event loops, bounded by bytes. Nothing in it can go
 * stale: a full tile never changes.
 *
 * <p>Eviction is second-chance (CLOCK): a hit sets a flag and moves nothing, so the hot path writes
 * no shared structure; the hand clears flags until it finds an entry that nobody asked for since it
 * last came by.
 */
final class ImmutableCache {

  private static final int OVERHEAD_BYTES = 256;

  private static final class Slot {
    final String key;
    final Representation value;
    volatile boolean used;

    Slot(String key, Representation value) {
      this.key = key;
      this.value = value;
    }

    long weight() {
      return OVERHEAD_BYTES + value.length();
    }
  }

  private final long maxBytes;
  private final ConcurrentHashMap<String, Slot> slots = new ConcurrentHashMap<>();
  private final Queue<Slot> clock = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  /**
   * @param maxBytes 0 or more; 0 keeps nothing
   */
  ImmutableCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Nullable Representation get(String key) {
    Slot slot = slots.get(key);
    if (slot == null) {
      return null;
    }
    if (!slot.used) {
      slot.used = true;
    }
    return slot.value;
  }

  void put(String key, Representation value) {
    Slot slot = new Slot(key, value);
    if (slot.weight() > maxBytes || slots.putIfAbsent(key, slot) != null) {
      return;
    }
    clock.add(slot);
    bytes.addAndGet(slot.weight());
    while (bytes.get() > maxBytes) {
      Slot hand = clock.poll();
      if (hand == null) {
        return;
      }
      if (hand.used) {
        hand.used = false;
        clock.add(hand);
      } else {
        slots.remove(hand.key, hand);
        bytes.addAndGet(-hand.weight());
      }
    }
  }

  long bytes() {
    return bytes.get();
  }
}
