package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;

/**
 * How far the admission state has come, and a digest of how it got there: {@code hash(0)} is 32
 * zero bytes, and {@code hash(n+1) = SHA-256(hash(n) ‖ n ‖ writes of entry n)} with every write as
 * {@code length ‖ key ‖ length ‖ value}, lengths in 32 bits, length -1 for a deletion. Server and
 * monitor that hold the same hash at the same size decided every entry alike.
 *
 * @param size number of entries that made the state
 * @param hash the chained digest
 */
public record StateHead(long size, Hash hash) {
  private static final StateHead EMPTY = new StateHead(0, Hash.of(new byte[Hash.SIZE]));

  /** The head that a state carries; that of the empty log if it carries none. */
  public static StateHead of(StateView state) {
    return state
        .get(StateKeys.head())
        .map(v -> new StateHead(ByteBuffer.wrap(v).getLong(), Hash.of(v, 8)))
        .orElse(EMPTY);
  }

  /**
   * The change that goes past an entry the rules refused, for a monitor that must look at the next
   * one all the same. From there on the hash is another than that of a server that admitted the
   * entry.
   */
  public StateWrite skip() {
    return next(List.of()).write();
  }

  StateHead next(List<StateWrite> writes) {
    MessageDigest digest = Digests.newSha256();
    digest.update(hash.toByteArray());
    digest.update(ByteBuffer.allocate(8).putLong(size).array());
    for (StateWrite write : writes) {
      update(digest, write.key());
      if (write.value().isPresent()) {
        update(digest, write.value().get());
      } else {
        digest.update(ByteBuffer.allocate(4).putInt(-1).array());
      }
    }
    return new StateHead(size + 1, Hash.of(digest.digest()));
  }

  StateWrite write() {
    byte[] value = ByteBuffer.allocate(8 + Hash.SIZE).putLong(size).array();
    hash.copyTo(value, 8);
    return StateWrite.put(StateKeys.head(), value);
  }

  private static void update(MessageDigest digest, byte[] bytes) {
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
