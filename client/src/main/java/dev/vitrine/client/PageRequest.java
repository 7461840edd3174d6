package dev.vitrine.client;

import java.util.Objects;

/**
 * Which page of a look-up's answer is wanted.
 *
 * @param newestFirst from the newest record on; else from the oldest
 * @param size at most this many hits, 1..{@value #MAX_SIZE}; a log may give fewer
 * @param token {@link LookupPage#nextPageToken} of the page before it, asked for with the same key
 *     and order; empty for the first page
 */
public record PageRequest(boolean newestFirst, int size, String token) {
  /** As many hits as a log gives at once. */
  public static final int MAX_SIZE = 1_000;

  /** Checks the range of the size. */
  public PageRequest {
    if (size < 1 || size > MAX_SIZE) {
      throw new IllegalArgumentException(
          "page size: %d (expected: 1 to %d)".formatted(size, MAX_SIZE));
    }
    Objects.requireNonNull(token, "token");
  }

  /**
   * The first page from the oldest record on.
   *
   * @param size 1..{@value #MAX_SIZE}
   * @return the request
   */
  public static PageRequest oldestFirst(int size) {
    return new PageRequest(false, size, "");
  }

  /**
   * The first page from the newest record on.
   *
   * @param size 1..{@value #MAX_SIZE}
   * @return the request
   */
  public static PageRequest newestFirst(int size) {
    return new PageRequest(true, size, "");
  }

  /**
   * The page after one.
   *
   * @param nextPageToken what that page named, not empty
   * @return the request
   */
  public PageRequest after(String nextPageToken) {
    return new PageRequest(newestFirst, size, nextPageToken);
  }
}
