package dev.vitrine.client.mirror;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.durable.AtomicFile;
import dev.vitrine.client.follow.Consistency;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.gossip.HeldLog;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.FolderTileSource;
import dev.vitrine.tile.TileSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A copy in the gossip. Any head of the log up to the copy's size is decided by the copy alone,
 * whatever the log serves by then; a larger one by who holds the larger tree. Thread-safe.
 */
public final class MirroredLog implements HeldLog {
  private static final Logger LOGGER = Logger.getLogger(MirroredLog.class.getName());

  private final List<VerifierKey> keys;
  private final AtomicFile checkpoint;
  private final TileSource copy;
  private final List<TileSource> others;
  private final EvidenceFolder evidence;

  /**
   * @param keys the log's, all naming its origin
   * @param folder of the copy
   * @param others who may hold a larger tree: the log if it is pulled, other mirrors
   */
  public MirroredLog(
      List<VerifierKey> keys,
      Path folder,
      List<? extends TileSource> others,
      EvidenceFolder evidence) {
    this.keys = List.copyOf(keys);
    this.checkpoint = new AtomicFile(folder.resolve("checkpoint"));
    this.copy = new FolderTileSource(folder);
    this.others = List.copyOf(others);
    this.evidence = evidence;
  }

  /**
   * The copies of a log that parties at these addresses have, if they are mirrors and hold it.
   *
   * @param parties their addresses; copies are below, under the origin's hash
   */
  public static List<RemoteLog> copies(List<URI> parties, String origin, Duration timeout) {
    String hash = WatchedLog.originHash(origin);
    List<RemoteLog> copies = new ArrayList<>();
    for (URI party : parties) {
      String prefix = party.toString();
      copies.add(
          new RemoteLog(
              List.of(URI.create((prefix.endsWith("/") ? prefix : prefix + "/") + hash + "/")),
              timeout));
    }
    return copies;
  }

  @Override
  public String origin() {
    return keys.get(0).name();
  }

  @Override
  public List<VerifierKey> keys() {
    return keys;
  }

  @Override
  public List<SignedCheckpoint> heads() {
    try {
      return shown().stream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean compare(SignedCheckpoint theirs) throws IOException {
    Optional<SignedCheckpoint> ours = shown();
    boolean larger =
        ours.isPresent() && theirs.checkpoint().size() > ours.get().checkpoint().size();
    if (ours.isEmpty() || (larger && others.isEmpty())) {
      // A log that is pushed tells of a head before it brings the entries.
      return false;
    }
    try {
      theirs.verify(keys);
      Consistency.verify(sources(ours.get(), theirs), ours.get(), theirs);
    } catch (NoteVerificationException e) {
      return true;
    } catch (ForkException e) {
      forked(e);
    }
    return true;
  }

  /** Keeps what a pull found. */
  public void forked(ForkException fork) throws IOException {
    ForkEvidence found =
        ForkEvidence.of(keys, fork.smaller(), fork.larger(), fork.prefixRoot(), fork.proof());
    try {
      Optional<String> id = evidence.keep(found);
      id.ifPresent(
          kept ->
              LOGGER.log(
                  Level.SEVERE, "{0}: evidence {1}", new Object[] {fork.getMessage(), kept}));
    } catch (EvidenceException e) {
      throw new IllegalStateException("evidence we made ourselves does not verify", e);
    }
  }

  @Override
  public void forked(ForkEvidence theirs) {
    LOGGER.log(
        Level.SEVERE,
        "{0}: two histories, shown by a peer: sizes {1} and {2}",
        new Object[] {
          theirs.origin(), theirs.older().checkpoint().size(), theirs.newer().checkpoint().size()
        });
  }

  private List<TileSource> sources(SignedCheckpoint ours, SignedCheckpoint theirs) {
    if (theirs.checkpoint().size() <= ours.checkpoint().size()) {
      return List.of(copy);
    }
    return new ArrayList<>(others);
  }

  private Optional<SignedCheckpoint> shown() throws IOException {
    Optional<byte[]> note = checkpoint.read();
    if (note.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SignedCheckpoint.parse(note.get()));
    } catch (NoteFormatException e) {
      throw new IOException(checkpoint.path() + ": " + e.getMessage(), e);
    }
  }
}
