package dev.vitrine.client.mirror;

import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.HeadChecks;
import dev.vitrine.client.witness.HeadObserver;
import dev.vitrine.client.witness.RateLimit;
import dev.vitrine.client.witness.RefusalException;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.mirror.MirrorUpload;
import dev.vitrine.mirror.UploadHeader;
import dev.vitrine.mirror.UploadPackage;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.RequestFormatException;
import dev.vitrine.witness.SignSubtreeRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** The write side of a mirror; see the package. Thread-safe. */
public final class PushedLogs {
  /** Packages read of one request; what follows is for the next. */
  static final int MAX_PACKAGES = MirrorUpload.MAX_PACKAGES;

  /** Bytes read of one request, after unzipping; room for several packages of the largest size. */
  static final int MAX_BYTES = 64 << 20;

  /** Uploads at once, each of which may hold a package of 16 MiB in memory. */
  static final int MAX_UPLOADS = 4;

  private static final int BURST = 100;

  private final Cosigner cosigner;
  private final Path folder;
  private final InstantSource clock;
  private final HeadObserver observer;
  private final Tickets tickets = new Tickets();
  private final RateLimit rateLimit = new RateLimit(BURST, System::nanoTime);
  private final Semaphore uploads = new Semaphore(MAX_UPLOADS);
  private final Map<String, PushedLog> byOrigin = new ConcurrentHashMap<>();

  /**
   * @param folder holds one folder a log; the caller has its lock
   * @param observer told of every signed head that is pushed, taken or not
   */
  public PushedLogs(Cosigner cosigner, Path folder, InstantSource clock, HeadObserver observer) {
    this.observer = observer;
    this.cosigner = cosigner;
    this.folder = folder;
    this.clock = clock;
  }

  /**
   * Takes pushes for this log from now on.
   *
   * @throws IOException if what is held of it cannot be read or does not belong to it
   */
  public void accept(WatchedLog log) throws IOException {
    if (log.origin().equals(cosigner.name())) {
      throw new IllegalArgumentException(
          "origin: " + log.origin() + " (expected: another name than this mirror's own)");
    }
    Path copy = folder.resolve(log.originHash());
    byOrigin.put(log.origin(), new PushedLog(log, cosigner, tickets, copy));
  }

  /** Answers {@code add-checkpoint}: the checkpoint is pending, nothing is signed. */
  public void addCheckpoint(byte[] body) throws RefusalException {
    AddCheckpointRequest request = HeadChecks.parse(body);
    PushedLog log = log(request.checkpoint().checkpoint().origin());
    SignedCheckpoint signed = HeadChecks.onlyVerified(request.checkpoint(), log.log().keys());
    long seconds = rateLimit.take(log.log().origin(), log.log().perSecond());
    if (seconds > 0) {
      throw RefusalException.retry(429, "too many checkpoints of " + log.log().origin(), seconds);
    }
    observer.seen(log.log(), signed);
    HeadChecks.requireSane(request.oldSize(), signed.checkpoint());
    log.addCheckpoint(request.oldSize(), request.proof(), signed);
  }

  /** Answers {@code sign-subtree} with this mirror's signature lines; changes nothing. */
  public List<NoteSignature> signSubtree(byte[] body) throws RefusalException {
    SignSubtreeRequest request = HeadChecks.parseSubtree(body);
    log(request.checkpoint().checkpoint().origin());
    return HeadChecks.signSubtree(cosigner, request);
  }

  /** Answers {@code add-entries}; the body is read as far as it is needed. */
  UploadOutcome addEntries(InputStream body) throws RefusalException {
    if (!uploads.tryAcquire()) {
      throw RefusalException.retry(503, MAX_UPLOADS + " uploads are under way", 1);
    }
    try {
      return receive(new DataInputStream(new CappedStream(body, MAX_BYTES)));
    } finally {
      uploads.release();
    }
  }

  private UploadOutcome receive(DataInputStream in) throws RefusalException {
    UploadHeader header = header(in);
    PushedLog log = log(header.origin());
    try {
      SignedCheckpoint target = log.target(header);
      if (takePackages(in, header, log, target) == 0 && header.packages() > 0) {
        throw RefusalException.of(
            400, "add-entries: no whole package from " + header.start() + " (expected: one)");
      }
      return log.finish(target, clock.instant().getEpochSecond());
    } catch (UploadConflictException e) {
      return new UploadOutcome.Conflict(log.info(header));
    }
  }

  private static UploadHeader header(DataInputStream in) throws RefusalException {
    try {
      return UploadHeader.read(in);
    } catch (RequestFormatException e) {
      throw RefusalException.of(400, e);
    }
  }

  private static long takePackages(
      DataInputStream in, UploadHeader header, PushedLog log, SignedCheckpoint target)
      throws RefusalException, UploadConflictException {
    long most = Math.min(header.packages(), MAX_PACKAGES);
    for (long i = 0; i < most; i++) {
      Optional<UploadPackage> part = next(in, header, i);
      if (part.isEmpty()) {
        return i;
      }
      log.take(target, part.get());
    }
    return most;
  }

  /** Empty if the body ends, or breaks, before the package is whole: a prefix is an upload too. */
  private static Optional<UploadPackage> next(DataInputStream in, UploadHeader header, long i) {
    try {
      return Optional.of(UploadPackage.read(in, header.packageStart(i), header.packageEnd(i)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private PushedLog log(String origin) throws RefusalException {
    PushedLog log = byOrigin.get(origin);
    if (log == null) {
      throw RefusalException.of(
          404, "origin: " + origin + " (expected: a log that is pushed to this mirror)");
    }
    return log;
  }
}
