package dev.vitrine.client;

import java.util.List;

/**
 * A page of a look-up's answer as log servers cut it: the token is the last index given.
 *
 * @param next empty on the last page
 */
public record HitPage(List<Long> hits, String next) {
  /**
   * @param all in rising order
   * @throws NumberFormatException if the token is none
   */
  public static HitPage of(List<Long> all, boolean newestFirst, int size, String token) {
    List<Long> ordered =
        newestFirst
            ? all.stream().sorted(java.util.Comparator.reverseOrder()).toList()
            : all.stream().sorted().toList();
    long after = token.isEmpty() ? -1 : Long.parseLong(token);
    List<Long> left =
        ordered.stream()
            .filter(index -> token.isEmpty() || (newestFirst ? index < after : index > after))
            .toList();
    List<Long> hits = left.stream().limit(size).toList();
    return new HitPage(
        hits, hits.size() < left.size() ? Long.toString(hits.get(hits.size() - 1)) : "");
  }
}
