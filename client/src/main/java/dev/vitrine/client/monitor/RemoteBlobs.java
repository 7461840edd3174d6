package dev.vitrine.client.monitor;

import dev.vitrine.admission.BlobView;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.http.AnswerTooLargeException;
import dev.vitrine.merkle.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The public evidence beside a log, fetched from it and hashed again. What is not there is missing
 * evidence; what cannot be fetched now is an {@link UncheckedIOException}, and asked for again
 * later. What cannot be fetched for an hour, or is longer than a document can be, is missing too: a
 * log that refuses one document must not keep the monitor from the entries after it. One thread.
 */
final class RemoteBlobs implements BlobView {
  static final Duration PATIENCE = Duration.ofHours(1);

  private final RemoteLog log;
  private final InstantSource clock;
  private final Map<Hash, Long> sizes = new RecentSizes();
  private Optional<Failing> failing = Optional.empty();

  RemoteBlobs(RemoteLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
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
      failing = Optional.empty();
      return blob;
    } catch (AnswerTooLargeException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (since(sha256).plus(PATIENCE).isAfter(clock.instant())) {
        throw new UncheckedIOException(e);
      }
      return Optional.empty();
    }
  }

  /** When the document that the monitor waits for could not be had for the first time. */
  private Instant since(Hash sha256) {
    Failing now =
        failing
            .filter(known -> known.blob().equals(sha256))
            .orElseGet(() -> new Failing(sha256, clock.instant()));
    failing = Optional.of(now);
    return now.since();
  }

  private record Failing(Hash blob, Instant since) {}

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
