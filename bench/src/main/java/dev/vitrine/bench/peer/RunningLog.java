package dev.vitrine.bench.peer;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.load.HttpLog;
import dev.vitrine.bench.load.LogView;
import dev.vitrine.bench.load.StageCpu;
import dev.vitrine.bench.process.DiskUse;
import dev.vitrine.bench.process.ProcessUse;
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
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A log that answers.
 *
 * @param where its endpoint, or what else an operator calls it
 * @param key what its checkpoints are verified with
 * @param pid the process whose CPU time and memory count, absent where unknown
 * @param folder where its data lies, absent where unknown
 * @param stop ends what was started for it
 */
public record RunningLog(
    String where,
    LogView view,
    VerifierKey key,
    OptionalLong pid,
    Optional<Path> folder,
    Runnable stop)
    implements AutoCloseable {

  private static final Duration PUBLISHED = Duration.ofSeconds(60);

  /** A log that this run started as a process of its own. */
  static RunningLog started(Endpoint endpoint, VerifierKey key, ServerProcess process, Path data) {
    return new RunningLog(
        endpoint.toString(),
        new HttpLog(endpoint),
        key,
        OptionalLong.of(process.pid()),
        Optional.of(data),
        process::close);
  }

  /** A log that somebody else runs. */
  public static RunningLog remote(Endpoint endpoint, VerifierKey key) {
    return new RunningLog(
        endpoint.toString(),
        new HttpLog(endpoint),
        key,
        OptionalLong.empty(),
        Optional.empty(),
        () -> {});
  }

  /** Where it listens. */
  public Endpoint endpoint() {
    return Endpoint.parse(where);
  }

  /** Reads and verifies the newest checkpoint. */
  public SignedCheckpoint checkpoint() throws IOException {
    try {
      SignedCheckpoint signed = SignedCheckpoint.parse(view.checkpoint());
      signed.verify(key);
      return signed;
    } catch (NoteFormatException | NoteVerificationException e) {
      throw new IOException("checkpoint of " + where + ": " + e.getMessage(), e);
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
                + where
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
        view, verified.checkpoint().size(), verified.checkpoint().root());
  }

  /** CPU time of the server's process so far; 0 where it is unknown. */
  public long cpuMicros() throws IOException {
    return pid.isPresent() ? ProcessUse.of(pid.getAsLong()).cpuMicros() : 0;
  }

  /** CPU time of the server by stage so far; empty where it does not tell. */
  public StageCpu stages() throws IOException {
    return StageCpu.parse(view.metrics());
  }

  /** Resident memory of the server's process; 0 where it is unknown. */
  public long residentBytes() throws IOException {
    return pid.isPresent() ? ProcessUse.of(pid.getAsLong()).residentBytes() : 0;
  }

  public long diskBytes() throws IOException {
    return folder.isPresent() ? DiskUse.bytes(folder.get()) : 0;
  }

  @Override
  public void close() {
    stop.run();
  }
}
