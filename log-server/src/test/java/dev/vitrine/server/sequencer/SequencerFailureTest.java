package dev.vitrine.server.sequencer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.server.Entries;
import dev.vitrine.server.storage.DiskFullException;
import dev.vitrine.server.storage.FatalStoreException;
import dev.vitrine.server.storage.FaultyLogStore;
import dev.vitrine.server.storage.FaultyLogStore.Call;
import dev.vitrine.server.storage.FaultyLogStore.Fault;
import dev.vitrine.server.storage.StoreException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Commits and reads that fail. */
class SequencerFailureTest extends SequencerFixture {
  @Test
  void commit_refusedForSpace_batchFailsNextGoesOn() throws Exception {
    FaultyLogStore faulty = new FaultyLogStore(memory);
    Sequencer sequencer = open(faulty, admission, OPTIONS);
    get(submit(sequencer, Entries.text(0)));
    faulty.arm(new Fault(Call.COMMIT, false, new DiskFullException("no room")));
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(1))))
        .cause()
        .isInstanceOfSatisfying(
            OverloadedException.class,
            e -> assertThat(e.reason()).isEqualTo(OverloadedException.Reason.DISK_FULL));
    assertThat(get(submit(sequencer, Entries.text(1))).index()).isEqualTo(1);
    assertThat(get(submit(sequencer, Entries.text(2))).index()).isEqualTo(2);
    assertThat(fatal).isNotDone();
  }

  @Test
  void commit_failsUnderAPreparedBatch_preparedOneIsDecidedAgain() throws Exception {
    Gated gated = new Gated(memory);
    Sequencer sequencer = open(gated, admission, OPTIONS);
    CompletableFuture<Appended> lost = submit(sequencer, Entries.text(0));
    gated.awaitEntered();
    // A copy of the entry that will not be stored, and one more.
    CompletableFuture<Appended> copy = submit(sequencer, Entries.text(0));
    CompletableFuture<Appended> next = submit(sequencer, Entries.text(1));
    gated.fail(new StoreException("bad luck"));
    assertThatThrownBy(() -> get(lost)).cause().isInstanceOf(OverloadedException.class);
    assertThat(get(copy))
        .extracting(Appended::index, Appended::duplicate)
        .containsExactly(0L, false);
    assertThat(get(next).index()).isEqualTo(1);
    assertThat(memory.entry(0)).contains(Entries.text(0));
  }

  @Test
  void commit_outcomeUnknown_everythingStops() throws Exception {
    FaultyLogStore faulty = new FaultyLogStore(memory);
    Sequencer sequencer = open(faulty, admission, OPTIONS);
    faulty.arm(
        new Fault(Call.COMMIT, true, new FatalStoreException("who knows", new IOException("EIO"))));
    CompletableFuture<Appended> answer = submit(sequencer, Entries.text(0));
    assertThat(fatal.get(10, TimeUnit.SECONDS)).hasMessage("who knows");
    assertThatThrownBy(() -> get(answer)).cause().isInstanceOf(StoppingException.class);
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(1))))
        .cause()
        .isInstanceOf(StoppingException.class);
    assertThat(heads).isEmpty();
  }

  @Test
  void indexOf_fails_thatEntryFailsOthersGoOn() throws Exception {
    FaultyLogStore faulty = new FaultyLogStore(memory);
    Sequencer sequencer = open(faulty, admission, OPTIONS);
    faulty.arm(new Fault(Call.INDEX_OF, false, new StoreException("read error")));
    assertThatThrownBy(() -> get(submit(sequencer, Entries.text(0))))
        .cause()
        .isInstanceOf(OverloadedException.class);
    assertThat(get(submit(sequencer, Entries.text(0))).index()).isZero();
  }
}
