package dev.vitrine.admission;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A state in memory, for tests and for logs that are small enough. Safe for concurrent readers. */
public final class InMemoryState implements StateStore {
  private final Map<ByteBuffer, byte[]> values = new ConcurrentHashMap<>();

  @Override
  public Optional<byte[]> get(byte[] key) {
    return Optional.ofNullable(values.get(ByteBuffer.wrap(key)));
  }

  @Override
  public void apply(List<StateWrite> writes) {
    for (StateWrite write : writes) {
      ByteBuffer key = ByteBuffer.wrap(write.key());
      write.value().ifPresentOrElse(v -> values.put(key, v), () -> values.remove(key));
    }
  }
}
