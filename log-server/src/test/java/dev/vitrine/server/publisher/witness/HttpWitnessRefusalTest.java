package dev.vitrine.server.publisher.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.server.publisher.LogContradictedException;
import dev.vitrine.server.publisher.WitnessQuorum.WitnessState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What witnesses answer when they do not cosign, and what that says of the log. */
class HttpWitnessRefusalTest extends HttpWitnessFixture {

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

  private static WitnessState state(HttpWitnessQuorum quorum) {
    return quorum.states().get(0);
  }
}
