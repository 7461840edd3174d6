package dev.vitrine.server.publisher.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.witness.AddCheckpointRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The log's side of the conversation, with witnesses that behave and witnesses that do not. */
class HttpWitnessQuorumTest extends HttpWitnessFixture {

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
}
