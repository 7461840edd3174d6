package dev.vitrine.client.monitor;

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
 * @param writes keys with new values, empty to delete
 * @param alerts new ones
 * @param delivered sequence up to which each sink has taken the alerts
 */
record Step(
    Optional<byte[]> head,
    OptionalLong next,
    Map<ByteBuffer, Optional<byte[]>> writes,
    List<Alert> alerts,
    Map<String, Long> delivered) {

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

  /** Collects a step; not thread-safe. */
  static final class Builder {
    private Optional<byte[]> head = Optional.empty();
    private OptionalLong next = OptionalLong.empty();
    private final Map<ByteBuffer, Optional<byte[]>> writes = new LinkedHashMap<>();
    private final List<Alert> alerts = new ArrayList<>();
    private final Map<String, Long> delivered = new HashMap<>();
    private long bytes;

    Builder head(byte[] note) {
      head = Optional.of(note);
      return this;
    }

    Builder next(long index) {
      next = OptionalLong.of(index);
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
          head, next, new LinkedHashMap<>(writes), List.copyOf(alerts), Map.copyOf(delivered));
    }
  }
}
