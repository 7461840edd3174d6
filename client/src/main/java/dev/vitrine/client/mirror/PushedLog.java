package dev.vitrine.client.mirror;

import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.durable.UnknownStateException;
import dev.vitrine.client.witness.Cosigner;
import dev.vitrine.client.witness.HeadChecks;
import dev.vitrine.client.witness.RefusalException;
import dev.vitrine.client.witness.StoredCheckpoint;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.mirror.MirrorInfo;
import dev.vitrine.mirror.UploadHeader;
import dev.vitrine.mirror.UploadPackage;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a mirror holds of a log that is pushed to it. Its lock is held for one package, never while
 * bytes of a peer are awaited.
 */
final class PushedLog {
  private static final Logger LOGGER = Logger.getLogger(PushedLog.class.getName());

  /** Entries an upload may repeat: eight packages. */
  static final long MAX_REPEATED = 8L * UploadPackage.WIDTH;

  private final WatchedLog log;
  private final Cosigner cosigner;
  private final Tickets tickets;
  private final Path path;
  private final AtomicFile pendingFile;

  // All guarded by this.
  private MirrorFolder folder;
  private Optional<SignedCheckpoint> shown;
  private Optional<SignedCheckpoint> pending;
  private long lastTime;
  private boolean unknown;

  PushedLog(WatchedLog log, Cosigner cosigner, Tickets tickets, Path path) throws IOException {
    this.log = log;
    this.cosigner = cosigner;
    this.tickets = tickets;
    this.path = path;
    this.folder = new MirrorFolder(path);
    this.pendingFile = new AtomicFile(path.resolve("pending"));
    this.shown = StoredCheckpoint.read(new AtomicFile(path.resolve("checkpoint")), log, cosigner);
    Optional<SignedCheckpoint> stored = StoredCheckpoint.read(pendingFile, log, cosigner);
    // A log that was pulled before has a copy and nothing pending.
    this.pending = size(stored) < size(shown) ? shown : stored.or(() -> shown);
    this.lastTime = shown.map(cosigner::lastTime).orElse(0L);
  }

  WatchedLog log() {
    return log;
  }

  /** Takes a checkpoint with verified signatures as pending; durable when it returns. */
  synchronized void addCheckpoint(long oldSize, List<Hash> proof, SignedCheckpoint signed)
      throws RefusalException {
    requireKnownState();
    HeadChecks.requireExtends(pending, oldSize, proof, signed.checkpoint());
    try {
      pendingFile.write(signed.encode());
    } catch (IOException e) {
      throw failed(e);
    }
    pending = Optional.of(signed);
  }

  /**
   * The checkpoint an upload is for.
   *
   * @throws RefusalException with 422 if no checkpoint was ever pending
   */
  synchronized SignedCheckpoint target(UploadHeader header)
      throws RefusalException, UploadConflictException {
    requireKnownState();
    if (pending.isEmpty()) {
      throw RefusalException.of(422, log.origin() + ": no checkpoint yet (expected: one pending)");
    }
    SignedCheckpoint target =
        known(header)
            .orElseThrow(
                () ->
                    new UploadConflictException(
                        "upload end: "
                            + Long.toUnsignedString(header.end())
                            + " (expected: "
                            + size(pending)
                            + ", the pending size)"));
    long held = folder.size();
    if (header.start() > held) {
      throw new UploadConflictException(
          "upload start: " + header.start() + " (expected: <= " + held + ", the next entry)");
    }
    if (Math.min(header.end(), held) - header.start() > MAX_REPEATED) {
      throw new UploadConflictException(
          "upload start: " + header.start() + " (expected: near " + held + ", the next entry)");
    }
    return target;
  }

  /**
   * Verifies a package and stores what is new in it; durable only after {@link #finish}.
   *
   * @throws RefusalException with 422 if it is not shown to be in the target's tree
   */
  synchronized void take(SignedCheckpoint target, UploadPackage part)
      throws RefusalException, UploadConflictException {
    requireKnownState();
    if (part.start() > folder.size()) {
      throw new UploadConflictException(
          "package start: " + part.start() + " (expected: <= " + folder.size() + ")");
    }
    try {
      EntryBundle bundle = bundle(part);
      part.verify(bundle, target.checkpoint());
      if (part.end() > folder.size()) {
        folder.append(part.bundleStart(), bundle);
      }
    } catch (ProofException e) {
      throw RefusalException.of(422, "package from " + part.start() + ": " + e.getMessage());
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Makes everything stored durable and, if it is all of the target's tree, cosigns and shows. */
  synchronized UploadOutcome finish(SignedCheckpoint target, long nowSeconds)
      throws RefusalException {
    requireKnownState();
    try {
      folder.sync();
      long size = target.checkpoint().size();
      if (folder.size() < size) {
        return new UploadOutcome.Incomplete(info(target));
      }
      return size < size(shown)
          ? new UploadOutcome.Conflict(info(pending.orElse(target)))
          : new UploadOutcome.Complete(show(target, nowSeconds));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Where an upload can go on: to its own end if that is a tree to be held, or the pending one. */
  synchronized MirrorInfo info(UploadHeader header) {
    return known(header)
        .or(() -> pending)
        .map(this::info)
        .orElse(new MirrorInfo(0, folder.size(), new byte[0]));
  }

  private MirrorInfo info(SignedCheckpoint tree) {
    return new MirrorInfo(tree.checkpoint().size(), folder.size(), tickets.issue(tree));
  }

  private List<NoteSignature> show(SignedCheckpoint target, long nowSeconds)
      throws IOException, RefusalException {
    Hash held = folder.root(target.checkpoint().size());
    // Each package was verified; this stands between a fault in that and a false promise.
    if (!held.equals(target.checkpoint().root())) {
      throw RefusalException.of(
          422, "root of what is held: " + held + " (expected: " + target.checkpoint().root() + ")");
    }
    long time = Math.max(1, Math.max(nowSeconds, lastTime));
    List<NoteSignature> cosignatures = cosigner.cosign(target.checkpoint(), time);
    SignedCheckpoint cosigned = target.withSignatures(cosignatures);
    folder.publish(cosigned);
    shown = Optional.of(cosigned);
    lastTime = time;
    return cosignatures;
  }

  /** The checkpoint of an upload's end, if it may still become the one that is shown. */
  private Optional<SignedCheckpoint> known(UploadHeader header) {
    long end = header.end();
    return pending
        .filter(head -> head.checkpoint().size() == end)
        .or(() -> ticketOf(header))
        .or(() -> shown.filter(head -> head.checkpoint().size() == end))
        .filter(head -> end >= size(shown))
        // Only the signatures of the log go on: a new cosignature is made for it.
        .map(this::onlyLog);
  }

  private Optional<SignedCheckpoint> ticketOf(UploadHeader header) {
    return tickets
        .redeem(header.ticket())
        .filter(head -> head.checkpoint().origin().equals(log.origin()))
        .filter(head -> head.checkpoint().size() == header.end());
  }

  private SignedCheckpoint onlyLog(SignedCheckpoint head) {
    List<NoteSignature> theirs =
        head.signatures().stream()
            .filter(signature -> !signature.name().equals(cosigner.name()))
            .toList();
    return SignedCheckpoint.of(head.checkpoint(), theirs);
  }

  /** The package with the entries before it in its bundle, which are held. */
  private EntryBundle bundle(UploadPackage part) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    int before = (int) (part.start() - part.bundleStart());
    if (before > 0) {
      EntryBundle held = folder.bundle(part.bundleStart());
      for (int i = 0; i < before; i++) {
        entries.add(held.entry(i));
      }
    }
    entries.addAll(part.entries());
    try {
      return EntryBundle.decode(EntryBundle.encode(entries), entries.size());
    } catch (TileFormatException e) {
      throw new IllegalStateException("a bundle just written cannot be read", e);
    }
  }

  private void requireKnownState() throws RefusalException {
    if (unknown) {
      throw RefusalException.of(
          503, "state of " + log.origin() + " is unknown since a write failed; restart the mirror");
    }
  }

  /** Goes back to what is durable, or gives up until a restart if nobody knows what is. */
  private RefusalException failed(Exception cause) {
    unknown = cause instanceof UnknownStateException;
    if (!unknown) {
      try {
        folder = new MirrorFolder(path);
      } catch (IOException e) {
        unknown = true;
        cause.addSuppressed(e);
      }
    }
    String message = "copy of " + log.origin() + ": " + cause.getMessage();
    // The one who pushes is told too, but it is this mirror's operator who can do something.
    LOGGER.log(
        Level.WARNING,
        "{0}; in {1}, {2}",
        new Object[] {
          message, path, unknown ? "restart the mirror" : "it goes on from what is durable"
        });
    return RefusalException.retry(503, message, 10);
  }

  private static long size(Optional<SignedCheckpoint> head) {
    return head.map(signed -> signed.checkpoint().size()).orElse(0L);
  }
}
