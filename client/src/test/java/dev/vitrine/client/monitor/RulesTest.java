package dev.vitrine.client.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.vitrine.client.monitor.LoggedRecord.RecordSubject;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.Withdrawal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each rule: what it reports, and what it lets pass. */
class RulesTest {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

  private final TreeMap<String, String> values = new TreeMap<>();
  private final List<Finding> found = new ArrayList<>();
  private long next;

  @Test
  void keyEvent_isANoticeAndARevocationAWarning() {
    Rule rule = new KeyEvents();
    run(rule, Key.newBuilder().setAction(Key.Action.REGISTER).setKeyId(A).build());
    run(
        rule,
        Key.newBuilder().setAction(Key.Action.REVOKE).setKeyId(A).setReason("stolen").build());

    assertThat(said()).containsExactly("KEY_EVENT NOTICE 0", "KEY_EVENT WARNING 1");
    assertThat(found.get(1).message()).contains("stolen");
  }

  @Test
  void policy_afterTheFirstEntry_isAChange() {
    Rule rule = new KeyEvents();
    run(rule, Policy.getDefaultInstance());
    run(rule, Policy.getDefaultInstance());

    assertThat(said()).containsExactly("POLICY_CHANGED WARNING 1");
  }

  @Test
  void rebuild_bad_isCriticalAndAGoodOnePasses() {
    Rule rule = new Rebuilds();
    run(rule, Rebuild.newBuilder().setVerdict(Rebuild.Verdict.GOOD).build());
    run(rule, Rebuild.newBuilder().setVerdict(Rebuild.Verdict.BAD).build());
    run(rule, Rebuild.newBuilder().setVerdict(Rebuild.Verdict.FAIL).build());

    assertThat(said()).containsExactly("BAD_REBUILD CRITICAL 1", "BAD_REBUILD NOTICE 2");
  }

  @Test
  void withdrawalAndEmergency_areReported() {
    Rule rule = new Withdrawals();
    run(rule, Withdrawal.newBuilder().setSeverity(Withdrawal.Severity.CRITICAL).build());
    run(rule, Withdrawal.newBuilder().setSeverity(Withdrawal.Severity.LOW).build());
    run(rule, DetectionUpdate.newBuilder().setEmergency(true).build());
    run(rule, DetectionUpdate.getDefaultInstance());

    assertThat(said())
        .containsExactly(
            "WITHDRAWAL CRITICAL 0", "WITHDRAWAL WARNING 1", "EMERGENCY_UPDATE NOTICE 2");
  }

  @Test
  void stream_withAGapOrABranch_isCritical() {
    Rule rule = new Streams();
    run(rule, update("s", 1, ""));
    run(rule, update("s", 2, leaf(0)));
    run(rule, update("t", 1, ""));
    run(rule, update("s", 4, leaf(1)));
    run(rule, update("s", 5, leaf(1)));
    run(rule, update("s", 6, leaf(4)));

    assertThat(said()).containsExactly("STREAM_GAP CRITICAL 3", "STREAM_BRANCH CRITICAL 4");
  }

  @Test
  void version_withASecondDigest_isCriticalUnlessDeclared() {
    Rule rule = new Versions();
    Build build = Build.newBuilder().setProduct("p").setVersion("1").build();
    run(rule, build, A);
    run(rule, build, A);
    run(rule, build, B);
    run(rule, build.toBuilder().setRespin(true).build(), B);
    run(rule, build.toBuilder().setVersion("2").build(), B);

    assertThat(said()).containsExactly("SECOND_DIGEST CRITICAL 2", "SECOND_DIGEST WARNING 3");
  }

  @Test
  void relocation_notCompletedWhenDue_isOverdueUntilItIs() {
    Rule rule = new Relocations();
    DataRelocation planned =
        move("m1", State.PLANNED, "DE", "CH").toBuilder()
            .setDue(Timestamp.newBuilder().setSeconds(NOW.getEpochSecond() - 1))
            .build();
    run(rule, planned);
    rule.tick(NOW.minusSeconds(5), memory(), found::add);
    assertThat(said()).isEmpty();
    rule.tick(NOW, memory(), found::add);
    assertThat(said()).containsExactly("RELOCATION_OVERDUE WARNING 0");
    run(rule, move("m1", State.COMPLETED, "DE", "CH"));
    found.clear();
    rule.tick(NOW, memory(), found::add);
    assertThat(said()).isEmpty();
  }

  @Test
  void data_whereItWasDeclaredGone_isCritical() {
    Rule rule = new Relocations();
    run(rule, move("m1", State.COMPLETED, "DE", "CH"));
    run(rule, move("m1", State.SOURCE_DISPOSED, "DE", "CH"));
    run(rule, move("m2", State.PLANNED, "CH", "FI"));
    assertThat(said()).isEmpty();
    run(rule, move("m3", State.PLANNED, "DE", "FI"));

    assertThat(said()).containsExactly("DATA_WHERE_GONE CRITICAL 3");
  }

  @Test
  void data_thatOpenlyMovedBack_isNotWhereItIsGone() {
    Rule rule = new Relocations();
    run(rule, move("m1", State.SOURCE_DISPOSED, "DE", "CH"));
    run(rule, move("m2", State.COMPLETED, "CH", "DE"));
    run(rule, move("m3", State.PLANNED, "DE", "FI"));

    assertThat(said()).isEmpty();
  }

  @Test
  void ledger_againstTheLog_reportsBothWays() {
    String line = "{\"product\":\"p\",\"version\":\"%s\",\"sha256\":\"%s\",\"releasedAt\":\"%s\"}";
    List<LedgerLine> ledger =
        List.of(
            LedgerLine.parse(line.formatted("1", A, NOW.minusSeconds(7200))),
            LedgerLine.parse(line.formatted("2", B, NOW.minusSeconds(7200))),
            LedgerLine.parse(line.formatted("3", B, NOW)));
    Rule rule = new Ledger(() -> ledger, Duration.ofHours(1));
    Build build = Build.newBuilder().setProduct("p").setVersion("1").build();
    run(rule, build, A);
    run(rule, build, B);
    rule.tick(NOW, memory(), found::add);

    assertThat(said())
        .containsExactly("UNEXPECTED_RELEASE CRITICAL 1", "LEDGER_LINE_NOT_LOGGED CRITICAL -");
    assertThat(found.get(1).subject()).isEqualTo("p 2 " + B);
  }

  @Test
  void ledger_thatCannotBeRead_isReportedAndReleasesAreJudgedLater() {
    String line = "{\"product\":\"p\",\"version\":\"1\",\"sha256\":\"%s\",\"releasedAt\":\"%s\"}";
    List<LedgerLine> ledger = List.of(LedgerLine.parse(line.formatted(A, NOW)));
    boolean[] down = {true};
    LedgerSource source =
        () -> {
          if (down[0]) {
            throw new IOException("ledger: away");
          }
          return ledger;
        };
    Rule rule = new Ledger(source, Duration.ofHours(1));
    Build build = Build.newBuilder().setProduct("p").setVersion("1").build();
    run(rule, build, A);
    run(rule, build, B);
    assertThat(said()).isEmpty();
    rule.tick(NOW, memory(), found::add);
    rule.tick(NOW.plusSeconds(5), memory(), found::add);
    assertThat(found.get(0)).isEqualTo(found.get(1));
    assertThat(said().get(0)).isEqualTo("LEDGER_UNREADABLE WARNING -");
    assertThat(found.get(0).message()).startsWith("ledger: away");

    found.clear();
    down[0] = false;
    rule.tick(NOW.plusSeconds(10), memory(), found::add);
    rule.tick(NOW.plusSeconds(15), memory(), found::add);
    assertThat(said()).containsExactly("UNEXPECTED_RELEASE CRITICAL 1");
    assertThat(found.get(0).message()).contains("p 1: file with digest " + B);

    found.clear();
    down[0] = true;
    rule.tick(NOW.plusSeconds(20), memory(), found::add);
    assertThat(found.get(0).subject()).as("another outage").contains("00:20Z");
  }

  private List<String> said() {
    return found.stream()
        .map(
            f ->
                f.rule()
                    + " "
                    + f.severity()
                    + " "
                    + (f.index().isPresent() ? "" + f.index().getAsLong() : "-"))
        .toList();
  }

  private void run(Rule rule, Message predicate, String... digests) {
    List<RecordSubject> subjects = new ArrayList<>();
    for (String digest : digests) {
      subjects.add(new RecordSubject("file", digest));
    }
    Common common =
        predicate instanceof DetectionUpdate update
            ? update.getCommon()
            : Common.getDefaultInstance();
    rule.record(
        new LoggedRecord(next, leaf(next), "kind", predicate, common, subjects),
        memory(),
        found::add);
    next++;
  }

  private static String leaf(long index) {
    return "leaf" + index;
  }

  private static DetectionUpdate update(String stream, long sequence, String previous) {
    return DetectionUpdate.newBuilder()
        .setCommon(
            Common.newBuilder().setStream(stream).setSequence(sequence).setPrevious(previous))
        .build();
  }

  private static DataRelocation move(String id, State state, String from, String to) {
    return DataRelocation.newBuilder()
        .setRelocationId(id)
        .setState(state)
        .setDataset(Dataset.newBuilder().setId("d"))
        .addFrom(Location.newBuilder().setCountry(from))
        .addTo(Location.newBuilder().setCountry(to))
        .build();
  }

  private Memory memory() {
    return new Memory() {
      @Override
      public Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
      }

      @Override
      public void put(String name, String value) {
        values.put(name, value);
      }

      @Override
      public void remove(String name) {
        values.remove(name);
      }

      @Override
      public Map<String, String> withPrefix(String prefix) {
        return new TreeMap<>(values.subMap(prefix, prefix + Character.MAX_VALUE));
      }
    };
  }
}
