package dev.vitrine.bench.micro;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** RFC 6962 hashes beside the rate at which the platform's SHA-256 eats a long message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HashBenchmarks {

  private static final int BULK_BYTES = 64 * 1024;
  static final int BULK_BLOCKS = BULK_BYTES / 64;

  private final byte[] bulk = new byte[BULK_BYTES];
  private final byte[] pair = new byte[2 * Hash.SIZE];
  private final byte[] entry64 = new byte[64];
  private final byte[] entry1024 = new byte[1024];
  private final byte[] out = new byte[Hash.SIZE];
  private final MessageDigest sha256;
  private final Hash left;
  private final Hash right;

  public HashBenchmarks() {
    SplittableRandom random = new SplittableRandom(1);
    for (byte[] bytes : new byte[][] {bulk, pair, entry64, entry1024}) {
      random.nextBytes(bytes);
    }
    left = Hash.of(pair, 0);
    right = Hash.of(pair, Hash.SIZE);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform must have SHA-256", e);
    }
  }

  /** Time of one 64-byte block within a long message: the baseline. */
  @Benchmark
  @OperationsPerInvocation(BULK_BLOCKS)
  public byte[] bulkBlock() throws DigestException {
    sha256.update(bulk, 0, bulk.length);
    sha256.digest(out, 0, out.length);
    return out;
  }

  @Benchmark
  public byte[] node() {
    TreeHasher.node(pair, 0, out, 0);
    return out;
  }

  @Benchmark
  public Hash nodeAsValue() {
    return TreeHasher.node(left, right);
  }

  @Benchmark
  public byte[] leaf64() {
    TreeHasher.leaf(entry64, 0, entry64.length, out, 0);
    return out;
  }

  @Benchmark
  public byte[] leaf1024() {
    TreeHasher.leaf(entry1024, 0, entry1024.length, out, 0);
    return out;
  }
}
