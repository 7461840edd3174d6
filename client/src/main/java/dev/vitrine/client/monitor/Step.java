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
 */
record Step(
    Optional<byte[]> head,
    OptionalLong next,
    OptionalLong sequence,
    Map<ByteBuffer, Optional<byte[]>> writes,
    List<Alert> alerts,
    Map<String, Long> delivered) {
  private static final int VERSION = 1;

  static Builder builder() {
    return new Builder();
  }

  boolean isEmpty() {
    return head.isEmpty()
        && next.isEmpty()
        && writes.isEmpty()
        && alerts.isEmpty()
        && delivered.isEmpty();
  }

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeOptional(out, head);
      out.writeLong(next.orElse(-1));
      out.writeLong(sequence.orElse(-1));
      out.writeInt(writes.size());
      for (Map.Entry<ByteBuffer, Optional<byte[]>> write : writes.entrySet()) {
        writeBytes(out, array(write.getKey()));
        writeOptional(out, write.getValue());
      }
      out.writeInt(alerts.size());
      for (Alert alert : alerts) {
        writeBytes(out, alert.json().getBytes(UTF_8));
      }
      out.writeInt(delivered.size());
      for (Map.Entry<String, Long> sink : delivered.entrySet()) {
        writeBytes(out, sink.getKey().getBytes(UTF_8));
        out.writeLong(sink.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  static Step decode(ByteBuffer in) {
    int version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "monitor state: format " + version + " (expected: " + VERSION + ")");
    }
    Builder step = builder();
    readOptional(in).ifPresent(step::head);
    long next = in.getLong();
    if (next >= 0) {
      step.next(next);
    }
    long sequence = in.getLong();
    if (sequence >= 0) {
      step.sequence(sequence);
    }
    for (int i = in.getInt(); i > 0; i--) {
      byte[] key = readBytes(in);
      step.write(key, readOptional(in));
    }
    for (int i = in.getInt(); i > 0; i--) {
      step.alert(Alert.parse(new String(readBytes(in), UTF_8)));
    }
    for (int i = in.getInt(); i > 0; i--) {
      String sink = new String(readBytes(in), UTF_8);
      step.delivered(sink, in.getLong());
    }
    return step.build();
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

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  private static Optional<byte[]> readOptional(ByteBuffer in) {
    return in.get() == 0 ? Optional.empty() : Optional.of(readBytes(in));
  }

  /** Collects a step; not thread-safe. */
  static final class Builder {
    private Optional<byte[]> head = Optional.empty();
    private OptionalLong next = OptionalLong.empty();
    private OptionalLong sequence = OptionalLong.empty();
    private final Map<ByteBuffer, Optional<byte[]>> writes = new LinkedHashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, Long> delivered = new HashMap<>();

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
      return this;
    }

    Builder writes(Map<ByteBuffer, Optional<byte[]>> more) {
      writes.putAll(more);
      return this;
    }

    Builder alert(Alert alert) {
      alerts.add(alert);
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

    Step build() {
      return new Step(
          head,
          next,
          sequence,
          new LinkedHashMap<>(writes),
          List.copyOf(alerts),
          Map.copyOf(delivered));
    }
  }
}
