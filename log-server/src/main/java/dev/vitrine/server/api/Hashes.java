package dev.vitrine.server.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.vitrine.merkle.Hash;
import java.util.HexFormat;

/** 32-byte fields of messages. */
public final class Hashes {

  private Hashes() {}

  /**
   * @throws RequestException if it is not 32 bytes
   */
  public static Hash decode(String field, ByteString bytes) {
    if (bytes.size() != Hash.SIZE) {
      String message = field + ": " + bytes.size() + " bytes (expected: " + Hash.SIZE + ")";
      String value = HexFormat.of().formatHex(bytes.toByteArray());
      throw Failure.of(Reason.PARAMETER_INVALID, field, value, message).toException();
    }
    return Hash.of(bytes.toByteArray());
  }

  /** The bytes of a hash, for a message. */
  public static ByteString encode(Hash hash) {
    return UnsafeByteOperations.unsafeWrap(hash.toByteArray());
  }
}
