package dev.vitrine.client.monitor;

import dev.vitrine.admission.BlobView;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.merkle.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The public evidence beside a log, fetched from it and hashed again. What is not there is missing
 * evidence; what cannot be fetched now is an {@link UncheckedIOException}, and asked for again
 * later.
 */
final class RemoteBlobs implements BlobView {
  private final RemoteLog log;
  private final Map<Hash, Long> sizes = Collections.synchronizedMap(new RecentSizes());

  RemoteBlobs(RemoteLog log) {
    this.log = log;
  }

  @Override
  public OptionalLong size(Hash sha256) {
    Long known = sizes.get(sha256);
    if (known != null) {
      return OptionalLong.of(known);
    }
    return read(sha256).map(blob -> OptionalLong.of(blob.length)).orElse(OptionalLong.empty());
  }

  @Override
  public Optional<byte[]> read(Hash sha256) {
    try {
      Optional<byte[]> blob = log.blob(sha256);
      blob.ifPresent(bytes -> sizes.put(sha256, (long) bytes.length));
      return blob;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those asked for last; the others are fetched again. */
  private static final class RecentSizes extends LinkedHashMap<Hash, Long> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 4096;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Hash, Long> eldest) {
      return size() > MOST;
    }
  }
}
