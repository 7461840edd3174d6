package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.record.RecordFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks the log's look-up index which entries to read, and proves each of them. What the index
 * withholds is not noticed.
 */
final class IndexedRecords implements RecordSource {
  private static final int PARALLEL = 8;

  private final LogClient client;
  private final VerifiedHead head;
  private final Map<Long, Optional<LoggedRecord>> read = new HashMap<>();
  private final Map<LookupKey, List<Long>> asked = new HashMap<>();

  IndexedRecords(LogClient client, VerifiedHead head) {
    this.client = client;
    this.head = head;
  }

  @Override
  public VerifiedHead head() {
    return head;
  }

  @Override
  public List<LoggedRecord> find(LookupKey key) throws LogException {
    List<LoggedRecord> records = new ArrayList<>();
    for (long index : indices(key)) {
      // The index may be ahead of the head; what no head covers yet cannot be proven.
      if (index < head.size()) {
        at(index).ifPresent(records::add);
      }
    }
    return records;
  }

  private List<Long> indices(LookupKey key) throws LogException {
    List<Long> known = asked.get(key);
    if (known == null) {
      known = ask(key);
      asked.put(key, known);
    }
    return known;
  }

  private List<Long> ask(LookupKey key) throws LogException {
    return client
        .lookup(key)
        .orElseThrow(
            () ->
                new LogUnreachableException(
                    "this log has no look-up index (expected: one, or --scan to read all of it)"));
  }

  @Override
  public void prefetch(List<LookupKey> keys) throws LogException {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    try {
      Map<LookupKey, Future<List<Long>>> answers = new LinkedHashMap<>();
      for (LookupKey key : keys) {
        if (!asked.containsKey(key)) {
          answers.computeIfAbsent(key, k -> threads.submit(() -> ask(k)));
        }
      }
      for (Map.Entry<LookupKey, Future<List<Long>>> answer : answers.entrySet()) {
        asked.put(answer.getKey(), await(answer.getValue()));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Long> await(Future<List<Long>> answer) throws LogException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnreachableException("interrupted while waiting for look-ups", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LogException verdict) {
        throw verdict;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public List<LoggedRecord> named(String fileName) {
    return List.of();
  }

  @Override
  public Optional<LoggedRecord> at(long index) throws LogException {
    Optional<LoggedRecord> known = read.get(index);
    if (known == null) {
      known = parse(index, client.entryIn(index, head).bytes());
      read.put(index, known);
    }
    return known;
  }

  private static Optional<LoggedRecord> parse(long index, byte[] entry)
      throws FormatNewerException {
    try {
      return Optional.of(LoggedRecord.parse(index, entry));
    } catch (RecordFormatException e) {
      if (e.code().equals("KIND_UNKNOWN")) {
        throw new FormatNewerException("entry %d: %s".formatted(index, e.getMessage()), e);
      }
      return Optional.empty();
    }
  }

  @Override
  public boolean isComplete() {
    return false;
  }
}
