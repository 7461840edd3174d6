package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One indivisible change of a monitor's state.
 *
 * @param head the signed checkpoint now followed
 * @param next the first entry not yet looked at
 * @param sequence last alert sequence given out, where the alerts themselves are gone
 * @param writes keys with new values, empty to delete
 * @param alerts new ones
 * @param delivered sequence up to which each sink has taken the alerts
 * @param base the files that hold what was before, in the first step of a journal
 */
record Step(
    Optional<byte[]> head,
    OptionalLong next,
    OptionalLong sequence,
    Map<ByteBuffer, Optional<byte[]>> writes,
    List<Alert> alerts,
    Map<String, Long> delivered,
    Optional<Base> base) {
  static final int VERSION = 2;

  /**
   * @param tables numbers of the files with values, newest first
   * @param oldestJournal number of the first journal that holds an alert some sink has not taken
   */
  record Base(List<Integer> tables, int oldestJournal) {
    Base {
      tables = List.copyOf(tables);
    }
  }

  static Builder builder() {
    return new Builder();
  }

  boolean isEmpty() {
    return head.isEmpty()
        && next.isEmpty()
        && writes.isEmpty()
        && alerts.isEmpty()
        && delivered.isEmpty()
        && base.isEmpty();
  }

  /** See {@link StoredStep}, which reads it. */
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeOptional(out, head);
      out.writeLong(next.orElse(-1));
      out.writeLong(sequence.orElse(-1));
      writeWrites(out);
      out.writeInt(alerts.size());
      for (Alert alert : alerts) {
        out.writeLong(alert.sequence());
        writeBytes(out, alert.json().getBytes(UTF_8));
      }
      out.writeInt(delivered.size());
      for (Map.Entry<String, Long> sink : delivered.entrySet()) {
        writeBytes(out, sink.getKey().getBytes(UTF_8));
        out.writeLong(sink.getValue());
      }
      writeBase(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  private void writeWrites(DataOutputStream out) throws IOException {
    out.writeInt(writes.size());
    for (Map.Entry<ByteBuffer, Optional<byte[]>> write : writes.entrySet()) {
      writeBytes(out, array(write.getKey()));
      writeOptional(out, write.getValue());
    }
  }

  private void writeBase(DataOutputStream out) throws IOException {
    out.writeBoolean(base.isPresent());
    if (base.isPresent()) {
      out.writeInt(base.get().oldestJournal());
      out.writeInt(base.get().tables().size());
      for (int table : base.get().tables()) {
        out.writeInt(table);
      }
    }
  }

  private static byte[] array(ByteBuffer key) {
    byte[] bytes = new byte[key.remaining()];
    key.duplicate().get(bytes);
    return bytes;
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static void writeOptional(DataOutputStream out, Optional<byte[]> bytes)
      throws IOException {
    out.writeBoolean(bytes.isPresent());
    if (bytes.isPresent()) {
      writeBytes(out, bytes.get());
    }
  }

  /** Collects a step; not thread-safe. */
  static final class Builder {
    private Optional<byte[]> head = Optional.empty();
    private OptionalLong next = OptionalLong.empty();
    private OptionalLong sequence = OptionalLong.empty();
    private final Map<ByteBuffer, Optional<byte[]>> writes = new LinkedHashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, Long> delivered = new HashMap<>();
    private Optional<Base> base = Optional.empty();
    private long bytes;

    Builder head(byte[] note) {
      head = Optional.of(note);
      return this;
    }

    Builder next(long index) {
      next = OptionalLong.of(index);
      return this;
    }

    Builder sequence(long last) {
      sequence = OptionalLong.of(last);
      return this;
    }

    Builder write(byte[] key, Optional<byte[]> value) {
      writes.put(ByteBuffer.wrap(key), value);
      bytes += key.length + value.map(v -> v.length).orElse(0);
      return this;
    }

    Builder alert(Alert alert) {
      alerts.add(alert);
      bytes += alert.entry().map(e -> e.length).orElse(0);
      bytes += alert.proof().map(String::length).orElse(0) + alert.finding().message().length();
      return this;
    }

    Builder base(Base files) {
      base = Optional.of(files);
      return this;
    }

    Builder delivered(String sink, long upTo) {
      delivered.put(sink, upTo);
      return this;
    }

    /** The value written in this step, if the step writes the key at all. */
    Optional<Optional<byte[]>> written(byte[] key) {
      return Optional.ofNullable(writes.get(ByteBuffer.wrap(key)));
    }

    Map<ByteBuffer, Optional<byte[]>> writtenWithPrefix(byte[] prefix) {
      Map<ByteBuffer, Optional<byte[]>> found = new HashMap<>();
      ByteBuffer start = ByteBuffer.wrap(prefix);
      writes.forEach(
          (key, value) -> {
            if (key.remaining() >= prefix.length && key.slice(0, prefix.length).equals(start)) {
              found.put(key, value);
            }
          });
      return found;
    }

    int alertCount() {
      return alerts.size();
    }

    int size() {
      return writes.size() + alerts.size();
    }

    /** Bytes of what was collected, roughly. */
    long bytes() {
      return bytes;
    }

    Step build() {
      return new Step(
          head,
          next,
          sequence,
          new LinkedHashMap<>(writes),
          List.copyOf(alerts),
          Map.copyOf(delivered),
          base);
    }
  }
}
