package dev.vitrine.bench.micro;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.tile.HashTiles;
import dev.vitrine.tile.TileCache;
import dev.vitrine.tile.TileHashReader;
import java.util.SplittableRandom;
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
 * Proofs at random places of a large tree. The tiles are decoded and in memory, as they are in a
 * running server; {@link #inclusionFromBytes} starts from their bytes instead.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // set up by JMH before the first call
public class ProofBenchmarks {

  private static final int PLACES = 512;
  private static final int CACHED_TILES = 8192;
  private static final int CHAIN = 31;

  @Param({"20", "30"})
  public int log2Size;

  private long size;
  private Hash root;
  private HashReader cached;
  private HashReader bytes;
  private final long[] places = new long[PLACES];
  private final Hash[] leaves = new Hash[PLACES];
  private final InclusionProof[] inclusions = new InclusionProof[PLACES];
  private final ConsistencyProof[] consistencies = new ConsistencyProof[PLACES];
  private final Hash[] oldRoots = new Hash[PLACES];
  private final byte[] pair = new byte[2 * Hash.SIZE];
  private int turn;

  @Setup
  public void setUp() throws Exception {
    size = 1L << log2Size;
    SyntheticTiles tiles = new SyntheticTiles();
    bytes = new TileHashReader(tiles, size);
    cached = new TileHashReader(new TileCache(HashTiles.of(tiles), CACHED_TILES), size);
    root = ProofBuilder.root(cached, size);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < PLACES; i++) {
      places[i] = random.nextLong(1, size);
      leaves[i] = ProofBuilder.subtreeHash(cached, places[i], places[i] + 1);
      inclusions[i] = ProofBuilder.inclusion(cached, places[i], size);
      consistencies[i] = ProofBuilder.consistency(cached, places[i], size);
      oldRoots[i] = ProofBuilder.root(cached, places[i]);
    }
  }

  private int next() {
    turn = (turn + 1) % PLACES;
    return turn;
  }

  @Benchmark
  public InclusionProof inclusionBuild() throws Exception {
    return ProofBuilder.inclusion(cached, places[next()], size);
  }

  @Benchmark
  public InclusionProof inclusionFromBytes() throws Exception {
    return ProofBuilder.inclusion(bytes, places[next()], size);
  }

  @Benchmark
  public Object inclusionVerify() throws Exception {
    int i = next();
    ProofVerifier.verifyInclusion(inclusions[i], leaves[i], root);
    return inclusions[i];
  }

  @Benchmark
  public ConsistencyProof consistencyBuild() throws Exception {
    return ProofBuilder.consistency(cached, places[next()], size);
  }

  @Benchmark
  public Object consistencyVerify() throws Exception {
    int i = next();
    ProofVerifier.verifyConsistency(consistencies[i], oldRoots[i], root);
    return consistencies[i];
  }

  /** The time of 31 node hashes, each of which needs the one before it: the baseline. */
  @Benchmark
  public byte[] nodeChain() {
    for (int i = 0; i < CHAIN; i++) {
      TreeHasher.node(pair, 0, pair, 0);
    }
    return pair;
  }
}
