package dev.vitrine.admission;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.vitrine.merkle.Hash;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.EntryState;
import dev.vitrine.v1.EventState;
import dev.vitrine.v1.KeyState;
import dev.vitrine.v1.PolicyState;
import dev.vitrine.v1.RelocationState;
import dev.vitrine.v1.StreamState;
import dev.vitrine.v1.VersionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The admission state by type, and the changes one record makes to it. */
final class LogState {
  private final StateView view;
  private final Decoded<PolicyState> policies;
  private final Decoded<KeyState> keys;
  private final List<StateWrite> writes = new ArrayList<>();

  LogState(StateView view) {
    this(view, new Decoded<>(PolicyState.parser()), new Decoded<>(KeyState.parser()));
  }

  /**
   * @param policies keeps what was decoded from one record to the next
   * @param keys the same for keys
   */
  LogState(StateView view, Decoded<PolicyState> policies, Decoded<KeyState> keys) {
    this.view = view;
    this.policies = policies;
    this.keys = keys;
  }

  Optional<PolicyState> policy() {
    return decoded(StateKeys.policy(), bytes -> policies.of("", bytes));
  }

  Optional<KeyState> key(String keyId) {
    return decoded(StateKeys.key(keyId), bytes -> keys.of(keyId, bytes));
  }

  Optional<EventState> event(String eventId) {
    return get(StateKeys.event(eventId), EventState.parser());
  }

  Optional<EntryState> entry(long index) {
    return get(StateKeys.entry(index), EntryState.parser());
  }

  /** Of an entry that the state has decided on. */
  Hash leafHash(long index) {
    return entry(index)
        .map(entry -> Hash.of(entry.getLeafHash().toByteArray()))
        .orElseThrow(() -> new IllegalStateException("admission state: no entry " + index));
  }

  Optional<StreamState> stream(String stream) {
    return get(StateKeys.stream(stream), StreamState.parser());
  }

  Optional<RelocationState> relocation(String relocationId) {
    return get(StateKeys.relocation(relocationId), RelocationState.parser());
  }

  Optional<VersionState> version(Build build) {
    return get(StateKeys.version(build), VersionState.parser());
  }

  void put(byte[] key, Message value) {
    writes.add(StateWrite.put(key, value.toByteArray()));
  }

  /** The changes so far, in order, and the head that they lead to. */
  List<StateWrite> finish(StateHead head) {
    List<StateWrite> all = new ArrayList<>(writes);
    all.add(head.next(writes).write());
    return all;
  }

  private <T> Optional<T> get(byte[] key, Parser<T> parser) {
    return decoded(key, parser::parseFrom);
  }

  private interface Decoder<T> {
    T decode(byte[] value) throws InvalidProtocolBufferException;
  }

  private <T> Optional<T> decoded(byte[] key, Decoder<T> decoder) {
    Optional<byte[]> value = view.get(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(decoder.decode(value.get()));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("admission state: value of key type " + (char) key[0], e);
    }
  }
}
