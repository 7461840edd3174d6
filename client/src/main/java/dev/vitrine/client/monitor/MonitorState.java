package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.durable.Journal;
import dev.vitrine.client.monitor.StoredStep.StoredAlert;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Everything a monitor remembers of one log: the head it follows, the next entry, what its rules
 * and the re-run admission keep, the alerts not yet taken by every sink, and how far each sink is.
 *
 * <p>A {@link Step} is one journal frame, so a step is remembered whole or not at all: an alert and
 * the position after the entry it came from cannot be separated by a crash. In memory is what the
 * newest journal says and the places of the alerts that wait, 12 bytes each. One thread writes.
 *
 * <p>When the journal is long, the next one begins:
 *
 * <pre>
 * 1  write what is in memory to values.N, sorted, merged with its like
 * 2  write journal.N.tmp, one step: head, position, sinks, which values and journals are needed
 * 3  rename it to journal.N, which puts it in force
 * 4  delete what it does not need; older journals stay as long as an alert in them waits
 * </pre>
 *
 * <p>A crash before 3 leaves the old journal in force and files that nobody needs, which are
 * deleted when the state is opened.
 */
public final class MonitorState implements AutoCloseable {
  /** Bytes of a journal above which the next one begins. */
  static final long JOURNAL_LIMIT = 16L << 20;

  private final StateFiles files;
  private final long journalLimit;
  private final Consumer<String> reached;
  private final Values values;
  private final AlertQueue alerts = new AlertQueue();
  private final Map<String, Long> delivered = new TreeMap<>();
  private final TreeMap<Integer, Journal> journals = new TreeMap<>();
  // Read by other threads, for gossip.
  private volatile Optional<byte[]> head = Optional.empty();
  private long next;
  private long lastSequence;
  private boolean unfinished;

  private MonitorState(Path file, long journalLimit, Consumer<String> reached) throws IOException {
    this.files = new StateFiles(file);
    this.journalLimit = journalLimit;
    this.reached = reached;
    this.values = new Values(files::values);
    int current = files.newestJournal();
    Journal journal = openJournal(current, this::apply);
    int oldest = journals.isEmpty() ? current : journals.firstKey();
    journals.put(current, journal);
    files.deleteAllBut(values.tables(), oldest, current);
  }

  /** Opens the state, or begins one. */
  public static MonitorState open(Path file) throws IOException {
    return open(file, JOURNAL_LIMIT, point -> {});
  }

  /**
   * @param reached told each step of the change to another journal, as it was done
   */
  static MonitorState open(Path file, long journalLimit, Consumer<String> reached)
      throws IOException {
    return new MonitorState(file, journalLimit, reached);
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
    return values.get(key);
  }

  /** All keys and values that begin with a prefix. */
  public Map<ByteBuffer, byte[]> withPrefix(byte[] prefix) {
    return values.withPrefix(prefix);
  }

  /** Sequence up to which a sink has taken the alerts. */
  public long delivered(String sink) {
    return delivered.getOrDefault(sink, 0L);
  }

  /** The first alert after a sequence, among those that some sink has not taken. */
  public Optional<Alert> alertAfter(long sequence) throws IOException {
    return alerts.isEmpty() ? Optional.empty() : alert(Math.max(sequence + 1, alerts.first()));
  }

  /** An alert that some sink has not taken. */
  public Optional<Alert> alert(long sequence) throws IOException {
    if (!alerts.holds(sequence)) {
      return Optional.empty();
    }
    Journal journal = Objects.requireNonNull(journals.get(alerts.journal(sequence)));
    long at = alerts.offset(sequence);
    int length = ByteBuffer.wrap(journal.read(at - Integer.BYTES, Integer.BYTES)).getInt();
    return Optional.of(Alert.parse(new String(journal.read(at, length), UTF_8)));
  }

  /**
   * Durable when it returns.
   *
   * @throws IOException if it may be or not; the state must be opened again
   */
  public void commit(Step step) throws IOException {
    if (unfinished) {
      throw new IOException("monitor state: a write has failed (expected: opened again since)");
    }
    unfinished = true;
    byte[] payload = step.encode();
    Journal journal = journals.lastEntry().getValue();
    long at = journal.append(payload);
    apply(journals.lastKey(), at, ByteBuffer.wrap(payload));
    if (journal.size() > journalLimit) {
      beginJournal();
    }
    unfinished = false;
  }

  /** Drops alerts that every named sink has taken. */
  public void forgetDelivered(List<String> sinks) {
    alerts.forget(sinks.stream().mapToLong(this::delivered).min().orElse(0));
  }

  @Override
  public void close() throws IOException {
    values.close();
    for (Journal journal : journals.values()) {
      journal.close();
    }
  }

  private Journal openJournal(int number, StepReader reader) throws IOException {
    return Journal.open(files.journal(number), (at, frame) -> reader.take(number, at, frame));
  }

  private void apply(int journal, long at, ByteBuffer frame) throws IOException {
    StoredStep step = StoredStep.read(frame);
    if (step.base().isPresent()) {
      openBase(step.base().get(), journal);
    }
    step.head().ifPresent(note -> head = Optional.of(note));
    step.next().ifPresent(index -> next = index);
    step.writes().forEach((key, value) -> values.put(key.array(), value));
    queue(step, journal, at);
    step.sequence().ifPresent(sequence -> lastSequence = Math.max(lastSequence, sequence));
    delivered.putAll(step.delivered());
  }

  private void openBase(Step.Base base, int current) throws IOException {
    values.open(base.tables());
    for (int number = base.oldestJournal(); number < current; number++) {
      journals.put(
          number,
          openJournal(number, (journal, at, frame) -> queue(StoredStep.read(frame), journal, at)));
    }
  }

  private void queue(StoredStep step, int journal, long at) {
    for (StoredAlert alert : step.alerts()) {
      alerts.add(alert.sequence(), journal, at + alert.at());
      lastSequence = Math.max(lastSequence, alert.sequence());
    }
  }

  private void beginJournal() throws IOException {
    int number = journals.lastKey() + 1;
    values.spill(number);
    reached.accept("values written");
    int oldest = alerts.isEmpty() ? number : alerts.journal(alerts.first());
    Step.Builder base =
        Step.builder()
            .next(next)
            .sequence(lastSequence)
            .base(new Step.Base(values.tables(), oldest));
    head.ifPresent(base::head);
    delivered.forEach(base::delivered);
    Path temporary = files.temporary(number);
    Files.deleteIfExists(temporary);
    try (Journal journal = Journal.open(temporary, (at, frame) -> {})) {
      journal.append(base.build().encode());
    }
    reached.accept("journal written");
    Files.move(temporary, files.journal(number), StandardCopyOption.ATOMIC_MOVE);
    AtomicFile.syncName(files.journal(number));
    reached.accept("journal in force");
    takeInForce(number, oldest);
    reached.accept("old files deleted");
  }

  private void takeInForce(int number, int oldest) throws IOException {
    Map<Integer, Journal> unneeded = journals.headMap(oldest, false);
    for (Journal journal : unneeded.values()) {
      journal.close();
    }
    unneeded.clear();
    journals.put(number, openJournal(number, (journal, at, frame) -> {}));
    files.deleteAllBut(values.tables(), oldest, number);
  }

  private interface StepReader {
    void take(int journal, long at, ByteBuffer frame) throws IOException;
  }
}
