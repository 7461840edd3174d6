package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.HashTile;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Proves for each acknowledged entry that the log has it at the index that was acknowledged: its
 * leaf hash is compared with the one in a tile that is verified up to the root of a verified
 * checkpoint. That is an inclusion proof of 256 entries at once.
 *
 * @param verified acknowledged entries found at their index
 * @param wrong acknowledged entries that are not there
 * @param repeated acknowledgements of an entry at another index than its first one
 */
public record AckAudit(long verified, long wrong, long repeated) {

  /**
   * Audits a run.
   *
   * @throws IOException if the log's tiles cannot be read, or do not belong to the checkpoint
   */
  public static AckAudit of(Acks acks, EntrySource entries, VerifyingTileReader log)
      throws IOException {
    long[] requests = acknowledgedByIndex(acks);
    long verified = 0;
    long wrong = 0;
    @Nullable HashTile tile = null;
    long tileIndex = -1;
    for (long request : requests) {
      long index = acks.index(request);
      if (index >= log.size()) {
        wrong++;
        continue;
      }
      if (tile == null || tileIndex != index / TileId.FULL_WIDTH) {
        tileIndex = index / TileId.FULL_WIDTH;
        tile = log.tile(0, tileIndex);
      }
      Hash expected = TreeHasher.leaf(entries.entry(acks.entryId(request)));
      if (tile.hash((int) (index % TileId.FULL_WIDTH)).equals(expected)) {
        verified++;
      } else {
        wrong++;
      }
    }
    return new AckAudit(verified, wrong, repeated(acks));
  }

  /** Request numbers in the order of their indices, so that each tile is read once. */
  private static long[] acknowledgedByIndex(Acks acks) {
    int count = Math.toIntExact(acks.requests());
    long[] keys = new long[count];
    int found = 0;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, acks.requests()));
    for (long request = 0; request < count; request++) {
      if (acks.index(request) >= 0) {
        keys[found++] = acks.index(request) << bits | request;
      }
    }
    long[] requests = Arrays.copyOf(keys, found);
    Arrays.sort(requests);
    for (int i = 0; i < found; i++) {
      requests[i] &= (1L << bits) - 1;
    }
    return requests;
  }

  private static long repeated(Acks acks) {
    LongColumn first = new LongColumn();
    long repeated = 0;
    for (long request = 0; request < acks.requests(); request++) {
      long index = acks.index(request);
      if (index < 0) {
        continue;
      }
      long known = first.get(acks.entryId(request));
      if (known == LongColumn.UNSET) {
        first.set(acks.entryId(request), index);
      } else if (known != index) {
        repeated++;
      }
    }
    return repeated;
  }

  /** The largest acknowledged index, or -1: the checkpoint of an audit must reach beyond it. */
  public static long lastIndex(Acks acks) {
    long last = -1;
    for (long request = 0; request < acks.requests(); request++) {
      last = Math.max(last, acks.index(request));
    }
    return last;
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("verifiedByInclusion", verified)
        .put("wrong", wrong)
        .put("atSecondIndex", repeated);
  }
}
