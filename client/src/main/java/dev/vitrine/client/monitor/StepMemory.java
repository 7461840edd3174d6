package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.admission.StateStore;
import dev.vitrine.admission.StateWrite;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state with a step on top of it that is not yet committed; keys are {@code owner NUL name}.
 */
final class StepMemory {
  private final MonitorState state;
  private Step.Builder step = Step.builder();

  StepMemory(MonitorState state) {
    this.state = state;
  }

  Step.Builder step() {
    return step;
  }

  /** Begins a new step; the one before was committed. */
  void committed() {
    step = Step.builder();
  }

  /** What one rule sees. */
  Memory of(String owner) {
    return new OwnMemory(owner);
  }

  /** What admission sees; the replay's writes become part of the step. */
  StateStore admission() {
    return new AdmissionState();
  }

  private Optional<byte[]> get(byte[] key) {
    return step.written(key).orElseGet(() -> state.get(key));
  }

  private static byte[] key(String owner, byte[] name) {
    byte[] prefix = (owner + "\0").getBytes(UTF_8);
    return ByteBuffer.allocate(prefix.length + name.length).put(prefix).put(name).array();
  }

  private final class AdmissionState implements StateStore {
    @Override
    public Optional<byte[]> get(byte[] key) {
      return StepMemory.this.get(key("admission", key));
    }

    @Override
    public void apply(List<StateWrite> writes) {
      writes.forEach(write -> step.write(key("admission", write.key()), write.value()));
    }
  }

  private final class OwnMemory implements Memory {
    private final String owner;

    OwnMemory(String owner) {
      this.owner = owner;
    }

    @Override
    public Optional<String> get(String name) {
      return StepMemory.this.get(key(owner, name.getBytes(UTF_8))).map(v -> new String(v, UTF_8));
    }

    @Override
    public void put(String name, String value) {
      step.write(key(owner, name.getBytes(UTF_8)), Optional.of(value.getBytes(UTF_8)));
    }

    @Override
    public void remove(String name) {
      step.write(key(owner, name.getBytes(UTF_8)), Optional.empty());
    }

    @Override
    public Map<String, String> withPrefix(String prefix) {
      byte[] start = key(owner, prefix.getBytes(UTF_8));
      int skip = start.length - prefix.getBytes(UTF_8).length;
      Map<ByteBuffer, Optional<byte[]>> found = new TreeMap<>();
      state.withPrefix(start).forEach((key, value) -> found.put(key, Optional.of(value)));
      step.writtenWithPrefix(start).forEach(found::put);
      Map<String, String> named = new TreeMap<>();
      found.forEach(
          (key, value) ->
              value.ifPresent(
                  bytes ->
                      named.put(
                          UTF_8.decode(key.slice(skip, key.remaining() - skip)).toString(),
                          new String(bytes, UTF_8))));
      return named;
    }
  }
}
