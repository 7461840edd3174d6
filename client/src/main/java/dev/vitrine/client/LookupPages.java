package dev.vitrine.client;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a look-up to its end, however the log pages it. */
final class LookupPages {
  /** More matches than a person reads; a log that names more is not asked for the rest. */
  static final int MAX_HITS = 10_000;

  private static final int PAGE = 200;

  /** As many as may be ahead of the newest head, and one more. */
  private static final int NEWEST = 8;

  private LookupPages() {}

  static Optional<List<Long>> read(LogTransport transport, LookupKey key) throws IOException {
    boolean newestOnly = key.isNewestOnly();
    PageRequest request =
        newestOnly ? PageRequest.newestFirst(NEWEST) : PageRequest.oldestFirst(PAGE);
    Set<Long> indices = new TreeSet<>();
    Set<String> tokens = new HashSet<>();
    String token;
    do {
      Optional<LookupPage> page = transport.lookup(key, request);
      if (page.isEmpty()) {
        return Optional.empty();
      }
      page.get().hits().forEach(hit -> indices.add(hit.index()));
      token = newestOnly ? "" : page.get().nextPageToken();
      boolean endless = !token.isEmpty() && !tokens.add(token);
      if (endless || indices.size() > MAX_HITS) {
        throw new IOException(
            "look-up of %s at %s: %d hits and no end (expected: at most %d)"
                .formatted(key, transport.address(), indices.size(), MAX_HITS));
      }
      request = request.after(token);
    } while (!token.isEmpty());
    return Optional.of(List.copyOf(indices));
  }
}
