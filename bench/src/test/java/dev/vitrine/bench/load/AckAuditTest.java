package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileFrontier;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.TileUpdate;
import dev.vitrine.tile.TileVerificationException;
import dev.vitrine.tile.VerifyingTileReader;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AckAuditTest {

  private static final int SIZE = 600;

  private final EntrySource entries = new RandomEntries(64, 9);
  private final MemoryTiles tiles = new MemoryTiles();
  private final VerifyingTileReader log = log();

  @Test
  void everyEntryAtItsIndex_isVerified() throws Exception {
    Acks acks = new Acks();
    for (int i = 0; i < SIZE; i++) {
      acks.sent(i, SIZE - 1 - i);
      acks.acknowledged(i, SIZE - 1 - i);
    }

    assertThat(AckAudit.of(acks, entries, log)).isEqualTo(new AckAudit(SIZE, 0, 0));
    assertThat(AckAudit.lastIndex(acks)).isEqualTo(SIZE - 1);
  }

  @Test
  void entryAtAnotherIndex_isWrong() throws Exception {
    Acks acks = new Acks();
    acks.sent(0, 5);
    acks.acknowledged(0, 6);

    assertThat(AckAudit.of(acks, entries, log)).isEqualTo(new AckAudit(0, 1, 0));
  }

  @Test
  void entryBeyondTheCheckpoint_isWrong() throws Exception {
    Acks acks = new Acks();
    acks.sent(0, SIZE);
    acks.acknowledged(0, SIZE);

    assertThat(AckAudit.of(acks, entries, log)).isEqualTo(new AckAudit(0, 1, 0));
  }

  @Test
  void sameEntryAtTwoIndices_isReported() throws Exception {
    Acks acks = new Acks();
    acks.sent(0, 5);
    acks.acknowledged(0, 5);
    acks.sent(1, 5);
    acks.acknowledged(1, 7);

    assertThat(AckAudit.of(acks, entries, log)).isEqualTo(new AckAudit(1, 1, 1));
  }

  @Test
  void refusedEntry_isNotAudited() throws Exception {
    Acks acks = new Acks();
    acks.sent(0, 5);

    assertThat(AckAudit.of(acks, entries, log)).isEqualTo(new AckAudit(0, 0, 0));
  }

  @Test
  void tileOfAnotherTree_isNotBelieved() {
    Acks acks = new Acks();
    acks.sent(0, 5);
    acks.acknowledged(0, 5);
    tiles.bytes.get("tile/0/000")[40] ^= 1;

    assertThatThrownBy(() -> AckAudit.of(acks, entries, log))
        .isInstanceOf(TileVerificationException.class);
  }

  private VerifyingTileReader log() {
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      leaves.add(TreeHasher.leaf(entries.entry(i)));
    }
    TileUpdate update = TileFrontier.empty().append(leaves);
    update.tiles().forEach((id, bytes) -> tiles.bytes.put(id.path(), bytes));
    return new VerifyingTileReader(tiles, SIZE, update.frontier().root());
  }

  private static final class MemoryTiles implements TileSource {

    private final Map<String, byte[]> bytes = new TreeMap<>();

    @Override
    public byte[] read(TileId id) throws NoSuchFileException {
      byte[] tile = bytes.get(id.path());
      if (tile == null) {
        throw new NoSuchFileException(id.path());
      }
      return tile;
    }

    @Override
    public byte[] readBundle(BundleId id) throws NoSuchFileException {
      throw new NoSuchFileException(id.path());
    }
  }
}
