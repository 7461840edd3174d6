package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Compares each signed head with the one remembered, and remembers the larger.
 *
 * <p>No lock is held while the log is asked for proofs: the head is compared first and then
 * replaced only if the remembered one is still the one it was compared with; otherwise it is
 * compared again.
 */
final class HeadTracker {
  private final LogTransport transport;
  private final TrustStore store;
  private final List<VerifierKey> logKeys;

  HeadTracker(LogTransport transport, TrustStore store, List<VerifierKey> logKeys) {
    this.transport = transport;
    this.store = store;
    this.logKeys = List.copyOf(logKeys);
  }

  /**
   * Accepts a head whose signatures were verified.
   *
   * @return the size of the head remembered before; empty where there was none
   * @throws StaleHeadException if the head is older than the remembered one, and consistent with it
   * @throws LogForkedException if it is not consistent, with evidence
   * @throws UntrustedException if the log does not prove that it is consistent
   */
  OptionalLong accept(SignedCheckpoint head) throws LogException, IOException {
    String origin = head.checkpoint().origin();
    while (true) {
      Optional<SignedCheckpoint> remembered = store.newest(origin);
      if (remembered.isPresent()) {
        compare(remembered.get(), head);
        if (remembered.get().checkpoint().size() == head.checkpoint().size()) {
          return OptionalLong.of(head.checkpoint().size());
        }
      }
      if (store.replace(origin, remembered, head)) {
        return remembered
            .map(seen -> OptionalLong.of(seen.checkpoint().size()))
            .orElse(OptionalLong.empty());
      }
    }
  }

  private void compare(SignedCheckpoint remembered, SignedCheckpoint head)
      throws LogException, IOException {
    Checkpoint seen = remembered.checkpoint();
    Checkpoint shown = head.checkpoint();
    if (seen.size() <= shown.size()) {
      requireExtends(remembered, head);
      return;
    }
    String known = "it is older, not another history";
    try {
      requireExtends(head, remembered);
    } catch (LogUnreachableException e) {
      // A mirror that is behind cannot hold the tiles of the newer tree.
      known = "it is older; whether it is of the same history could not be asked";
    }
    throw new StaleHeadException(
        "%s shows a head of %d entries (expected: at least %d, the size remembered); %s"
            .formatted(transport.address(), shown.size(), seen.size(), known));
  }

  /** Returns if {@code newer} extends {@code older}; throws what is to be said otherwise. */
  private void requireExtends(SignedCheckpoint older, SignedCheckpoint newer)
      throws LogException, IOException {
    Checkpoint a = older.checkpoint();
    Checkpoint b = newer.checkpoint();
    if (a.size() == b.size()) {
      if (!a.root().equals(b.root())) {
        throw forked(older, newer, b.root(), new ConsistencyProof(a.size(), b.size(), List.of()));
      }
      return;
    }
    if (a.size() == 0) {
      return;
    }
    try {
      ProofVerifier.verifyConsistency(
          transport.consistency(a.size(), b.size()), a.root(), b.root());
    } catch (ProofException | IOException e) {
      throw unproven(older, newer, e);
    }
  }

  /**
   * A wrong proof shows nothing by itself: a broken server gives one too. It is a fork only where
   * the newer tree's own tiles prove another root for the older size.
   */
  private LogException unproven(SignedCheckpoint older, SignedCheckpoint newer, Exception why)
      throws LogException, IOException {
    Optional<LogForkedException> fork = proveFork(older, newer);
    if (fork.isPresent()) {
      return fork.get();
    }
    String message =
        "%s does not prove that its head of %d entries and the head of %d entries have one history: %s"
            .formatted(
                transport.address(),
                newer.checkpoint().size(),
                older.checkpoint().size(),
                why.getMessage());
    if (why instanceof NewerAnswerException) {
      return new FormatNewerException(message, why);
    }
    boolean silent = why instanceof IOException io && Answers.isUnreachable(io);
    return silent
        ? new LogUnreachableException(message, why)
        : new UntrustedException(message, why);
  }

  private Optional<LogForkedException> proveFork(SignedCheckpoint older, SignedCheckpoint newer)
      throws LogException, IOException {
    long oldSize = older.checkpoint().size();
    long newSize = newer.checkpoint().size();
    Optional<TileSource> tiles = transport.tiles();
    if (tiles.isEmpty()) {
      return Optional.empty();
    }
    Hash prefix;
    ConsistencyProof proof;
    try {
      VerifyingTileReader newTree =
          new VerifyingTileReader(tiles.get(), newSize, newer.checkpoint().root());
      prefix = ProofBuilder.root(newTree, oldSize);
      proof = ProofBuilder.consistency(newTree, oldSize, newSize);
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
    return prefix.equals(older.checkpoint().root())
        ? Optional.empty()
        : Optional.of(forked(older, newer, prefix, proof));
  }

  private LogForkedException forked(
      SignedCheckpoint older, SignedCheckpoint newer, Hash prefixRoot, ConsistencyProof proof)
      throws UntrustedException, IOException {
    String origin = older.checkpoint().origin();
    List<VerifierKey> keys = logKeys.stream().filter(key -> key.name().equals(origin)).toList();
    ForkEvidence evidence = ForkEvidence.of(keys, older, newer, prefixRoot, proof);
    try {
      evidence.verify();
    } catch (EvidenceException e) {
      throw new UntrustedException(
          "two heads differ, but it cannot be proven: " + e.getMessage(), e);
    }
    return new LogForkedException(evidence, store.keep(evidence));
  }
}
