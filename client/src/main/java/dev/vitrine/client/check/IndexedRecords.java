package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.Verdict;
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
  private final Map<LookupKey, LookupAnswer> asked = new HashMap<>();

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
    LookupAnswer known = asked.get(key);
    if (known == null) {
      known = ask(key);
      asked.put(key, known);
    }
    return known.indices();
  }

  private LookupAnswer ask(LookupKey key) {
    try {
      return new LookupAnswer(
          client
              .lookup(key)
              .orElseThrow(
                  () ->
                      new LogUnreachableException(
                          "this log has no look-up index (expected: one, or --scan to read all of it)")),
          Optional.empty());
    } catch (LogException e) {
      return new LookupAnswer(List.of(), Optional.of(e));
    }
  }

  /** What a look-up came to; an answer that did not come is not asked for again. */
  private record LookupAnswer(List<Long> hits, Optional<LogException> failure) {
    List<Long> indices() throws LogException {
      if (failure.isPresent()) {
        throw failure.get();
      }
      return hits;
    }

    boolean isSilence() {
      return failure.isPresent() && failure.get().verdict() == Verdict.LOG_UNREACHABLE;
    }
  }

  @Override
  public void prefetch(List<LookupKey> keys) {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL);
    try {
      Map<LookupKey, Future<LookupAnswer>> answers = new LinkedHashMap<>();
      for (LookupKey key : keys) {
        if (!asked.containsKey(key)) {
          answers.computeIfAbsent(key, k -> threads.submit(() -> ask(k)));
        }
      }
      int silent = 0;
      for (Map.Entry<LookupKey, Future<LookupAnswer>> answer : answers.entrySet()) {
        LookupAnswer came = answer.getValue().get();
        asked.put(answer.getKey(), came);
        silent = came.isSilence() ? silent + 1 : 0;
        if (silent == OneByOne.SILENT_IN_A_ROW) {
          return; // Whoever needs the rest asks again, or gives up.
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  @Override
  public List<LoggedRecord> named(String fileName) throws LogException {
    return find(LookupKey.fileName(fileName));
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
      if (e.isNewerFormat()) {
        throw NewerRecord.of(index, entry, e).failure();
      }
      return Optional.empty();
    }
  }

  @Override
  public boolean isComplete() {
    return false;
  }
}
