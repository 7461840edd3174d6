package dev.vitrine.client;

import java.util.List;
import java.util.Objects;

/**
 * One page of a look-up's answer, as the log gave it.
 *
 * @param indices entries that the log says carry the key
 * @param nextPageToken empty on the last page
 * @param coversSize the log says that it looked among this many entries
 */
public record LookupPage(List<Long> indices, String nextPageToken, long coversSize) {
  /** Copies the list. */
  public LookupPage {
    indices = List.copyOf(indices);
    Objects.requireNonNull(nextPageToken, "nextPageToken");
  }
}
