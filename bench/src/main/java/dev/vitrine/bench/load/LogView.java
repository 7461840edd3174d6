package dev.vitrine.bench.load;

import dev.vitrine.tile.TileSource;
import java.io.IOException;

/** What any reader of a log may see, with nothing said about its truth. */
public interface LogView extends TileSource {

  /** The newest checkpoint, a signed note. */
  byte[] checkpoint() throws IOException;

  /** Its metrics in the Prometheus text format; empty where it has none. */
  String metrics() throws IOException;
}
