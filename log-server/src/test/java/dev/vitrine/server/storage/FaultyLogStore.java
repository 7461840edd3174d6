package dev.vitrine.server.storage;

import dev.vitrine.merkle.Hash;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store that fails once, before or after the call that a test names. */
public final class FaultyLogStore extends ForwardingLogStore {
  /** Calls that can fail. */
  public enum Call {
    COMMIT,
    ENTRY,
    TILE,
    INDEX_OF,
    STATE
  }

  /**
   * One fault.
   *
   * @param after whether the call does its work first
   */
  public record Fault(Call call, boolean after, StoreException failure) {}

  private final AtomicReference<@Nullable Fault> armed = new AtomicReference<>();

  public FaultyLogStore(LogStore store) {
    super(store);
  }

  public void arm(Fault fault) {
    armed.set(fault);
  }

  public boolean isSpent() {
    return armed.get() == null;
  }

  @Override
  public void commit(Batch batch) throws StoreException {
    strike(Call.COMMIT, false);
    super.commit(batch);
    strike(Call.COMMIT, true);
  }

  @Override
  public Optional<byte[]> entry(long index) throws StoreException {
    strike(Call.ENTRY, false);
    return super.entry(index);
  }

  @Override
  public Optional<byte[]> tile(int level, long index) throws StoreException {
    strike(Call.TILE, false);
    return super.tile(level, index);
  }

  @Override
  public OptionalLong indexOf(Hash leafHash) throws StoreException {
    strike(Call.INDEX_OF, false);
    return super.indexOf(leafHash);
  }

  @Override
  public Optional<byte[]> state(byte[] key) throws StoreException {
    strike(Call.STATE, false);
    return super.state(key);
  }

  private void strike(Call call, boolean after) throws StoreException {
    Fault fault = armed.get();
    if (fault != null && fault.call() == call && fault.after() == after) {
      armed.set(null);
      throw fault.failure();
    }
  }
}
