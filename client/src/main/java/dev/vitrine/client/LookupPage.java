package dev.vitrine.client;

import java.util.List;
import java.util.Objects;

/**
 * One page of a look-up's answer, as the log gave it.
 *
 * @param hits entries that the log says carry the key, in the order asked for
 * @param nextPageToken empty on the last page
 * @param coversSize the log says that it looked among this many entries
 */
public record LookupPage(List<UnverifiedEntry> hits, String nextPageToken, long coversSize) {
  /** Copies the list. */
  public LookupPage {
    hits = List.copyOf(hits);
    Objects.requireNonNull(nextPageToken, "nextPageToken");
  }
}
