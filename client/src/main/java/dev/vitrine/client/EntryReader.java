package dev.vitrine.client;

import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.VerifyingTileReader;

/** Reads ranges of entries: by bundles where the transport carries tiles, else one by one. */
final class EntryReader {
  private final LogClient client;
  private final LogTransport transport;
  private final VerifiedHead head;

  EntryReader(LogClient client, LogTransport transport, VerifiedHead head) {
    this.client = client;
    this.transport = transport;
    this.head = head;
  }

  void read(long start, long end, EntrySink sink) throws LogException {
    if (transport.tiles().isPresent()) {
      readBundles(client.tree(head), start, end, sink);
    } else {
      readSingly(start, end, sink);
    }
  }

  private void readBundles(VerifyingTileReader tree, long start, long end, EntrySink sink)
      throws LogException {
    long index = start;
    while (index < end) {
      long number = index / TileTransport.TILE_WIDTH;
      EntryBundle bundle = Answers.ask(transport, () -> tree.bundle(number));
      long first = number * TileTransport.TILE_WIDTH;
      for (long stop = Math.min(end, first + bundle.width()); index < stop; index++) {
        sink.accept(index, bundle.entry((int) (index - first)));
      }
    }
  }

  private void readSingly(long start, long end, EntrySink sink) throws LogException {
    for (long index = start; index < end; index++) {
      long wanted = index;
      byte[] entry = Answers.ask(transport, () -> transport.entry(wanted, head.size()));
      client.inclusion(index, TreeHasher.leaf(entry), head);
      sink.accept(index, entry);
    }
  }
}
