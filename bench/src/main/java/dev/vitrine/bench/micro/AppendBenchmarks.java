package dev.vitrine.bench.micro;

import dev.vitrine.bench.load.RandomEntries;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.TileFrontier;
import dev.vitrine.tile.TileUpdate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A batch of 1 KiB entries appended to a tree of 2^20 leaves, tiles made, beside the least that it
 * could cost: hashing the entries and as many nodes as they complete.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH before the first call
public class AppendBenchmarks {

  private static final int ENTRY_BYTES = 1024;
  private static final long SIZE = 1 << 20;

  @Param({"1", "256", "8192"})
  public int batch;

  private byte[][] entries;
  private byte[] leaves;
  private TileFrontier frontier;

  /** A frontier with nothing to its right, so that n leaves complete n - 1 nodes of their own. */
  @Setup
  public void setUp() throws Exception {
    RandomEntries source = new RandomEntries(ENTRY_BYTES, 7);
    entries = new byte[batch][];
    for (int i = 0; i < batch; i++) {
      entries[i] = source.entry(i);
    }
    leaves = new byte[batch * Hash.SIZE];
    frontier = TileFrontier.read(new SyntheticTiles(), SIZE);
  }

  @Benchmark
  public TileUpdate append() {
    byte[] hashes = new byte[batch * Hash.SIZE];
    hashEntries(hashes);
    return frontier.append(hashes);
  }

  /** The same hashes and nothing else, in place. */
  @Benchmark
  public byte[] hashOnly() {
    hashEntries(leaves);
    for (int width = batch; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        TreeHasher.node(leaves, 2 * i * Hash.SIZE, leaves, i * Hash.SIZE);
      }
    }
    return leaves;
  }

  private void hashEntries(byte[] out) {
    for (int i = 0; i < batch; i++) {
      TreeHasher.leaf(entries[i], 0, ENTRY_BYTES, out, i * Hash.SIZE);
    }
  }
}
