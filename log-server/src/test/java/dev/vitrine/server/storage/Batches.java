package dev.vitrine.server.storage;

import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.TileFrontier;
import dev.vitrine.tile.TileUpdate;
import java.util.ArrayList;
import java.util.List;

/** Makes batches the way the sequencer does, for tests of stores. */
public final class Batches {
  private TileFrontier frontier = TileFrontier.empty();

  public Batch next(List<byte[]> entries) {
    return next(entries, List.of(), List.of());
  }

  public Batch next(List<byte[]> entries, List<StateWrite> state, List<LookupWrite> lookups) {
    List<Hash> hashes = entries.stream().map(TreeHasher::leaf).toList();
    TileUpdate update = frontier.append(hashes);
    List<TileWrite> tiles = new ArrayList<>();
    update.tiles().forEach((id, b) -> tiles.add(new TileWrite(id.level(), id.index(), b)));
    Batch batch =
        new Batch(
            new Head(frontier.size(), frontier.root()),
            new Head(update.size(), update.root()),
            entries,
            hashes,
            tiles,
            state,
            lookups);
    frontier = update.frontier();
    return batch;
  }
}
