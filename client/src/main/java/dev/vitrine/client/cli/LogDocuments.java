package dev.vitrine.client.cli;

import dev.vitrine.admission.BlobView;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.merkle.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;

/** The documents beside a log, fetched from it and hashed again. */
record LogDocuments(LogClient client) implements BlobView {
  private static final int MAX_BYTES = 256 << 20;

  @Override
  public boolean tells() {
    return client.hasDocuments();
  }

  @Override
  public OptionalLong size(Hash sha256) {
    return read(sha256).map(b -> OptionalLong.of(b.length)).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<byte[]> read(Hash sha256) {
    try {
      return Optional.of(client.document(sha256, MAX_BYTES));
    } catch (LogException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      // What cannot be fetched now is no missing evidence.
      throw new UncheckedIOException(new IOException(e.getMessage(), e));
    }
  }

  private static boolean isMissing(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof NoSuchFileException) {
        return true;
      }
    }
    return false;
  }
}
