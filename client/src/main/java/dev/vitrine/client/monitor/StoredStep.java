package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A {@link Step} as a journal holds it: of its alerts, which may wait long, only the places.
 *
 * <pre>
 * u8 version, optional head, i64 next, i64 sequence (-1 for none)
 * u32 writes:    key, optional value
 * u32 alerts:    u64 sequence (not in version 1), the line of JSON
 * u32 delivered: name of a sink, u64 sequence
 * optional base: u32 oldest journal, u32 tables: u32 number        (not in version 1)
 * </pre>
 *
 * <p>Keys, values, names and lines are a u32 length and that many bytes; optional is u8 0, or u8 1
 * and the thing.
 */
record StoredStep(
    Optional<byte[]> head,
    OptionalLong next,
    OptionalLong sequence,
    Map<ByteBuffer, Optional<byte[]>> writes,
    List<StoredAlert> alerts,
    Map<String, Long> delivered,
    Optional<Step.Base> base) {

  /**
   * @param at where in the payload the line lies
   */
  record StoredAlert(long sequence, int at, int length) {}

  static StoredStep read(ByteBuffer in) {
    int version = in.get();
    if (version < 1 || version > Step.VERSION) {
      throw new IllegalStateException(
          "monitor state: format " + version + " (expected: 1.." + Step.VERSION + ")");
    }
    return new StoredStep(
        readOptional(in),
        readLong(in),
        readLong(in),
        readWrites(in),
        readAlerts(in, version),
        readDelivered(in),
        version == 1 ? Optional.empty() : readBase(in));
  }

  private static OptionalLong readLong(ByteBuffer in) {
    long value = in.getLong();
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static Map<ByteBuffer, Optional<byte[]>> readWrites(ByteBuffer in) {
    Map<ByteBuffer, Optional<byte[]>> writes = new LinkedHashMap<>();
    for (int i = in.getInt(); i > 0; i--) {
      ByteBuffer key = ByteBuffer.wrap(readBytes(in));
      writes.put(key, readOptional(in));
    }
    return writes;
  }

  private static List<StoredAlert> readAlerts(ByteBuffer in, int version) {
    List<StoredAlert> alerts = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      long sequence = version == 1 ? 0 : in.getLong();
      int length = in.getInt();
      int at = in.position();
      if (version == 1) {
        byte[] line = new byte[length];
        in.get(at, line);
        sequence = Alert.parse(new String(line, UTF_8)).sequence();
      }
      alerts.add(new StoredAlert(sequence, at, length));
      in.position(at + length);
    }
    return alerts;
  }

  private static Map<String, Long> readDelivered(ByteBuffer in) {
    Map<String, Long> delivered = new HashMap<>();
    for (int i = in.getInt(); i > 0; i--) {
      String sink = new String(readBytes(in), UTF_8);
      delivered.put(sink, in.getLong());
    }
    return delivered;
  }

  private static Optional<Step.Base> readBase(ByteBuffer in) {
    if (in.get() == 0) {
      return Optional.empty();
    }
    int oldestJournal = in.getInt();
    List<Integer> tables = new ArrayList<>();
    for (int i = in.getInt(); i > 0; i--) {
      tables.add(in.getInt());
    }
    return Optional.of(new Step.Base(tables, oldestJournal));
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }

  private static Optional<byte[]> readOptional(ByteBuffer in) {
    return in.get() == 0 ? Optional.empty() : Optional.of(readBytes(in));
  }
}
