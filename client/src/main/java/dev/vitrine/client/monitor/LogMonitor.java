package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.admission.StateHead;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.follow.Consistency;
import dev.vitrine.client.follow.Follower;
import dev.vitrine.client.follow.ForkException;
import dev.vitrine.client.follow.LeafBatch;
import dev.vitrine.client.gossip.HeldLog;
import dev.vitrine.client.http.AnswerTooLargeException;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileId;
import dev.vitrine.tile.TileVerificationException;
import dev.vitrine.tile.VerifyingTileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Follows one log; see the package. One thread. */
public final class LogMonitor implements HeldLog {
  /** Entries after which what was learned is committed even if the end is not reached. */
  private static final long COMMIT_EVERY = 16_384;

  /** What may be learned before it is committed; as many bytes are held in memory. */
  private static final int MOST_WRITES = 10_000;

  private static final long MOST_BYTES = 1 << 20;

  private static final int MOST_AGREED = 1024;

  private static final String OWN = "monitor";
  private static final String ALERTED = "alerted";
  private static final String CHANGED = "changed";
  private static final String FORKED = "forked";
  private static final String TROUBLE = "trouble";

  private final MonitoredLog log;
  private final MonitorState state;
  private final StepMemory memory;
  private final EntryInspector inspector;
  private final List<Rule> rules;
  private final Outbox outbox;
  private final InstantSource clock;
  private final Consumer<ForkEvidence> onFork;
  private final Follower follower;
  private @Nullable VerifyingTileReader proofs;

  /** Heads of others that lie on the history followed: peers tell them again each round. */
  private final Set<String> agreed =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MOST_AGREED;
            }
          });

  /**
   * @param onFork told of a fork before its alert is committed, so that the evidence is kept first
   */
  public LogMonitor(
      MonitoredLog log,
      MonitorState state,
      List<Rule> rules,
      List<AlertSink> sinks,
      InstantSource clock,
      Consumer<ForkEvidence> onFork) {
    this.log = log;
    this.state = state;
    this.memory = new StepMemory(state);
    this.rules = log.records() ? List.copyOf(rules) : List.of();
    this.inspector =
        new EntryInspector(log.records(), this.rules, memory, new RemoteBlobs(log.remote(), clock));
    this.outbox = new Outbox(state, log.origin(), sinks, clock);
    this.clock = clock;
    this.onFork = onFork;
    this.follower = new Follower(log.remote(), log.ahead());
  }

  public MonitoredLog log() {
    return log;
  }

  public MonitorState state() {
    return state;
  }

  /** The verified head followed, if there is one. */
  public Optional<SignedCheckpoint> head() {
    return state.head().map(LogMonitor::parse);
  }

  /**
   * What the log's own rules made of the entries followed: their number and the chained hash of the
   * state they lead to, which a server that kept the rules has too.
   */
  public StateHead admission() {
    return StateHead.of(memory.admission());
  }

  /**
   * One look: takes the log's newest head and every entry up to it, and delivers alerts.
   *
   * @return whether the log was followed to a verified head
   * @throws IOException if this monitor's own state cannot be written
   */
  public boolean look() throws IOException {
    boolean followed = false;
    if (!isForked()) {
      followed = follow();
    }
    rules.forEach(rule -> rule.tick(clock.instant(), memory.of(rule.name()), this::alertWithHead));
    reportStopped();
    commit();
    outbox.flush();
    return followed;
  }

  @Override
  public String origin() {
    return log.origin();
  }

  @Override
  public List<VerifierKey> keys() {
    return log.keys();
  }

  @Override
  public List<SignedCheckpoint> heads() {
    return head().stream().toList();
  }

  @Override
  public boolean compare(SignedCheckpoint theirs) throws IOException {
    Optional<SignedCheckpoint> ours = head();
    if (isForked()) {
      return true;
    }
    if (ours.isEmpty()) {
      return false;
    }
    String name = theirs.checkpoint().size() + " " + theirs.checkpoint().root();
    if (agreed.contains(name)) {
      return true;
    }
    try {
      theirs.verify(log.keys());
      Consistency.verify(log.sources(), ours.get(), theirs);
      if (theirs.checkpoint().size() <= ours.get().checkpoint().size()) {
        agreed.add(name);
      }
    } catch (ForkException e) {
      forked(e);
      commit();
      outbox.flush();
    } catch (NoteVerificationException e) {
      return true;
    }
    return true;
  }

  private boolean follow() throws IOException {
    try {
      SignedCheckpoint head = fetchHead();
      adopt(head);
      follower.entries(state.next(), head.checkpoint(), batch -> take(batch, head));
      if (memory.of(OWN).get(TROUBLE).isPresent()) {
        memory.of(OWN).remove(TROUBLE);
      }
      return true;
    } catch (ForkException e) {
      forked(e);
    } catch (NoteFormatException
        | NoteVerificationException
        | TileFormatException
        | TileVerificationException
        | AnswerTooLargeException e) {
      trouble("LOG_INCONSISTENT", Severity.CRITICAL, e);
    } catch (MonitorWriteException e) {
      throw e.cause();
    } catch (StaleCopyException e) {
      trouble("LOG_STALE", Severity.WARNING, e);
    } catch (IOException e) {
      trouble("LOG_UNREACHABLE", Severity.WARNING, e);
    }
    return false;
  }

  private SignedCheckpoint fetchHead()
      throws IOException, NoteFormatException, NoteVerificationException {
    SignedCheckpoint head = SignedCheckpoint.parse(log.remote().checkpoint());
    if (!head.checkpoint().origin().equals(log.origin())) {
      throw new NoteVerificationException(
          "origin: " + head.checkpoint().origin() + " (expected: " + log.origin() + ")");
    }
    head.verify(log.keys());
    return head;
  }

  private void adopt(SignedCheckpoint head) throws IOException, ForkException {
    Optional<SignedCheckpoint> known = head();
    if (known.isPresent()) {
      follower.verifyConsistent(known.get(), head);
      if (head.checkpoint().size() < known.get().checkpoint().size()) {
        throw new StaleCopyException(
            "size: "
                + head.checkpoint().size()
                + " (expected: >= "
                + known.get().checkpoint().size()
                + ", served before): a stale copy");
      }
    }
    boolean grown = known.isEmpty() || head.checkpoint().size() > known.get().checkpoint().size();
    if (grown) {
      memory.of(OWN).put(CHANGED, clock.instant().toString());
    }
    memory.step().head(head.encode());
    commit();
  }

  private void take(LeafBatch batch, SignedCheckpoint head) throws IOException {
    for (long index = batch.start(); index < batch.end(); index++) {
      long at = index;
      byte[] entry = batch.entry(index);
      try {
        inspector.inspect(index, entry, batch.leaf(index), found -> alert(found, head, at, entry));
      } catch (UncheckedIOException e) {
        throw new IOException("evidence of entry " + index + ": " + e.getMessage(), e);
      }
      memory.step().next(index + 1);
      if (isDue(index + 1, head)) {
        commitAndDeliver();
      }
    }
  }

  private boolean isDue(long next, SignedCheckpoint head) {
    return next % COMMIT_EVERY == 0
        || next == head.checkpoint().size()
        || memory.step().size() > MOST_WRITES
        || memory.step().bytes() > MOST_BYTES;
  }

  private void commitAndDeliver() throws MonitorWriteException {
    try {
      commit();
      outbox.flush();
    } catch (IOException e) {
      throw new MonitorWriteException(e);
    }
  }

  private void alert(Finding finding, SignedCheckpoint head, long index, byte[] entry) {
    if (isNew(finding)) {
      add(finding, Optional.of(entry), proof(index, head));
    }
  }

  /** About what is missing, or about an entry of long ago: as of the last head that verified. */
  private void alertWithHead(Finding finding) {
    if (!isNew(finding)) {
      return;
    }
    Optional<SignedCheckpoint> head = head();
    if (head.isPresent() && finding.index().isPresent()) {
      long index = finding.index().getAsLong();
      add(finding, entry(index, head.get()), proof(index, head.get()));
    } else {
      add(finding, Optional.empty(), head.map(signed -> new String(signed.encode(), UTF_8)));
    }
  }

  private void add(Finding finding, Optional<byte[]> entry, Optional<String> proof) {
    long sequence = state.lastSequence() + memory.step().alertCount() + 1;
    Alert alert = new Alert(sequence, clock.instant(), log.origin(), finding, entry, proof);
    memory.of(ALERTED).put(alert.id(), Long.toString(sequence));
    memory.step().alert(alert);
  }

  private boolean isNew(Finding finding) {
    Alert alert =
        new Alert(1, Instant.EPOCH, log.origin(), finding, Optional.empty(), Optional.empty());
    return memory.of(ALERTED).get(alert.id()).isEmpty();
  }

  private Optional<byte[]> entry(long index, SignedCheckpoint head) {
    try {
      EntryBundle bundle = reader(head).bundle(index / TileId.FULL_WIDTH);
      return Optional.of(bundle.entry((int) (index % TileId.FULL_WIDTH)));
    } catch (IOException e) {
      // As below.
      return Optional.empty();
    }
  }

  private Optional<String> proof(long index, SignedCheckpoint head) {
    try {
      InclusionProof path = ProofBuilder.inclusion(reader(head), index, head.checkpoint().size());
      TlogProof proof = new TlogProof(Optional.empty(), index, path.path(), head);
      return Optional.of(new String(proof.encode(), UTF_8));
    } catch (IOException e) {
      // The entry was verified; an alert without its proof is better than none.
      return Optional.empty();
    }
  }

  /** One for a head, so that alerts about neighbours do not fetch the same tiles again. */
  private VerifyingTileReader reader(SignedCheckpoint head) {
    if (proofs == null || !proofs.root().equals(head.checkpoint().root())) {
      proofs = follower.reader(head.checkpoint());
    }
    return proofs;
  }

  @Override
  public void forked(ForkEvidence evidence) throws IOException {
    if (isForked()) {
      return;
    }
    remember(
        evidence,
        "shown by a peer: sizes "
            + evidence.older().checkpoint().size()
            + " and "
            + evidence.newer().checkpoint().size());
    commit();
    outbox.flush();
  }

  private void forked(ForkException fork) {
    Hash prefixRoot = fork.prefixRoot();
    ConsistencyProof proof = fork.proof();
    ForkEvidence evidence =
        ForkEvidence.of(log.keys(), fork.smaller(), fork.larger(), prefixRoot, proof);
    onFork.accept(evidence);
    remember(evidence, String.valueOf(fork.getMessage()));
  }

  private void remember(ForkEvidence evidence, String message) {
    memory.of(OWN).put(FORKED, clock.instant().toString());
    Finding finding = Finding.general("FORK", Severity.CRITICAL, log.origin(), message);
    if (isNew(finding)) {
      add(finding, Optional.empty(), Optional.of(evidence.encode()));
    }
  }

  /** One alert for each outage, not one for each look. */
  private void trouble(String rule, Severity severity, Exception cause) {
    Memory own = memory.of(OWN);
    String since = own.get(TROUBLE).orElse(clock.instant().toString());
    own.put(TROUBLE, since);
    alertWithHead(
        Finding.general(
            rule, severity, "since " + since, log.origin() + ": " + cause.getMessage()));
  }

  private void reportStopped() {
    Optional<SignedCheckpoint> head = head();
    Optional<String> changed = memory.of(OWN).get(CHANGED);
    if (head.isEmpty() || changed.isEmpty() || log.stoppedAfter().isZero()) {
      return;
    }
    Duration still = Duration.between(Instant.parse(changed.get()), clock.instant());
    if (still.compareTo(log.stoppedAfter()) > 0) {
      long size = head.get().checkpoint().size();
      alertWithHead(
          Finding.general(
              "LOG_STOPPED",
              Severity.WARNING,
              "size " + size,
              log.origin() + " has had size " + size + " since " + changed.get()));
    }
  }

  /** After a fork nothing the log says is followed; a person decides which history to believe. */
  private boolean isForked() {
    return memory.of(OWN).get(FORKED).isPresent();
  }

  private void commit() throws IOException {
    Step step = memory.step().build();
    if (!step.isEmpty()) {
      state.commit(step);
    }
    memory.committed();
  }

  private static SignedCheckpoint parse(byte[] note) {
    try {
      return SignedCheckpoint.parse(note);
    } catch (NoteFormatException e) {
      throw new IllegalStateException("the monitor's state holds no checkpoint", e);
    }
  }

  /** An older head than one seen before, but of the same history: not a fork. */
  private static final class StaleCopyException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleCopyException(String message) {
      super(message);
    }
  }
}
