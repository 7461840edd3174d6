package dev.vitrine.server.storage;

import java.util.List;

/**
 * One page of indices that carry a key.
 *
 * @param indices in the order asked for
 * @param more whether further indices follow the last one
 */
public record LookupPage(List<Long> indices, boolean more) {
  public LookupPage {
    indices = List.copyOf(indices);
  }
}
