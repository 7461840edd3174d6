package dev.vitrine.client.audit;

import dev.vitrine.merkle.Hash;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;

/**
 * Reads tiles and bundles; a resource that is missing or of a wrong length is a fault, not an I/O
 * error.
 */
final class AuditTiles {
  private final TileSource source;

  AuditTiles(TileSource source) {
    this.source = source;
  }

  /**
   * The tile's hashes: at least as many as its width, and no more than the width where the tile is
   * full.
   */
  byte[] tile(TileId id) throws IOException, AuditFaultException {
    byte[] hashes;
    try {
      hashes = readTile(id);
    } catch (NoSuchFileException e) {
      throw missing(id.path(), e);
    }
    int expected = id.width() * Hash.SIZE;
    boolean standIn = id.isPartial() && hashes.length > expected && hashes.length <= 8192;
    if (hashes.length != expected && !(standIn && hashes.length % Hash.SIZE == 0)) {
      throw new AuditFaultException(
          id.path(), "%d bytes (expected: %d)".formatted(hashes.length, expected));
    }
    return hashes;
  }

  private byte[] readTile(TileId id) throws IOException {
    try {
      return source.read(id);
    } catch (NoSuchFileException e) {
      if (!id.isPartial()) {
        throw e;
      }
      return source.read(id.full());
    }
  }

  byte[] bundle(BundleId id) throws IOException, AuditFaultException {
    try {
      return readBundle(id);
    } catch (NoSuchFileException e) {
      throw missing(id.path(), e);
    }
  }

  private byte[] readBundle(BundleId id) throws IOException {
    try {
      return source.readBundle(id);
    } catch (NoSuchFileException e) {
      if (!id.isPartial()) {
        throw e;
      }
      return source.readBundle(id.full());
    }
  }

  /** Compares a tile of an upper level with the hashes of what lies below it. */
  void requireTile(TileId id, byte[] computed) throws IOException, AuditFaultException {
    byte[] read = tile(id);
    int at = Arrays.mismatch(read, 0, id.width() * Hash.SIZE, computed, 0, id.width() * Hash.SIZE);
    if (at >= 0) {
      int element = at / Hash.SIZE;
      throw new AuditFaultException(
          id.path() + ", element " + element,
          "%s (expected: %s, the root of %s)"
              .formatted(
                  Hash.of(read, element * Hash.SIZE),
                  Hash.of(computed, element * Hash.SIZE),
                  new TileId(
                          id.level() - 1,
                          id.index() * TileId.FULL_WIDTH + element,
                          TileId.FULL_WIDTH)
                      .path()));
    }
  }

  private static AuditFaultException missing(String path, NoSuchFileException e) {
    return new AuditFaultException(
        path, "missing (expected: present, the signed head implies it)", e);
  }
}
