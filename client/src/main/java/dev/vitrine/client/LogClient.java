package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.ProofException;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.tile.TileSource;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * Asks a log and believes nothing it has not verified: a head by its signatures and by the head
 * remembered before it, everything else by a proof that leads to such a head.
 *
 * <p>Safe for many threads. Methods block; {@link #async} gives the same as futures.
 */
public final class LogClient implements AutoCloseable {
  private static final Duration FIRST_POLL = Duration.ofMillis(50);

  /** Heads asked for before a log that is always a little behind is called so. */
  private static final int MOST_HEADS = 10;

  private static final Duration LONGEST_POLL = Duration.ofSeconds(1);

  private final LogTransport transport;
  private final HeadVerifier verifier;
  private final HeadTracker tracker;
  private final LogClientBuilder settings;

  LogClient(LogTransport transport, HeadVerifier verifier, LogClientBuilder settings) {
    this.transport = transport;
    this.verifier = verifier;
    this.tracker = new HeadTracker(transport, settings.trustStore(), verifier.logKeys());
    this.settings = settings;
  }

  /**
   * Starts to describe a client.
   *
   * @return a builder; address and policy have no default
   */
  public static LogClientBuilder builder() {
    return new LogClientBuilder();
  }

  /**
   * Fetches the newest head, checks its signatures against the policy, and that it extends the
   * remembered head.
   *
   * @return the head
   * @throws LogException with the verdict
   */
  public VerifiedHead head() throws LogException {
    long last = -1;
    for (int attempt = 1; ; attempt++) {
      SignedCheckpoint signed = Heads.parse(transport, verifier.logKeys());
      HeadSignatures signatures = verifier.verify(signed);
      try {
        return new VerifiedHead(signed, signatures, tracker.accept(signed));
      } catch (StaleHeadException e) {
        // Another process may have remembered a newer head since this one was asked for: of a log
        // that grows, the next one shown is larger.
        long size = signed.checkpoint().size();
        if (size <= last || attempt == MOST_HEADS) {
          throw e;
        }
        last = size;
      } catch (IOException e) {
        throw new UntrustedException("the remembered head cannot be used: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Fetches an entry and proves that it is in the newest head.
   *
   * @param index 0..2^63-1
   * @return the entry
   * @throws LogException with the verdict
   */
  public VerifiedEntry entry(long index) throws LogException {
    return entryIn(index, head());
  }

  /**
   * Fetches an entry and proves that it is in a head.
   *
   * @param index 0..head.size-1
   * @param head a head that this client verified
   * @return the entry
   * @throws LogException with the verdict
   */
  public VerifiedEntry entryIn(long index, VerifiedHead head) throws LogException {
    requireCovered(index, head);
    byte[] bytes = Answers.ask(transport, () -> transport.entry(index, head.size()));
    Hash leafHash = TreeHasher.leaf(bytes);
    inclusion(index, leafHash, head);
    return new VerifiedEntry(index, bytes, leafHash, head);
  }

  /**
   * Proves that a leaf is in the newest head.
   *
   * @param leafHash the leaf hash, computed by the caller from the entry's bytes
   * @return the proof, checked
   * @throws NotInLogException if the log says that it holds no such leaf. That is its word: an
   *     absence has no proof
   * @throws LogException with the verdict
   */
  public VerifiedInclusion inclusion(Hash leafHash) throws LogException {
    VerifiedHead head = head();
    OptionalLong index = Answers.ask(transport, () -> transport.locate(leafHash, head.size()));
    if (index.isEmpty()) {
      throw new NotInLogException(
          "%s says that it holds no leaf %s among its %d entries"
              .formatted(head.origin(), leafHash.hex(), head.size()));
    }
    requireCovered(index.getAsLong(), head);
    return inclusion(index.getAsLong(), leafHash, head);
  }

  /**
   * Proves that a leaf is at an index of a head.
   *
   * @param index 0..head.size-1
   * @param leafHash the leaf hash, computed by the caller from the entry's bytes
   * @param head a head that this client verified
   * @return the proof, checked
   * @throws LogException with the verdict
   */
  public VerifiedInclusion inclusion(long index, Hash leafHash, VerifiedHead head)
      throws LogException {
    requireCovered(index, head);
    InclusionProof proof = Answers.ask(transport, () -> transport.inclusion(index, head.size()));
    try {
      ProofVerifier.verifyInclusion(proof, leafHash, head.root());
    } catch (ProofException e) {
      throw new UntrustedException(
          "%s does not prove entry %d of %d: %s"
              .formatted(transport.address(), index, head.size(), e.getMessage()),
          e);
    }
    return new VerifiedInclusion(leafHash, proof, head);
  }

  /**
   * Proves that the log kept its promises: that each acknowledged leaf is at its index. Reads each
   * tile once, so it suits many entries.
   *
   * @param promises what the log answered to appends
   * @param head a head that covers them all
   * @throws UntrustedException if the log broke a promise
   * @throws LogException with the verdict
   */
  public void requireLeaves(Collection<Acknowledgement> promises, VerifiedHead head)
      throws LogException {
    if (transport.tiles().isEmpty()) {
      for (Acknowledgement promise : promises) {
        inclusion(promise.index(), promise.leafHash(), head);
        requireSameRecord(promise, head);
      }
      return;
    }
    PromisedLeaves leaves = new PromisedLeaves(transport, tree(head));
    for (Acknowledgement promise :
        promises.stream().sorted(Comparator.comparingLong(Acknowledgement::index)).toList()) {
      requireCovered(promise.index(), head);
      leaves.require(promise);
    }
  }

  /** Reads what the log holds instead of the bytes sent; the leaf hash is proven elsewhere. */
  private void requireSameRecord(Acknowledgement promise, VerifiedHead head) throws LogException {
    if (promise.payload().isPresent()) {
      byte[] held = Answers.ask(transport, () -> transport.entry(promise.index(), head.size()));
      promise.requireLeaf(TreeHasher.leaf(held));
      promise.requireSameRecord(held);
    }
  }

  /**
   * Makes the file that proves an inclusion offline.
   *
   * @param inclusion what this client verified
   * @return a C2SP {@code .tlog-proof}
   */
  public TlogProof bundle(VerifiedInclusion inclusion) {
    return new TlogProof(
        Optional.empty(),
        inclusion.proof().index(),
        inclusion.proof().path(),
        inclusion.head().signed());
  }

  /**
   * Proves that the newest head extends an older head, given with its signatures.
   *
   * @param older a checkpoint that the policy accepts
   * @return the proof, checked
   * @throws LogException with the verdict
   */
  public VerifiedConsistency consistency(SignedCheckpoint older) throws LogException {
    verifier.verify(older);
    VerifiedHead head = head();
    Checkpoint old = older.checkpoint();
    if (old.size() > head.size()) {
      throw new StaleHeadException(
          "%s shows a head of %d entries (expected: at least %d, the size of the checkpoint given)"
              .formatted(transport.address(), head.size(), old.size()));
    }
    return consistency(old.size(), old.root(), head);
  }

  /**
   * Proves what the root was at an older size, and that the newest head extends it.
   *
   * @param oldSize 0..size of the newest head
   * @return the proof, checked, with the root that the newest head implies for that size
   * @throws LogException with the verdict
   */
  public VerifiedConsistency consistency(long oldSize) throws LogException {
    VerifiedHead head = head();
    if (oldSize < 0 || oldSize > head.size()) {
      throw new NotInLogException(
          "size %d (expected: 0 to %d, the head's)".formatted(oldSize, head.size()));
    }
    VerifyingTileReader tree = tree(head);
    Hash oldRoot = Answers.ask(transport, () -> ProofBuilder.root(tree, oldSize));
    return consistency(oldSize, oldRoot, head);
  }

  private VerifiedConsistency consistency(long oldSize, Hash oldRoot, VerifiedHead head)
      throws LogException {
    if (oldSize == 0) {
      // Every tree extends the empty one; there is nothing to prove.
      return new VerifiedConsistency(
          new ConsistencyProof(0, head.size(), List.of()), oldRoot, head);
    }
    ConsistencyProof proof =
        Answers.ask(transport, () -> transport.consistency(oldSize, head.size()));
    try {
      ProofVerifier.verifyConsistency(proof, oldRoot, head.root());
    } catch (ProofException e) {
      throw new UntrustedException(
          "%s does not prove that size %d extends size %d: %s"
              .formatted(transport.address(), head.size(), oldSize, e.getMessage()),
          e);
    }
    return new VerifiedConsistency(proof, oldRoot, head);
  }

  /**
   * The tree of a head, read from the log's tiles and verified as it is read.
   *
   * @param head a head that this client verified
   * @return a reader of hashes and bundles
   * @throws LogException if this client's address carries no tiles
   */
  public VerifyingTileReader tree(VerifiedHead head) throws LogException {
    return transport
        .tiles()
        .map(tiles -> new VerifyingTileReader(tiles, head.size(), head.root()))
        .orElseThrow(
            () ->
                new LogUnreachableException(
                    "%s carries no tiles (expected: an http or https address, or a folder)"
                        .formatted(transport.address())));
  }

  /**
   * Reads a range of entries, each proven to be in a head.
   *
   * @param start first index
   * @param end index after the last, at most the head's size
   * @param head a head that this client verified
   * @param sink is called in order of the indices
   * @throws LogException with the verdict; entries given to the sink before that are proven
   */
  public void entries(long start, long end, VerifiedHead head, EntrySink sink) throws LogException {
    if (start < 0 || start > end || end > head.size()) {
      throw new IllegalArgumentException(
          "entries [%d, %d) (expected: a range within [0, %d))".formatted(start, end, head.size()));
    }
    new EntryReader(this, transport, head).read(start, end, sink);
  }

  /**
   * Which entries the log's look-up index names for a key. <b>The log's word</b>: an entry that is
   * named must still be read and compared, and that no other one exists is not shown.
   *
   * @param key what to look for
   * @return indices in rising order, at most {@value LookupPages#MAX_HITS}; empty where this log
   *     has no look-up index
   * @throws LogException with the verdict
   */
  public Optional<List<Long>> lookup(LookupKey key) throws LogException {
    return Answers.ask(transport, () -> LookupPages.read(transport, key));
  }

  /**
   * One page of what the log's look-up index names for a key. <b>The log's word</b>: each hit must
   * still be proven and compared, and that there are no others is not shown.
   *
   * @param key what to look for
   * @param page how many, in which order, from where on
   * @return hits as the log gave them; empty where this log has no look-up index
   * @throws RefusedException if the log does not take the question, such as a token that is none
   * @throws LogException with the verdict
   */
  public Optional<LookupPage> lookup(LookupKey key, PageRequest page)
      throws LogException, RefusedException {
    try {
      return Answers.ask(transport, () -> transport.lookup(key, page));
    } catch (LogUnreachableException e) {
      if (e.getCause() instanceof RefusedException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  /** Whether this way to the log leads to its documents: a folder may have none. */
  public boolean hasDocuments() {
    return transport.hasDocuments();
  }

  /**
   * A document that a record names by its digest.
   *
   * @param sha256 the digest
   * @param maxBytes more than this is refused
   * @return bytes that have this digest
   * @throws LogException with the verdict
   */
  public byte[] document(Hash sha256, int maxBytes) throws LogException {
    byte[] bytes = Answers.ask(transport, () -> transport.document(sha256, maxBytes));
    Hash computed = Hash.of(dev.vitrine.crypto.Sha256.digest(bytes));
    if (!computed.equals(sha256)) {
      throw new UntrustedException(
          "document from %s: SHA-256 %s (expected: %s)"
              .formatted(transport.address(), computed, sha256));
    }
    return bytes;
  }

  /**
   * The log's tiles as they come, for audits and mirrors. <b>Not verified.</b>
   *
   * @return empty where this client's address carries no tiles
   */
  public Optional<TileSource> unverifiedTiles() {
    return transport.tiles();
  }

  /**
   * A session for many appends.
   *
   * @return a new session, to be closed
   */
  public AppendSession appends() {
    return new AppendSession(
        transport, settings.appendWindow(), settings.appendPatience(), settings.onAppendDelay());
  }

  /**
   * Appends one entry and waits for the stage.
   *
   * @param entry 1..65,535 bytes
   * @param stage how far it must have come
   * @return the log's promise, and from {@link Stage#PUBLISHED} on the proof
   * @throws AppendRejectedException if the log refuses the entry
   * @throws LogException with the verdict
   * @throws InterruptedException if interrupted while waiting
   */
  public Appended append(byte[] entry, Stage stage)
      throws LogException, AppendRejectedException, InterruptedException {
    Acknowledgement promise;
    try (AppendSession session = appends()) {
      promise = session.append(entry).get();
    } catch (ExecutionException e) {
      throw appendFailure(Causes.unwrap(e));
    }
    if (stage == Stage.DURABLE) {
      return new Appended(promise, Optional.empty());
    }
    VerifiedHead head = awaitHead(promise.index() + 1, settings.appendPatience());
    requireSameRecord(promise, head);
    return new Appended(promise, Optional.of(inclusion(promise.index(), promise.leafHash(), head)));
  }

  private static LogException appendFailure(Throwable cause) throws AppendRejectedException {
    if (cause instanceof AppendRejectedException rejected) {
      throw rejected;
    }
    return cause instanceof LogException log
        ? log
        : new LogUnreachableException("append failed: " + cause.getMessage(), cause);
  }

  /**
   * Waits until the log has published a head of at least a size.
   *
   * @param size 1..2^63-1
   * @param patience how long to wait
   * @return the first such head seen
   * @throws LogException with the verdict; {@link NotInLogException} where patience ran out
   * @throws InterruptedException if interrupted while waiting
   */
  public VerifiedHead awaitHead(long size, Duration patience)
      throws LogException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_POLL;
    while (true) {
      VerifiedHead head = head();
      if (head.size() >= size) {
        return head;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new NotInLogException(
            "head of %d entries after %s (expected: at least %d)"
                .formatted(head.size(), patience, size));
      }
      Thread.sleep(pause.toMillis());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : pause.multipliedBy(2);
    }
  }

  /**
   * The same questions as futures.
   *
   * @param executor runs the blocking calls; its size bounds how many are under way
   * @return a view of this client
   */
  public AsyncLogClient async(Executor executor) {
    return new AsyncLogClient(this, executor);
  }

  private void requireCovered(long index, VerifiedHead head) throws NotInLogException {
    if (index < 0 || index >= head.size()) {
      throw new NotInLogException(
          "index %d (expected: 0 to %d, the log %s has %d entries)"
              .formatted(index, head.size() - 1, head.origin(), head.size()));
    }
  }

  @Override
  public void close() {
    transport.close();
  }
}
