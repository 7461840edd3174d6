package dev.vitrine.bench.compare;

import dev.vitrine.bench.peer.RunningLog;
import java.io.IOException;
import java.nio.file.Path;

/** A log server that takes part. */
record Peer(String name, Starter starter) {

  /** Starts the server in a folder that holds nothing. */
  interface Starter {
    RunningLog start(Path work) throws IOException, InterruptedException;
  }
}
