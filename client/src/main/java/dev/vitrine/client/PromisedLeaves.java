package dev.vitrine.client;

import dev.vitrine.merkle.NodeId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.VerifyingTileReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves promises from a log's tiles. Asked in rising order of the indices, it reads each tile
 * once, and each bundle once of which an entry's bytes are needed.
 */
final class PromisedLeaves {
  private final LogTransport transport;
  private final VerifyingTileReader tree;
  private long bundleNumber = -1;
  private @Nullable EntryBundle bundle;

  PromisedLeaves(LogTransport transport, VerifyingTileReader tree) {
    this.transport = transport;
    this.tree = tree;
  }

  void require(Acknowledgement promise) throws LogException {
    NodeId leaf = new NodeId(0, promise.index());
    promise.requireLeaf(Answers.ask(transport, () -> tree.read(List.of(leaf))).get(0));
    if (promise.payload().isPresent()) {
      promise.requireSameRecord(entry(promise.index()));
    }
  }

  private byte[] entry(long index) throws LogException {
    long number = index / TileTransport.TILE_WIDTH;
    EntryBundle read = bundle;
    if (read == null || number != bundleNumber) {
      read = Answers.ask(transport, () -> tree.bundle(number));
      bundle = read;
      bundleNumber = number;
    }
    return read.entry((int) (index % TileTransport.TILE_WIDTH));
  }
}
