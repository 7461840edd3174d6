package dev.vitrine.client.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.durable.FolderLock;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifiedNote;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.witness.AddCheckpointRequest;
import dev.vitrine.witness.RequestFormatException;
import dev.vitrine.witness.SignSubtreeRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The decisions of a witness; see the package. Thread-safe. */
public final class Witness implements AutoCloseable {
  /** Longest origin or cosigner name the ML-DSA-44 message can hold, in bytes. */
  private static final int MAX_NAME = 255;

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
    AddCheckpointRequest request = parse(body);
    CosignedLog log = log(request.checkpoint().checkpoint().origin());
    SignedCheckpoint signed = onlyVerified(request.checkpoint(), log.log().keys());
    observer.seen(log.log(), signed);
    limit(log.log());
    requireSane(request.oldSize(), signed.checkpoint());
    long now = clock.instant().getEpochSecond();
    return log.cosign(request.oldSize(), request.proof(), signed, now);
  }

  /** Answers {@code sign-subtree} with this witness's signature lines; changes nothing. */
  public List<NoteSignature> signSubtree(byte[] body) throws RefusalException {
    SignSubtreeRequest request = parseSubtree(body);
    SignedCheckpoint reference = request.checkpoint();
    log(reference.checkpoint().origin());
    requireOwnCosignature(reference);
    try {
      ProofVerifier.verifySubtreeConsistency(
          request.consistencyProof(), request.hash(), reference.checkpoint().root());
    } catch (ProofException e) {
      throw RefusalException.of(422, "subtree proof: " + e.getMessage());
    }
    return cosigner.cosignSubtree(
        reference.checkpoint().origin(), request.subtree(), request.hash());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static AddCheckpointRequest parse(byte[] body) throws RefusalException {
    try {
      AddCheckpointRequest request = AddCheckpointRequest.parse(body);
      requirePlain(request.checkpoint().checkpoint());
      return request;
    } catch (RequestFormatException e) {
      throw RefusalException.of(400, e);
    }
  }

  private static SignSubtreeRequest parseSubtree(byte[] body) throws RefusalException {
    try {
      SignSubtreeRequest request = SignSubtreeRequest.parse(body);
      requirePlain(request.checkpoint().checkpoint());
      return request;
    } catch (RequestFormatException e) {
      throw RefusalException.of(400, e);
    }
  }

  /** What an ML-DSA-44 cosignature cannot cover is not signed by the other key either. */
  private static void requirePlain(Checkpoint checkpoint) throws RefusalException {
    if (!checkpoint.extensions().isEmpty()) {
      throw RefusalException.of(
          400, "extension line: " + checkpoint.extensions().get(0) + " (expected: none)");
    }
    int length = checkpoint.origin().getBytes(UTF_8).length;
    if (length > MAX_NAME) {
      throw RefusalException.of(400, "origin: " + length + " bytes (expected: <= 255)");
    }
  }

  private CosignedLog log(String origin) throws RefusalException {
    CosignedLog log = byOrigin.get(origin);
    if (log == null) {
      throw RefusalException.of(
          404, "origin: " + origin + " (expected: a log this witness watches)");
    }
    return log;
  }

  /** Signed anew from what was verified: a line nobody verified is never stored or answered. */
  private static SignedCheckpoint onlyVerified(SignedCheckpoint claimed, List<VerifierKey> keys)
      throws RefusalException {
    try {
      VerifiedNote verified = claimed.verify(keys);
      List<NoteSignature> good = new ArrayList<>(claimed.signatures());
      good.removeAll(verified.unverified());
      return SignedCheckpoint.of(claimed.checkpoint(), good);
    } catch (NoteVerificationException e) {
      throw RefusalException.of(403, e);
    }
  }

  private void limit(WatchedLog log) throws RefusalException {
    long seconds = rateLimit.take(log.origin(), log.perSecond());
    if (seconds > 0) {
      throw RefusalException.retry(429, "too many checkpoints of " + log.origin(), seconds);
    }
  }

  private static void requireSane(long oldSize, Checkpoint checkpoint) throws RefusalException {
    if (oldSize > checkpoint.size()) {
      throw RefusalException.of(
          400,
          "old " + oldSize + " (expected: <= " + checkpoint.size() + ", the checkpoint's size)");
    }
    if (checkpoint.size() == 0 && !checkpoint.root().equals(Hash.EMPTY_ROOT)) {
      throw RefusalException.of(
          422, "root of size 0: " + checkpoint.root() + " (expected: " + Hash.EMPTY_ROOT + ")");
    }
  }

  private void requireOwnCosignature(SignedCheckpoint reference) throws RefusalException {
    List<VerifierKey> keys = cosigner.subtreeKeys();
    if (keys.isEmpty()) {
      throw RefusalException.of(403, "this witness has no key that signs subtrees");
    }
    try {
      reference.verify(keys);
    } catch (NoteVerificationException e) {
      throw RefusalException.of(403, "reference checkpoint: " + e.getMessage());
    }
  }
}
