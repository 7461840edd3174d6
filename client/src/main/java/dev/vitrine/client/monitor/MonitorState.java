package dev.vitrine.client.monitor;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.durable.Journal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Everything a monitor remembers of one log: the head it follows, the next entry, what its rules
 * and the re-run admission keep, the alerts not yet taken by every sink, and how far each sink is.
 *
 * <p>A {@link Step} is one journal frame, so a step is remembered whole or not at all: an alert and
 * the position after the entry it came from cannot be separated by a crash. The state is held in
 * memory; the journal is rewritten when it is much longer than what it describes. One thread
 * writes.
 */
public final class MonitorState implements AutoCloseable {
  private static final long COMPACT_ABOVE = 64L << 20;
  private static final int SNAPSHOT_CHUNK = 50_000;

  private final Path file;
  private final Map<ByteBuffer, byte[]> values = new ConcurrentHashMap<>();
  private final TreeMap<Long, Alert> alerts = new TreeMap<>();
  private final Map<String, Long> delivered = new TreeMap<>();
  // Read by other threads, for gossip.
  private volatile Optional<byte[]> head = Optional.empty();
  private long next;
  private long lastSequence;
  private Journal journal;
  private final long compactAbove;
  private long compactAt;

  private MonitorState(Path file, long compactAbove) throws IOException {
    this.file = file;
    this.compactAbove = compactAbove;
    this.compactAt = compactAbove;
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".new"));
    this.journal = Journal.open(file, frame -> apply(Step.decode(frame)));
  }

  /** Opens the journal, or begins one. */
  public static MonitorState open(Path file) throws IOException {
    return open(file, COMPACT_ABOVE);
  }

  /**
   * @param compactAbove bytes of the journal below which it is never rewritten
   */
  static MonitorState open(Path file, long compactAbove) throws IOException {
    return new MonitorState(file, compactAbove);
  }

  /** The signed checkpoint followed, whose consistency with all earlier ones was verified. */
  public Optional<byte[]> head() {
    return head;
  }

  /** Index of the first entry not yet looked at. */
  public long next() {
    return next;
  }

  public long lastSequence() {
    return lastSequence;
  }

  public Optional<byte[]> get(byte[] key) {
    return Optional.ofNullable(values.get(ByteBuffer.wrap(key)));
  }

  /** All keys and values that begin with a prefix, in no order. */
  public Map<ByteBuffer, byte[]> withPrefix(byte[] prefix) {
    Map<ByteBuffer, byte[]> found = new TreeMap<>();
    ByteBuffer start = ByteBuffer.wrap(prefix);
    values.forEach(
        (key, value) -> {
          if (key.remaining() >= prefix.length && key.slice(0, prefix.length).equals(start)) {
            found.put(key, value);
          }
        });
    return found;
  }

  /** Sequence up to which a sink has taken the alerts. */
  public long delivered(String sink) {
    return delivered.getOrDefault(sink, 0L);
  }

  /** Alerts after a sequence, in order. */
  public List<Alert> alertsAfter(long sequence) {
    return new ArrayList<>(alerts.tailMap(sequence, false).values());
  }

  /** Durable when it returns. */
  public void commit(Step step) throws IOException {
    journal.append(step.encode());
    apply(step);
    if (journal.size() > compactAt) {
      compact();
    }
  }

  /** Drops alerts that every named sink has taken. */
  public void forgetDelivered(List<String> sinks) {
    long all = sinks.stream().mapToLong(this::delivered).min().orElse(0);
    alerts.headMap(all, true).clear();
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  private void apply(Step step) {
    step.head().ifPresent(note -> head = Optional.of(note));
    step.next().ifPresent(index -> next = index);
    step.writes().forEach(this::write);
    for (Alert alert : step.alerts()) {
      alerts.put(alert.sequence(), alert);
      lastSequence = Math.max(lastSequence, alert.sequence());
    }
    step.sequence().ifPresent(sequence -> lastSequence = Math.max(lastSequence, sequence));
    delivered.putAll(step.delivered());
  }

  private void write(ByteBuffer key, Optional<byte[]> value) {
    if (value.isPresent()) {
      values.put(key, value.get());
    } else {
      values.remove(key);
    }
  }

  private void compact() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Journal snapshot = Journal.open(fresh, frame -> {});
    Map<ByteBuffer, Optional<byte[]>> chunk = new TreeMap<>();
    for (Map.Entry<ByteBuffer, byte[]> entry : values.entrySet()) {
      chunk.put(entry.getKey(), Optional.of(entry.getValue()));
      if (chunk.size() == SNAPSHOT_CHUNK) {
        snapshot.append(Step.builder().writes(chunk).build().encode());
        chunk.clear();
      }
    }
    snapshot.append(whole(chunk).encode());
    long size = snapshot.size();
    snapshot.close();
    journal.close();
    replace(fresh);
    journal = Journal.open(file, frame -> {});
    compactAt = Math.max(compactAbove, 2 * size);
  }

  private Step whole(Map<ByteBuffer, Optional<byte[]>> lastChunk) {
    Step.Builder builder = Step.builder().next(next).sequence(lastSequence).writes(lastChunk);
    head.ifPresent(builder::head);
    alerts.values().forEach(builder::alert);
    delivered.forEach(builder::delivered);
    return builder.build();
  }

  private void replace(Path fresh) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      AtomicFile.syncName(file);
    } catch (IOException e) {
      throw new IOException("replacing " + file + " failed: " + e.getMessage(), e);
    }
  }
}
