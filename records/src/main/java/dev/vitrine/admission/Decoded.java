package dev.vitrine.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Values of the state that nearly every record asks for, decoded once: the policy and the keys in
 * use. What a name was decoded from is kept with it and compared, so that nothing here can differ
 * from the state that is asked. Safe from any thread.
 */
final class Decoded<M extends Message> {
  /** Beyond it all are forgotten: more keys than this are seldom in use at once. */
  private static final int MAX = 1024;

  private final Parser<M> parser;
  private final Map<String, Value<M>> values = new ConcurrentHashMap<>();

  private record Value<M>(byte[] bytes, M message) {}

  Decoded(Parser<M> parser) {
    this.parser = parser;
  }

  /**
   * @param name of the value
   * @param bytes the value in the state; not to be changed afterwards
   */
  M of(String name, byte[] bytes) throws InvalidProtocolBufferException {
    Value<M> known = values.get(name);
    if (known != null && Arrays.equals(known.bytes, bytes)) {
      return known.message;
    }
    M message = parser.parseFrom(bytes);
    if (values.size() >= MAX) {
      values.clear();
    }
    values.put(name, new Value<>(bytes, message));
    return message;
  }
}
