package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.admission.StateView;
import dev.vitrine.merkle.Hash;
import dev.vitrine.server.Entries;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who finds a place in the queue, and who is told to come back. */
class SequencerQueueTest extends SequencerFixture {
  /** Open admission whose entries are charged to their first byte. */
  private final Admission charging =
      new Admission() {
        @Override
        public Candidate check(byte[] entry) throws RejectionException {
          return new Charged(admission.check(entry), String.valueOf((char) entry[0]));
        }

        @Override
        public Decision admit(StateView state, Candidate c, long index, Instant time) {
          return admission.admit(state, ((Charged) c).candidate(), index, time);
        }
      };

  @Test
  void submit_oneKeyFloodsTheQueue_othersStillFindAPlace() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, charging, new SequencerOptions(10, 1 << 20, 50, 1, 1 << 16));
    CompletableFuture<Appended> first =
        sequencer.submit(charging.check("x".getBytes(StandardCharsets.UTF_8)));
    gated.awaitEntered();
    List<CompletableFuture<Appended>> greedy = flood(sequencer, "a");
    CompletableFuture<Appended> other =
        sequencer.submit(charging.check("b".getBytes(StandardCharsets.UTF_8)));

    // Five wait; one more may have moved on into the open batch.
    List<CompletableFuture<Appended>> refused =
        greedy.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
    assertThat(refused).hasSizeBetween(34, 35);
    assertThatThrownBy(() -> refused.get(0).get())
        .cause()
        .isInstanceOfSatisfying(
            OverloadedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(OverloadedException.Reason.KEY_SHARE_FULL);
              assertThat(e.keyId()).isEqualTo("a");
            })
        .hasMessage(
            "queue: 5 entries, 10 bytes of key a wait"
                + " (expected: room in its share, 50 % or 5 entries, 524250 bytes)");
    assertThat(other).isNotDone();
    gated.release();
    assertThat(get(other).duplicate()).isFalse();
    assertThat(get(first).index()).isZero();
    // What was drained is no longer held against the key.
    assertThat(flood(sequencer, "c").get(0)).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void submit_oneKeyFloodsTheQueue_anotherIsInTheNextBatchButOne() throws Exception {
    int batch = 4 * Lanes.TURN_ENTRIES;
    Gated gated = new Gated(memory);
    Sequencer sequencer =
        open(gated, charging, new SequencerOptions(20_000, 1 << 30, 90, batch, 1 << 30));
    sequencer.submit(charging.check("x".getBytes(StandardCharsets.UTF_8)));
    gated.awaitEntered();
    List<CompletableFuture<Appended>> flood = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      flood.add(sequencer.submit(charging.check(("a" + i).getBytes(StandardCharsets.UTF_8))));
    }
    CompletableFuture<Appended> slow =
        sequencer.submit(charging.check("b".getBytes(StandardCharsets.UTF_8)));
    gated.release();

    // One batch is in the commit and one may be put together already; it is in the one after these.
    assertThat(get(slow).index()).isLessThan(1 + 2 * batch);
    assertThat(get(flood.get(9_999)).index()).isEqualTo(10_001);
  }

  @Test
  void submit_queueFull_refusedAtOnceWithRetryAfter() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, new SequencerOptions(4, 1 << 20, 100, 2, 1 << 16));
    submit(sequencer, Entries.text(0));
    gated.awaitEntered();
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 1; i < 40; i++) {
      answers.add(submit(sequencer, Entries.text(i)));
    }
    List<CompletableFuture<Appended>> refused =
        answers.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
    assertThat(refused).hasSizeGreaterThanOrEqualTo(33);
    assertThatThrownBy(() -> refused.get(0).get())
        .cause()
        .isInstanceOfSatisfying(
            OverloadedException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(OverloadedException.Reason.QUEUE_FULL);
              assertThat(e.retryAfter()).isPositive();
            });
    gated.release();
    for (CompletableFuture<Appended> answer : answers) {
      if (!refused.contains(answer)) {
        get(answer);
      }
    }
    assertThat(memory.head().size()).isEqualTo(40 - refused.size());
  }

  private List<CompletableFuture<Appended>> flood(Sequencer sequencer, String key)
      throws Exception {
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      byte[] entry = (key + i).getBytes(StandardCharsets.UTF_8);
      answers.add(sequencer.submit(charging.check(entry)));
    }
    return answers;
  }

  private record Charged(Candidate candidate, String key) implements Candidate {
    @Override
    public byte[] entry() {
      return candidate.entry();
    }

    @Override
    public Hash leafHash() {
      return candidate.leafHash();
    }

    @Override
    public Optional<String> account() {
      return Optional.of(key);
    }
  }
}
