package dev.vitrine.tile;

import java.io.IOException;

/** Bytes that are not a tile or bundle of the width asked for. */
public final class TileFormatException extends IOException {
  private static final long serialVersionUID = 1;

  TileFormatException(String message) {
    super(message);
  }
}
