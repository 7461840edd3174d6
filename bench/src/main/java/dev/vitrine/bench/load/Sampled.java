package dev.vitrine.bench.load;

import java.util.SplittableRandom;

/**
 * Entries drawn at random from those that a log holds; the same number always gives the same one.
 *
 * @param count how many of the source's first entries the log holds
 */
public record Sampled(EntrySource source, long count, long seed) implements EntrySource {

  @Override
  public byte[] entry(long id) {
    return source.entry(new SplittableRandom(seed ^ id).nextLong(count));
  }
}
