package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.Decision;
import dev.vitrine.admission.OpenAdmission;
import dev.vitrine.admission.Rejection;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.admission.StateView;
import dev.vitrine.admission.StateWrite;
import dev.vitrine.merkle.PackageExample;
import dev.vitrine.server.Entries;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Indices, duplicates, when an answer leaves, and what stopping means. */
class SequencerTest extends SequencerFixture {
  @Test
  void submit_manyEntries_eachAnsweredWithItsIndex() throws Exception {
    Sequencer sequencer = open(memory, admission, OPTIONS);
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 900; i++) {
      answers.add(submit(sequencer, Entries.text(i)));
    }
    for (int i = 0; i < 900; i++) {
      Appended appended = get(answers.get(i));
      assertThat(appended.index()).isEqualTo(i);
      assertThat(appended.duplicate()).isFalse();
      assertThat(memory.entry(i)).contains(Entries.text(i));
    }
    assertThat(heads).last().isEqualTo(memory.head());
  }

  @Test
  void submit_duplicates_firstIndexInSameAndLaterBatchAndAfterRestart() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    // The first batch is held in the commit while copies of it arrive.
    CompletableFuture<Appended> first = submit(sequencer, Entries.text(1));
    gated.awaitEntered();
    CompletableFuture<Appended> overlapping = submit(sequencer, Entries.text(1));
    CompletableFuture<Appended> other = submit(sequencer, Entries.text(2));
    CompletableFuture<Appended> sameBatch = submit(sequencer, Entries.text(2));
    assertThat(first).isNotDone();
    gated.release();
    assertThat(get(first))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(0L, false);
    assertThat(get(overlapping))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(0L, true);
    assertThat(get(other))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(1L, false);
    assertThat(get(sameBatch))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(1L, true);
    sequencer.close();
    Sequencer again = open(memory, admission, OPTIONS);
    assertThat(get(submit(again, Entries.text(2))).index()).isEqualTo(1);
    assertThat(memory.head().size()).isEqualTo(2);
  }

  /** The package's worked example. */
  @Test
  void submit_sameEntriesAgain_answeredAsInTheExample() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    List<Integer> entries = List.of(1, 1, 2, 2);
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int entry : entries) {
      answers.add(submit(sequencer, Entries.text(entry)));
      gated.awaitEntered();
    }
    gated.release();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Appended appended = get(answers.get(i));
      String duplicate = appended.duplicate() ? ", duplicate" : "";
      lines.add(entries.get(i) + "  index " + appended.index() + duplicate);
    }
    assertThat(lines).isEqualTo(PackageExample.of(Sequencer.class));
  }

  @Test
  void submit_whileSyncing_nothingAnsweredBeforeCommitReturns() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    CompletableFuture<Appended> answer = submit(sequencer, Entries.text(1));
    gated.awaitEntered();
    assertThat(answer).isNotDone();
    gated.release();
    assertThat(get(answer).index()).isZero();
  }

  @Test
  void close_acceptedEntries_allStoredAndAnswered() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      answers.add(submit(sequencer, Entries.text(i)));
    }
    gated.release();
    sequencer.close();
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    assertThat(memory.head().size()).isEqualTo(500);
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(500))))
        .cause()
        .isInstanceOf(StoppingException.class);
  }

  @Test
  void pause_drained_resumeTakesAgain() throws Exception {
    Sequencer sequencer = open(memory, admission, OPTIONS);
    for (int i = 0; i < 300; i++) {
      submit(sequencer, Entries.text(i));
    }
    sequencer.pause("frozen for a test");
    sequencer.awaitDrained();
    assertThat(memory.head().size()).isEqualTo(300);
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(300))))
        .cause()
        .hasMessage("frozen for a test");
    sequencer.resume();
    assertThat(get(submit(sequencer, Entries.text(300))).index()).isEqualTo(300);
  }

  @Test
  void admission_readsStateOfItsOwnAndTheSyncingBatch() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, new OncePerLength(), OPTIONS);
    CompletableFuture<Appended> first = submit(sequencer, Entries.text(1));
    gated.awaitEntered();
    CompletableFuture<Appended> second = submit(sequencer, Entries.text(2));
    CompletableFuture<Appended> longer = submit(sequencer, Entries.text(10));
    CompletableFuture<Appended> longerAgain = submit(sequencer, Entries.text(11));
    gated.release();
    assertThat(get(first).index()).isZero();
    assertThatThrownBy(() -> get(second))
        .cause()
        .isInstanceOfSatisfying(
            RejectedAppendException.class,
            e -> assertThat(e.rejection().code()).isEqualTo("LENGTH_TAKEN"));
    assertThat(get(longer).index()).isEqualTo(1);
    assertThatThrownBy(() -> get(longerAgain)).cause().isInstanceOf(RejectedAppendException.class);
  }

  /** Admits one entry of each length. */
  private static final class OncePerLength implements Admission {
    @Override
    public Candidate check(byte[] entry) throws RejectionException {
      return new OpenAdmission().check(entry);
    }

    @Override
    public Decision admit(StateView state, Candidate candidate, long index, Instant batchTime) {
      byte[] key = ("length " + candidate.entry().length).getBytes(StandardCharsets.US_ASCII);
      if (state.get(key).isPresent()) {
        return new Decision.Rejected(
            new Rejection("LENGTH_TAKEN", "", "", "taken", Rejection.Status.FAILED_PRECONDITION));
      }
      return new Decision.Admitted(List.of(StateWrite.put(key, new byte[] {1})), List.of());
    }
  }
}
