package dev.vitrine.bench.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/**
 * Entries of one size, unique by construction (seed and number come first) and incompressible
 * otherwise, so that a store cannot gain by squeezing them.
 *
 * @param size bytes in an entry, 16..65,535
 */
public record RandomEntries(int size, long seed) implements EntrySource {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int HEADER = 2 * Long.BYTES;

  public RandomEntries {
    if (size < HEADER || size > 65_535) {
      throw new IllegalArgumentException("entry size: " + size + " (expected: 16..65535)");
    }
  }

  @Override
  public byte[] entry(long id) {
    byte[] entry = new byte[size];
    new SplittableRandom(seed ^ id).nextBytes(entry);
    LONG.set(entry, 0, seed);
    LONG.set(entry, Long.BYTES, id);
    return entry;
  }
}
