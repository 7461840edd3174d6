package dev.vitrine.client.witness;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.durable.FolderLock;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.SignSubtreeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The decisions of a witness; see the package. Thread-safe. */
public final class Witness implements AutoCloseable {
  private final Cosigner cosigner;
  private final Path folder;
  private final FolderLock lock;
  private final RateLimit rateLimit;
  private final InstantSource clock;
  private final HeadObserver observer;
  private final Map<String, CosignedLog> byOrigin = new ConcurrentHashMap<>();
  private final Map<String, CosignedLog> byHash = new ConcurrentHashMap<>();

  private Witness(
      Cosigner cosigner,
      Path folder,
      FolderLock lock,
      int burst,
      InstantSource clock,
      HeadObserver observer) {
    this.cosigner = cosigner;
    this.folder = folder;
    this.lock = lock;
    this.rateLimit = new RateLimit(burst, System::nanoTime);
    this.clock = clock;
    this.observer = observer;
  }

  /**
   * Takes the state folder for this process.
   *
   * @param burst checkpoints of one origin that may come at once
   * @throws IOException if the folder is in use
   */
  public static Witness open(
      Cosigner cosigner, Path folder, int burst, InstantSource clock, HeadObserver observer)
      throws IOException {
    FolderLock lock = FolderLock.acquire(folder);
    return new Witness(cosigner, folder, lock, burst, clock, observer);
  }

  public Cosigner cosigner() {
    return cosigner;
  }

  /**
   * Watches a log from now on; one that is watched already keeps its keys.
   *
   * @return whether it is new
   * @throws IOException if what is stored for it cannot be read or does not belong to it
   */
  public synchronized boolean watch(WatchedLog log) throws IOException {
    if (byOrigin.containsKey(log.origin())) {
      return false;
    }
    if (log.origin().equals(cosigner.name())) {
      throw new IllegalArgumentException(
          "origin: " + log.origin() + " (expected: another name than this witness's own)");
    }
    AtomicFile file = new AtomicFile(folder.resolve(log.originHash()));
    CosignedLog cosigned = new CosignedLog(log, cosigner, file);
    byHash.put(log.originHash(), cosigned);
    byOrigin.put(log.origin(), cosigned);
    return true;
  }

  public Collection<WatchedLog> watched() {
    return byOrigin.values().stream().map(CosignedLog::log).toList();
  }

  /** The last cosigned checkpoint of the log with this origin hash, for the monitoring GET. */
  public Optional<SignedCheckpoint> latest(String originHash) {
    return Optional.ofNullable(byHash.get(originHash)).flatMap(CosignedLog::latest);
  }

  /** The last cosigned checkpoints of all logs. */
  public List<SignedCheckpoint> heads() {
    return byOrigin.values().stream().flatMap(log -> log.latest().stream()).toList();
  }

  /** Answers {@code add-checkpoint} with this witness's signature lines. */
  public List<NoteSignature> addCheckpoint(byte[] body) throws RefusalException {
    AddCheckpointRequest request = HeadChecks.parse(body);
    CosignedLog log = log(request.checkpoint().checkpoint().origin());
    SignedCheckpoint signed = HeadChecks.onlyVerified(request.checkpoint(), log.log().keys());
    observer.seen(log.log(), signed);
    limit(log.log());
    HeadChecks.requireSane(request.oldSize(), signed.checkpoint());
    long now = clock.instant().getEpochSecond();
    List<NoteSignature> cosignatures = log.cosign(request.oldSize(), request.proof(), signed, now);
    observer.cosigned(log.log(), signed);
    return cosignatures;
  }

  /** Answers {@code sign-subtree} with this witness's signature lines; changes nothing. */
  public List<NoteSignature> signSubtree(byte[] body) throws RefusalException {
    SignSubtreeRequest request = HeadChecks.parseSubtree(body);
    log(request.checkpoint().checkpoint().origin());
    return HeadChecks.signSubtree(cosigner, request);
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private CosignedLog log(String origin) throws RefusalException {
    CosignedLog log = byOrigin.get(origin);
    if (log == null) {
      throw RefusalException.of(
          404, "origin: " + origin + " (expected: a log this witness watches)");
    }
    return log;
  }

  private void limit(WatchedLog log) throws RefusalException {
    long seconds = rateLimit.take(log.origin(), log.perSecond());
    if (seconds > 0) {
      throw RefusalException.retry(429, "too many checkpoints of " + log.origin(), seconds);
    }
  }
}
