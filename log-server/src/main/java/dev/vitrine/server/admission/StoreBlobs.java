package dev.vitrine.server.admission;

import dev.vitrine.admission.BlobView;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.storage.LogStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;

/** The log's own evidence. Safe from any thread. */
public record StoreBlobs(LogStore store) implements BlobView {

  @Override
  public OptionalLong size(Hash sha256) {
    try {
      return store.blobSize(sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<byte[]> read(Hash sha256) {
    try {
      return store.blob(sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
