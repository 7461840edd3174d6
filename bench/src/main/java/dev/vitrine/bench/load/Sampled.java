package dev.vitrine.bench.load;

import java.util.SplittableRandom;

/**
 * Entries drawn at random from those that a log holds; the same number always gives the same one.
 *
 * @param count how many of the source's first entries the log holds, at least 1
 */
public record Sampled(EntrySource source, long count, long seed) implements EntrySource {

  public Sampled {
    if (count < 1) {
      throw new IllegalArgumentException("entries: " + count + " (expected: 1 or more)");
    }
  }

  @Override
  public byte[] entry(long id) {
    return source.entry(new SplittableRandom(seed ^ id).nextLong(count));
  }
}
