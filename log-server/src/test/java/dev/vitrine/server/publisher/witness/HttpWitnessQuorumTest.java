package dev.vitrine.server.publisher.witness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.HashReader;
import dev.vitrine.merkle.NodeId;
import dev.vitrine.merkle.ProofBuilder;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.server.publisher.LogContradictedException;
import dev.vitrine.server.publisher.WitnessQuorum.WitnessState;
import dev.vitrine.witness.AddCheckpointRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log's side of the conversation, with witnesses that behave and witnesses that do not. */
@Timeout(60)
class HttpWitnessQuorumTest {
  private static final int LEAVES = 20;

  private final Map<NodeId, Hash> nodes = new HashMap<>();
  private final HashReader reader = ids -> ids.stream().map(nodes::get).toList();
  private final List<AutoCloseable> open = new ArrayList<>();
  private SignerKey log;
  private FakeWitness w1;
  private FakeWitness w2;

  @BeforeEach
  void start() throws Exception {
    log = SignerKey.generate("log.example/a", SignatureType.ED25519);
    CompactRange range = CompactRange.empty();
    for (int i = 0; i < LEAVES; i++) {
      Hash leaf = TreeHasher.leaf(("leaf " + i).getBytes(UTF_8));
      range.append(leaf, nodes::put);
      nodes.put(new NodeId(0, i), leaf);
    }
    w1 = keep(new FakeWitness("witness.example/w1"));
    w2 = keep(new FakeWitness("witness.example/w2", SignatureType.ML_DSA_44_COSIGNATURE));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void growth_firstThenMore_sendsTheRememberedSizeOverOneConnection() throws Exception {
    HttpWitnessQuorum quorum = quorum("all", w1, w2);
    assertThat(cosign(quorum, 5)).hasSize(2);
    assertThat(cosign(quorum, 9)).hasSize(2);
    assertThat(cosign(quorum, 9)).hasSize(2);

    assertThat(oldSizes(w1)).containsExactly(0L, 5L, 9L);
    assertThat(oldSizes(w2)).containsExactly(0L, 5L, 9L);
    assertThat(w1.ports().stream().distinct()).hasSize(1);
  }

  @Test
  void conflict_withASmallerSize_isRetriedOnceFromThere() throws Exception {
    w1.remember(signed(3));
    HttpWitnessQuorum quorum = quorum("any", w1);

    assertThat(cosign(quorum, 9)).hasSize(1);
    assertThat(oldSizes(w1)).containsExactly(0L, 3L);
  }

  @Test
  void conflict_afterTheWitnessForgot_isRetriedFromZero() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1);
    cosign(quorum, 5);
    w1.forget();

    assertThat(cosign(quorum, 9)).hasSize(1);
    assertThat(oldSizes(w1)).containsExactly(0L, 5L, 0L);
  }

  @Test
  void conflict_again_failsThisWitnessWithoutALoop() throws Exception {
    w1.answer(409, "text/x.tlog.size", "3\n");
    w1.answer(409, "text/x.tlog.size", "4\n");
    HttpWitnessQuorum quorum = quorum("any", w1);

    assertThatThrownBy(() -> cosign(quorum, 9)).hasCauseInstanceOf(QuorumNotMetException.class);
    assertThat(w1.bodies()).hasSize(2);
  }

  @Test
  void conflict_withALargerSizeThanEverSigned_contradictsTheLog() throws Exception {
    w1.remember(signed(LEAVES));
    HttpWitnessQuorum quorum = quorum("any", w2, w1);
    w2.hold();

    assertThatThrownBy(() -> cosign(quorum, 9))
        .cause()
        .isInstanceOf(LogContradictedException.class)
        .hasMessageContaining("cosigned size 20")
        .hasMessageContaining("<= 9");
    w2.release();
  }

  @Test
  void conflict_withOurNewerCheckpoint_isNotTakenForARollback() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1);
    cosign(quorum, 9);
    w1.answer(409, "text/x.tlog.size", "9\n");

    assertThatThrownBy(() -> cosign(quorum, 5)).hasCauseInstanceOf(QuorumNotMetException.class);
  }

  @Test
  void equalSize_answered422_contradictsTheLog() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1);
    cosign(quorum, 9);
    w1.answer(422, "text/plain", "another root");

    assertThatThrownBy(() -> cosign(quorum, 9)).hasCauseInstanceOf(LogContradictedException.class);
  }

  @Test
  void equalSize_answered409WithoutSize_contradictsTheLogAsBeforeVersion11() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1);
    cosign(quorum, 9);
    w1.answer(409, "", "");

    assertThatThrownBy(() -> cosign(quorum, 9)).hasCauseInstanceOf(LogContradictedException.class);
  }

  @Test
  void growth_answered409WithoutSizeOr422_failsOnlyThisWitness() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1, w2);
    cosign(quorum, 5);
    Awaitility.await().until(() -> w1.size() == 5 && w2.size() == 5);
    w1.answer(422, "text/plain", "proof");

    assertThat(cosign(quorum, 9)).hasSize(1);
  }

  @Test
  void unknownLog_answered404Or403Or500_failsOnlyThisWitness() throws Exception {
    for (int status : new int[] {404, 403, 500, 400}) {
      HttpWitnessQuorum quorum = quorum("any", w1);
      w1.answer(status, "text/plain", "who are you");
      assertThatThrownBy(() -> cosign(quorum, 9))
          .as("status %d", status)
          .cause()
          .isInstanceOf(QuorumNotMetException.class)
          .hasMessageContaining("status " + status + ": who are you");
      assertThat(state(quorum).lastError()).contains("status " + status);
    }
  }

  @Test
  void rest_after429_isAsLongAsTheWitnessAsked() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1);
    w1.answer(429, "text/plain", "slow down");
    assertThatThrownBy(() -> cosign(quorum, 9)).hasCauseInstanceOf(QuorumNotMetException.class);

    assertThatThrownBy(() -> cosign(quorum, 9)).hasMessageContaining("rests after");
    assertThat(w1.bodies()).hasSize(1);
  }

  @Test
  void firstUse_thatTrustsWithoutProof_isServedAsAnyOther() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1);
    cosign(quorum, 5);
    w1.forget();
    w1.trustOnFirstUse();

    assertThat(cosign(quorum, 9)).hasSize(1);
  }

  @Test
  void body_sentToAWitness_holdsOnlyTheLogsSignature() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1);
    SignedCheckpoint cosigned =
        signed(9).withSignatures(w2.key().sign(signed(9).checkpoint(), Instant.EPOCH));
    quorum.cosign(cosigned, this::proof).get(10, TimeUnit.SECONDS);

    AddCheckpointRequest request = AddCheckpointRequest.parse(w1.bodies().get(0));
    assertThat(request.checkpoint().signatures()).hasSize(1);
    assertThat(w1.bodies().get(0).length).isLessThan(10_000);
  }

  @Test
  void body_ofALogWithTwoKeysAndTheLongestProof_fitsTheSmallestWitness() throws Exception {
    SignerKey postQuantum =
        SignerKey.generate("log.example/a", SignatureType.ML_DSA_44_COSIGNATURE);
    Checkpoint checkpoint = new Checkpoint("log.example/a", Long.MAX_VALUE, Hash.EMPTY_ROOT);
    SignedCheckpoint signed =
        SignedCheckpoint.of(
            checkpoint,
            List.of(
                log.sign(checkpoint, Instant.EPOCH),
                postQuantum.sign(checkpoint, Instant.ofEpochSecond(1))));
    ConsistencyProof proof =
        new ConsistencyProof(1, Long.MAX_VALUE, Collections.nCopies(63, Hash.EMPTY_ROOT));

    assertThat(AddCheckpointBody.encode(1, proof, signed)).hasSizeLessThan(10 << 10);
  }

  @Test
  void answer_withLinesOfOthers_givesOnlyTheWitnessesOwn() throws Exception {
    Checkpoint checkpoint = signed(9).checkpoint();
    Instant time = Instant.ofEpochSecond(5);
    NoteSignature own = w1.key().sign(checkpoint, time);
    w1.answer(200, "", w2.key().sign(checkpoint, time).line() + "\n" + own.line() + "\n");

    assertThat(cosign(quorum("any", w1), 9)).containsExactly(own);
  }

  @Test
  void answer_thatDoesNotVerify_isNoCosignature() throws Exception {
    Instant time = Instant.ofEpochSecond(5);
    List<String> bodies =
        List.of(
            "",
            "ok\n",
            w1.key().sign(signed(8).checkpoint(), time).line() + "\n",
            w2.key().sign(signed(9).checkpoint(), time).line() + "\n",
            w1.key().sign(signed(9).checkpoint(), Instant.EPOCH).line() + "\n",
            "x".repeat(PeerHttp.MAX_ANSWER + 1));
    for (String body : bodies) {
      w1.answer(200, "text/plain", body);
      assertThatThrownBy(() -> cosign(quorum("any", w1), 9))
          .as(body.length() > 300 ? "long" : body)
          .hasCauseInstanceOf(QuorumNotMetException.class);
    }
  }

  @Test
  void slowWitness_outsideTheQuorum_delaysNothingAndGetsTheNewestNext() throws Exception {
    HttpWitnessQuorum quorum = quorum("any", w1, w2);
    w1.hold();
    for (int size = 5; size <= 15; size++) {
      long started = System.nanoTime();
      assertThat(cosign(quorum, size)).hasSize(1);
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
    }
    w1.release();
    Awaitility.await().until(() -> w1.size() == 15);

    assertThat(oldSizes(w1)).containsExactly(0L, 5L);
  }

  @Test
  void deadWitness_inTheQuorum_failsInBoundedTimeWithWhatIsLacking() throws Exception {
    HttpWitnessQuorum quorum = quorum("all", w1, w2);
    w2.close();

    assertThatThrownBy(() -> cosign(quorum, 9))
        .cause()
        .isInstanceOf(QuorumNotMetException.class)
        .hasMessageContaining("1 cosignatures");
    assertThat(quorum.state("w0").cosignedSize()).isEqualTo(9);
    assertThat(quorum.state("w1").cosignedSize()).isEqualTo(-1);
    assertThat(quorum.state("w1").lastError()).isNotEmpty();
  }

  @Test
  void silentWitness_inTheQuorum_endsWithTheRequestTimeout() throws Exception {
    HttpWitnessQuorum quorum = quorum("all", w1);
    w1.hold();

    assertThatThrownBy(() -> cosign(quorum, 9)).hasCauseInstanceOf(QuorumNotMetException.class);
    w1.release();
  }

  @Test
  void cosignedSize_isTheLargestHeadWithOurSignature() throws Exception {
    w1.remember(signed(7));
    SignerKey stranger = SignerKey.generate("log.example/a", SignatureType.ED25519);
    Checkpoint lie = new Checkpoint("log.example/a", 900, Hash.EMPTY_ROOT);
    w2.remember(SignedCheckpoint.of(lie, List.of(stranger.sign(lie, Instant.EPOCH))));

    assertThat(quorum("any", w1, w2).cosignedSize()).hasValue(7);
  }

  @Test
  void cosignedSize_nobodyKnows_isEmpty() throws Exception {
    w2.close();
    assertThat(quorum("any", w1, w2).cosignedSize()).isEmpty();
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private HttpWitnessQuorum quorum(String threshold, FakeWitness... witnesses) throws Exception {
    StringBuilder text = new StringBuilder("log " + log.verifierKey() + "\n");
    StringBuilder group = new StringBuilder("group g " + threshold);
    for (int i = 0; i < witnesses.length; i++) {
      text.append(witnesses[i].policyLine("w" + i));
      group.append(" w").append(i);
    }
    Policy policy = Policy.parse(text.append(group).append("\nquorum g\n").toString());
    return keep(
        new HttpWitnessQuorum(
            policy, Duration.ofSeconds(3), WitnessObserver.none(), () -> 1_800_000_000L));
  }

  private List<NoteSignature> cosign(HttpWitnessQuorum quorum, long size)
      throws ExecutionException, InterruptedException, TimeoutException {
    CompletableFuture<List<NoteSignature>> answer = quorum.cosign(signed(size), this::proof);
    return answer.get(20, TimeUnit.SECONDS);
  }

  private static WitnessState state(HttpWitnessQuorum quorum) {
    return quorum.states().get(0);
  }

  private ConsistencyProof proof(long oldSize, long newSize) throws IOException {
    return ProofBuilder.consistency(reader, oldSize, newSize);
  }

  private SignedCheckpoint signed(long size) {
    try {
      Checkpoint checkpoint =
          new Checkpoint("log.example/a", size, ProofBuilder.root(reader, size));
      return SignedCheckpoint.of(checkpoint, List.of(log.sign(checkpoint, Instant.EPOCH)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> oldSizes(FakeWitness witness) throws Exception {
    List<Long> sizes = new ArrayList<>();
    for (byte[] body : witness.bodies()) {
      sizes.add(AddCheckpointRequest.parse(body).oldSize());
    }
    return sizes;
  }
}
