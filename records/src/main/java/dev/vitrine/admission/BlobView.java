package dev.vitrine.admission;

import dev.vitrine.merkle.Hash;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The documents beside the log. A document that was there once stays, so that an answer of yes
 * holds for ever. Safe from any thread.
 */
public interface BlobView {

  /** Size in bytes of the document with this digest, empty if it is not there. */
  OptionalLong size(Hash sha256);

  /** The document's bytes, empty if it is not there; called for manifests only. */
  Optional<byte[]> read(Hash sha256);

  /**
   * Whether it can tell what is there. Where it cannot, the rules that need documents are not
   * applied, and whoever asked has to say so.
   */
  default boolean tells() {
    return true;
  }

  /** Documents of which nothing is known: for who has a log's entries and no more. */
  static BlobView untold() {
    return new BlobView() {
      @Override
      public boolean tells() {
        return false;
      }

      @Override
      public OptionalLong size(Hash sha256) {
        return OptionalLong.empty();
      }

      @Override
      public Optional<byte[]> read(Hash sha256) {
        return Optional.empty();
      }
    };
  }

  /** No documents at all. */
  static BlobView none() {
    return new BlobView() {
      @Override
      public OptionalLong size(Hash sha256) {
        return OptionalLong.empty();
      }

      @Override
      public Optional<byte[]> read(Hash sha256) {
        return Optional.empty();
      }
    };
  }
}
