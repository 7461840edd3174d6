package dev.vitrine.client.follow;

import java.io.IOException;

/** Takes verified entries in order, on the follower's thread. */
@FunctionalInterface
public interface LeafSink {
  void take(LeafBatch batch) throws IOException;
}
