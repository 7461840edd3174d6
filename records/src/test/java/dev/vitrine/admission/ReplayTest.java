package dev.vitrine.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void next_everyEntryOfARandomLog_admittedWithTheSameStateHash(long seed) {
    TestLog log = TestLog.ready();
    RandomRecords random = new RandomRecords(log, seed);
    Map<String, Integer> verdicts = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      Decision decision = log.append(random.next());
      String name =
          decision instanceof Decision.Rejected r
              ? r.rejection().code()
              : decision.getClass().getSimpleName();
      verdicts.merge(name, 1, Integer::sum);
    }
    assertThat(verdicts).as("variety").hasSizeGreaterThan(10).containsKey("Admitted");

    Replay replay = replay(log);
    for (byte[] entry : log.entries) {
      assertThat(replay.next(entry).decision()).isInstanceOf(Decision.Admitted.class);
    }
    assertThat(replay.head()).isEqualTo(StateHead.of(log.state));
    assertThat(replay.head().size()).isEqualTo(log.entries.size());
  }

  @Test
  void next_entriesInAnotherOrder_otherStateHashOrRefusal() {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    log.mustAppend(records.signed(records.build("p", "1")));
    log.mustAppend(records.signed(records.build("q", "1")));
    Replay replay = replay(log);
    int last = log.entries.size() - 1;
    for (int i = 0; i <= last; i++) {
      int swapped = i == last ? last - 1 : i == last - 1 ? last : i;
      assertThat(replay.next(log.entries.get(swapped)).decision())
          .isInstanceOf(Decision.Admitted.class);
    }
    assertThat(replay.head().hash()).isNotEqualTo(StateHead.of(log.state).hash());
  }

  @Test
  void next_entryThatTheRulesRefuse_isReportedAndChangesNothing() {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    Replay replay = replay(log);
    log.entries.forEach(replay::next);
    StateHead before = replay.head();
    byte[] forged = records.signed(records.rebuild(1, "a")).encode();
    Replay.Verdict verdict = replay.next(forged);
    assertThat(verdict.index()).isEqualTo(log.entries.size());
    assertThat(verdict.decision())
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            r -> assertThat(r.rejection().code()).isEqualTo("TARGET_KIND"));
    assertThat(replay.head()).isEqualTo(before);
  }

  @Test
  void next_withoutDocuments_theirRulesAreLeftOutAndTheStateIsTheSame() {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    log.mustAppend(records.signed(records.update("s")));
    InMemoryState untold = new InMemoryState();
    InMemoryState without = new InMemoryState();
    Replay unknown =
        new Replay(new RecordAdmission(untold, BlobView.untold(), Optional.empty()), untold);
    Replay none =
        new Replay(new RecordAdmission(without, BlobView.none(), Optional.empty()), without);

    for (byte[] entry : log.entries) {
      assertThat(unknown.next(entry).decision()).isInstanceOf(Decision.Admitted.class);
    }
    log.entries.subList(0, log.entries.size() - 1).forEach(none::next);

    assertThat(unknown.head()).isEqualTo(StateHead.of(log.state));
    assertThat(none.next(log.entries.get(log.entries.size() - 1)).decision())
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            r -> assertThat(r.rejection().code()).isEqualTo("EVIDENCE_MISSING"));
  }

  @Test
  void next_jsonFormInTheLog_isReported() throws Exception {
    TestLog log = TestLog.ready();
    Replay replay = replay(log);
    String json = dev.vitrine.record.Envelope.parse(log.entries.get(0)).json();
    byte[] bytes = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    assertThat(log.admission.check(bytes).entry()).isEqualTo(log.entries.get(0));
    assertThat(replay.next(bytes).decision())
        .isInstanceOfSatisfying(
            Decision.Rejected.class,
            r -> assertThat(r.rejection().code()).isEqualTo("ENVELOPE_NOT_CANONICAL"));
  }

  static Replay replay(TestLog log) {
    InMemoryState state = new InMemoryState();
    return new Replay(new RecordAdmission(state, log.blobView(), Optional.empty()), state);
  }
}
