package dev.vitrine.server.access;

import dev.vitrine.note.VerifierKey;
import dev.vitrine.server.publisher.MirrorState;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.publisher.WitnessQuorum.WitnessState;
import dev.vitrine.server.storage.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The operator's actions. All may block; none belongs on an event loop. */
public interface Admin {
  Status status();

  /**
   * Stops taking entries, stores that fact, publishes what was accepted.
   *
   * @return completes with the final checkpoint
   */
  CompletableFuture<PublishedCheckpoint> freeze(String reason) throws IOException;

  /** Takes entries again. */
  void unfreeze() throws IOException;

  /**
   * Copies the store into a new folder below the configured backup folder.
   *
   * @param name matches [a-z0-9-]{1,64}
   * @throws IllegalArgumentException if the name is bad or taken
   */
  BackupResult backup(String name) throws IOException;

  /** The log's public keys. */
  List<VerifierKey> keys();

  /** Whether the server would take an entry now; what {@code /readyz} says. */
  default boolean ready() {
    return status().accepting();
  }

  /**
   * The server at one moment.
   *
   * @param notAcceptingReason empty while entries are taken
   */
  record Status(
      String origin,
      Head committed,
      long signedSize,
      long visibleSize,
      boolean frozen,
      int queueDepth,
      int queueCapacity,
      long freeDiskBytes,
      boolean accepting,
      String notAcceptingReason,
      List<WitnessState> witnesses,
      List<MirrorState> mirrors,
      String cryptoProvider,
      String version,
      long uptimeMillis) {}

  /**
   * A finished backup.
   *
   * @param size entries in the copy
   * @param bytes of all its files
   */
  record BackupResult(Path path, long size, long bytes) {}
}
