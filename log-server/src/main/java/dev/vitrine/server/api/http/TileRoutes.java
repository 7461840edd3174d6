package dev.vitrine.server.api.http;

import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.api.ReadPool;
import dev.vitrine.server.api.Reason;
import dev.vitrine.server.publisher.Checkpoints;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileLayout;
import dev.vitrine.tile.TilePathException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** {@code /checkpoint}, {@code /tile/…}: the static side of the log. */
final class TileRoutes {

  static final String TILES = "/tile/";
  static final String BUNDLES = "/tile/entries/";

  /** Appended to a bundle's path: no path holds a space. */
  private static final String GZIP_KEY = " gzip";

  private final LogReads reads;
  private final Checkpoints checkpoints;
  private final ReadPool pool;
  private final ImmutableCache cache;

  // The representation of the newest checkpoint seen; racing loops at worst make it twice.
  private volatile @Nullable ServedCheckpoint served;

  private record ServedCheckpoint(byte[] bytes, Representation representation) {}

  TileRoutes(LogReads reads, Checkpoints checkpoints, ReadPool pool, ImmutableCache cache) {
    this.reads = reads;
    this.checkpoints = checkpoints;
    this.pool = pool;
    this.cache = cache;
  }

  void checkpoint(Exchange exchange) {
    Optional<PublishedCheckpoint> visible = checkpoints.visible();
    if (visible.isEmpty()) {
      exchange.fail(Reason.NO_CHECKPOINT, "", "", "no checkpoint has been published yet");
      return;
    }
    byte[] bytes = visible.get().bytes();
    ServedCheckpoint last = served;
    if (last == null || last.bytes != bytes) {
      last =
          new ServedCheckpoint(
              bytes,
              Representation.of(
                  bytes,
                  Representation.TEXT,
                  Representation.NO_CACHE,
                  Representation.Encoding.IDENTITY,
                  false));
      served = last;
    }
    exchange.send(last.representation);
  }

  void tile(Exchange exchange) {
    String path = exchange.path();
    Representation hit = cache.get(path);
    if (hit != null) {
      exchange.send(hit);
      return;
    }
    TileId id;
    try {
      id = TileId.parse(path.substring(1));
    } catch (TilePathException e) {
      noSuch(exchange);
      return;
    }
    if (!TileLayout.holds(id, visibleSize())) {
      noSuch(exchange);
      return;
    }
    answer(
        exchange,
        () -> reads.tile(id).map(Representation::immutable),
        id.isPartial() ? null : path);
  }

  void bundle(Exchange exchange) {
    String path = exchange.path();
    boolean gzip = exchange.acceptsGzip();
    String key = gzip ? path + GZIP_KEY : path;
    Representation hit = cache.get(key);
    if (hit != null) {
      exchange.send(hit);
      return;
    }
    BundleId id;
    try {
      id = BundleId.parse(path.substring(1));
    } catch (TilePathException e) {
      noSuch(exchange);
      return;
    }
    if (!TileLayout.holds(id, visibleSize())) {
      noSuch(exchange);
      return;
    }
    answer(
        exchange,
        () -> reads.bundle(id).map(bytes -> encode(bytes, gzip)),
        id.isPartial() ? null : key);
  }

  private void answer(
      Exchange exchange, Callable<Optional<Representation>> read, @Nullable String key) {
    pool.call(
        read,
        found -> {
          if (found.isEmpty()) {
            noSuch(exchange);
            return;
          }
          if (key != null) {
            cache.put(key, found.get());
          }
          exchange.send(found.get());
        },
        exchange::fail);
  }

  private static Representation encode(byte[] bundle, boolean gzip) {
    if (gzip) {
      byte[] small = gzip(bundle);
      if (small.length < bundle.length) {
        return of(small, Representation.Encoding.GZIP);
      }
    }
    return of(bundle, Representation.Encoding.IDENTITY);
  }

  private static Representation of(byte[] bytes, Representation.Encoding encoding) {
    return Representation.of(
        bytes, Representation.OCTETS, Representation.IMMUTABLE, encoding, true);
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
    return out.toByteArray();
  }

  private long visibleSize() {
    return checkpoints.visible().map(PublishedCheckpoint::size).orElse(0L);
  }

  private static void noSuch(Exchange exchange) {
    exchange.fail(
        Reason.NO_SUCH_RESOURCE,
        "path",
        exchange.path(),
        "not a tile of the visible checkpoint, or not its canonical path");
  }
}
