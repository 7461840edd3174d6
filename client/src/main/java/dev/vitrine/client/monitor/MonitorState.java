package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.durable.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a monitor remembers of one log: the head it follows, the next entry, what its rules
 * and the re-run admission keep, the alerts not yet taken by every sink, and how far each sink is.
 *
 * <p>A {@link Step} is one transaction of an embedded store, so a step is remembered whole or not
 * at all: an alert and the position after the entry it came from cannot be separated by a crash. In
 * memory are the store's pages used last and what a step changes. One thread writes.
 */
public final class MonitorState implements AutoCloseable {
  /** Name of the store in the state's folder. */
  public static final String FILE = "state.db";

  private static final byte[] HEAD = "head".getBytes(UTF_8);
  private static final String NEXT = "next";
  private static final String SEQUENCE = "sequence";
  private static final String SINK = "sink ";

  private final Path file;
  private final StateTables tables;
  private final Runnable written;
  private final Map<String, Long> numbers;
  // Read by other threads, for gossip.
  private volatile Optional<byte[]> head;
  private long forgotten;
  private boolean unfinished;

  private MonitorState(Path file, StateTables tables, Runnable written) throws SQLException {
    this.file = file;
    this.tables = tables;
    this.written = written;
    this.numbers = new HashMap<>(tables.numbers());
    this.head = tables.value(HEAD);
  }

  /**
   * Opens the state in a folder, or begins one.
   *
   * @throws IOException if what is there cannot be read, or is of another version
   */
  public static MonitorState open(Path folder) throws IOException {
    return open(folder, () -> {});
  }

  /**
   * @param written told whenever something was made durable
   */
  static MonitorState open(Path folder, Runnable written) throws IOException {
    refuseJournals(folder);
    Path file = folder.resolve(FILE);
    try {
      MonitorState state = new MonitorState(file, StateTables.open(file), written);
      AtomicFile.syncName(file);
      return state;
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** The signed checkpoint followed, whose consistency with all earlier ones was verified. */
  public Optional<byte[]> head() {
    return head;
  }

  /** Index of the first entry not yet looked at. */
  public long next() {
    return numbers.getOrDefault(NEXT, 0L);
  }

  public long lastSequence() {
    return numbers.getOrDefault(SEQUENCE, 0L);
  }

  public Optional<byte[]> get(byte[] key) {
    return read(() -> tables.value(key));
  }

  /** All keys and values that begin with a prefix. */
  public Map<ByteBuffer, byte[]> withPrefix(byte[] prefix) {
    return read(() -> tables.withPrefix(prefix));
  }

  /** Sequence up to which a sink has taken the alerts. */
  public long delivered(String sink) {
    return numbers.getOrDefault(SINK + sink, 0L);
  }

  /** The first alert after a sequence, among those that some sink has not taken. */
  public Optional<Alert> alertAfter(long sequence) {
    return read(() -> tables.alertFrom(Math.max(sequence, forgotten) + 1)).map(MonitorState::parse);
  }

  /** An alert that some sink has not taken. */
  public Optional<Alert> alert(long sequence) {
    return alertAfter(sequence - 1).filter(alert -> alert.sequence() == sequence);
  }

  /**
   * Durable when it returns.
   *
   * @throws IOException if it may be or not; the state must be opened again
   */
  public void commit(Step step) throws IOException {
    if (unfinished) {
      throw new IOException(
          "monitor state " + file + ": a write has failed (expected: opened again since)");
    }
    unfinished = true;
    try {
      apply(step);
      tables.commit();
    } catch (SQLException e) {
      throw failure(file, e);
    }
    step.head().ifPresent(note -> head = Optional.of(note));
    unfinished = false;
    written.run();
  }

  /** Drops alerts that every named sink has taken, at the next commit from the disk too. */
  public void forgetDelivered(List<String> sinks) {
    forgotten = sinks.stream().mapToLong(this::delivered).min().orElse(0);
  }

  /** What was committed is on disk already; what was not does not get there. */
  @Override
  public void close() throws IOException {
    try {
      tables.close();
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private void apply(Step step) throws SQLException {
    for (Map.Entry<ByteBuffer, Optional<byte[]>> write : step.writes().entrySet()) {
      tables.put(write.getKey().array(), write.getValue());
    }
    if (step.head().isPresent()) {
      tables.put(HEAD, step.head());
    }
    if (step.next().isPresent()) {
      put(NEXT, step.next().getAsLong());
    }
    for (Alert alert : step.alerts()) {
      tables.alert(alert.sequence(), alert.json().getBytes(UTF_8));
      put(SEQUENCE, Math.max(lastSequence(), alert.sequence()));
    }
    for (Map.Entry<String, Long> sink : step.delivered().entrySet()) {
      put(SINK + sink.getKey(), sink.getValue());
    }
    tables.forgetAlerts(forgotten);
  }

  private void put(String name, long number) throws SQLException {
    numbers.put(name, number);
    tables.number(name, number);
  }

  private static Alert parse(byte[] line) {
    return Alert.parse(new String(line, UTF_8));
  }

  /** A fault here must not be taken for trouble with the log. */
  private <T> T read(Question<T> question) {
    try {
      return question.ask();
    } catch (SQLException e) {
      throw new IllegalStateException("monitor state " + file + ": " + e.getMessage(), e);
    }
  }

  private static IOException failure(Path file, SQLException cause) {
    return new IOException("monitor state " + file + ": " + cause.getMessage(), cause);
  }

  private static void refuseJournals(Path folder) throws IOException {
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(folder, "journal*")) {
      for (Path journal : journals) {
        throw new IOException(
            journal
                + ": state of an earlier version, which this one does not read (expected: "
                + FILE
                + "). Name another folder: the log is followed from its beginning, and alerts are"
                + " told again under the ids they had");
      }
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws SQLException;
  }
}
