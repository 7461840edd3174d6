package dev.vitrine.bench.peer;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.load.HttpLog;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.process.ServerProcess;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A log that answers.
 *
 * @param key what its checkpoints are verified with
 * @param process absent for a log that somebody else started
 * @param folder where its data lies, absent where unknown
 */
public record RunningLog(
    String name,
    Endpoint endpoint,
    VerifierKey key,
    Optional<ServerProcess> process,
    Optional<Path> folder)
    implements AutoCloseable {

  private static final Duration PUBLISHED = Duration.ofSeconds(60);

  /** Reads and verifies the newest checkpoint. */
  public SignedCheckpoint checkpoint() throws IOException {
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(new HttpLog(endpoint).checkpoint());
      signed.verify(key);
      return signed;
    } catch (NoteFormatException | NoteVerificationException e) {
      throw new IOException("checkpoint of " + endpoint + ": " + e.getMessage(), e);
    }
  }

  /** Waits for a verified checkpoint of at least that many entries. */
  public SignedCheckpoint awaitSize(long size) throws IOException {
    Instant end = Instant.now().plus(PUBLISHED);
    SignedCheckpoint signed = checkpoint();
    while (signed.checkpoint().size() < size) {
      if (Instant.now().isAfter(end)) {
        throw new IOException(
            "checkpoint of "
                + endpoint
                + ": size "
                + signed.checkpoint().size()
                + " after "
                + PUBLISHED
                + " (expected: >= "
                + size
                + ")");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      signed = checkpoint();
    }
    return signed;
  }

  /** A reader of the log that believes only what the checkpoint's root proves. */
  public VerifyingTileReader reader(SignedCheckpoint verified) {
    return new VerifyingTileReader(
        new HttpLog(endpoint), verified.checkpoint().size(), verified.checkpoint().root());
  }

  /** CPU time of the server's process so far; 0 where it is not ours. */
  public long cpuMicros() throws IOException {
    return process.isPresent() ? process.get().use().cpuMicros() : 0;
  }

  public long residentBytes() throws IOException {
    return process.isPresent() ? process.get().use().residentBytes() : 0;
  }

  public long diskBytes() throws IOException {
    return folder.isPresent() ? DiskUse.bytes(folder.get()) : 0;
  }

  @Override
  public void close() {
    process.ifPresent(ServerProcess::close);
  }
}
