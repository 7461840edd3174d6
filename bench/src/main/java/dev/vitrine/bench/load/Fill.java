package dev.vitrine.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Appends an exact number of entries as fast as the log takes them. */
public final class Fill {

  private static final int OUTSTANDING = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Permits permits = new Permits(OUTSTANDING);
  private final Map<Long, String> unacknowledged = new ConcurrentHashMap<>();
  private final Target target;

  private Fill(Target target) {
    this.target = target;
  }

  /**
   * Appends entries {@code [first, first + count)} of a source, and again those that were pushed
   * back.
   *
   * @throws IOException if one of them failed
   */
  public static void append(Target target, EntrySource entries, long first, long count)
      throws IOException, InterruptedException {
    new Fill(target).append(entries, first, count);
  }

  private void append(EntrySource entries, long first, long count)
      throws IOException, InterruptedException {
    for (long id = first; id < first + count; id++) {
      send(entries, id);
    }
    drain();
    while (!unacknowledged.isEmpty()) {
      for (Long id : Map.copyOf(unacknowledged).keySet()) {
        unacknowledged.remove(id);
        send(entries, id);
      }
      drain();
    }
  }

  private void send(EntrySource entries, long id) throws IOException, InterruptedException {
    if (!permits.take(System.nanoTime() + PATIENCE.toNanos())) {
      throw new IOException("entry " + id + ": not sent in " + PATIENCE);
    }
    target.send(entries.entry(id), new Retried(id));
  }

  private void drain() throws IOException, InterruptedException {
    int left = permits.awaitAll(PATIENCE.toNanos());
    if (left > 0) {
      throw new IOException(left + " entries: unanswered after " + PATIENCE);
    }
    permits.reset();
    for (Map.Entry<Long, String> entry : unacknowledged.entrySet()) {
      if (entry.getValue().startsWith(Retried.FAILED)) {
        throw new IOException("entry " + entry.getKey() + ": " + entry.getValue());
      }
    }
    if (!unacknowledged.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private final class Retried implements Answer {

    private static final String FAILED = "failed: ";

    private final long id;

    Retried(long id) {
      this.id = id;
    }

    @Override
    public void acknowledged(long index) {
      permits.giveBack();
    }

    @Override
    public void refused(String reason, long retryAfterMillis) {
      unacknowledged.put(id, reason);
      permits.giveBack();
    }

    @Override
    public void failed(String reason) {
      unacknowledged.put(id, FAILED + reason);
      permits.giveBack();
    }
  }
}
