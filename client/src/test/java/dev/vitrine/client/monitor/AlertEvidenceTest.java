package dev.vitrine.client.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.policy.Policy;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.Rebuild;
import dev.vitrine.v1.Withdrawal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What leaves the monitor for each rule about an entry: enough for somebody else to check it alone.
 */
class AlertEvidenceTest extends AlertFixture {

  @Test
  void everyRuleAboutAnEntry_carriesTheEntryAndAProofThatVerifies() throws Exception {
    add("-", Kind.BUILD, build("1"), A);
    add("UNEXPECTED_RELEASE", Kind.BUILD, build("2"), B);
    add("SECOND_DIGEST", Kind.BUILD, build("1"), C);
    add("-", Kind.DETECTION_UPDATE, update(1).build(), A);
    add("STREAM_GAP", Kind.DETECTION_UPDATE, update(3).build(), A);
    // It does not name the record before it either.
    expected.put("STREAM_BRANCH", log.size());
    add("EMERGENCY_UPDATE", Kind.DETECTION_UPDATE, update(4).setEmergency(true).build(), A);
    add(
        "RELOCATION_OVERDUE",
        Kind.DATA_RELOCATION,
        move("m0", DataRelocation.State.PLANNED, "FR", "CH")
            .setDue(Times.of(NOW.minusSeconds(60)))
            .build());
    add("-", Kind.DATA_RELOCATION, move("m1", DataRelocation.State.COMPLETED, "DE", "CH").build());
    add(
        "-",
        Kind.DATA_RELOCATION,
        move("m1", DataRelocation.State.SOURCE_DISPOSED, "DE", "CH").build());
    add(
        "DATA_WHERE_GONE",
        Kind.DATA_RELOCATION,
        move("m2", DataRelocation.State.PLANNED, "DE", "FI").build());
    add("KEY_EVENT", Kind.KEY, Key.newBuilder().setAction(Key.Action.ROTATE).setKeyId(A).build());
    add("BAD_REBUILD", Kind.REBUILD, Rebuild.newBuilder().setVerdict(Rebuild.Verdict.BAD).build());
    add(
        "WITHDRAWAL",
        Kind.WITHDRAWAL,
        Withdrawal.newBuilder().setSeverity(Withdrawal.Severity.CRITICAL).build());
    add("POLICY_CHANGED", Kind.POLICY, dev.vitrine.v1.Policy.getDefaultInstance());
    expected.put("NOT_ADMISSIBLE", 0L);
    expected.put("ENTRY_UNREADABLE", log.size());
    entries.add("no record".getBytes(UTF_8));
    log.append("no record".getBytes(UTF_8));
    requireAllDocumented(expected.keySet(), "entry and proof");

    log.publishAll();
    look();

    Policy policy = Policy.parse(("log " + log.verifierKey() + "\nquorum none\n").getBytes(UTF_8));
    for (Map.Entry<String, Long> rule : expected.entrySet()) {
      Alert alert = alertOf(rule.getKey(), rule.getValue());
      byte[] entry = alert.entry().orElseThrow(() -> new AssertionError(rule + ": no entry"));
      assertThat(entry).as("entry of %s", rule).isEqualTo(entries.get(rule.getValue().intValue()));
      TlogProof proof =
          TlogProof.parse(
              alert
                  .proof()
                  .orElseThrow(() -> new AssertionError(rule + ": no proof"))
                  .getBytes(UTF_8));
      proof.verify(TreeHasher.leaf(entry), policy);
      assertThat(proof.index()).as("index of %s", rule).isEqualTo(rule.getValue());
    }
  }

  /** What the package says an alert carries is what is asserted here. */
  private static void requireAllDocumented(Set<String> rules, String evidence) throws Exception {
    Path source =
        Path.of(System.getProperty("vitrine.root"))
            .resolve("client/src/main/java/dev/vitrine/client/monitor/package-info.java");
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(source)) {
      Matcher row = Pattern.compile(" \\* ([A-Z_]{4,}) +[a-z]+ +" + evidence + " .*").matcher(line);
      if (row.matches()) {
        documented.add(row.group(1));
      }
    }
    assertThat(rules).containsExactlyInAnyOrderElementsOf(documented);
  }

  private static DetectionUpdate.Builder update(long sequence) {
    return DetectionUpdate.newBuilder()
        .setCommon(Common.newBuilder().setStream("s").setSequence(sequence));
  }

  private static DataRelocation.Builder move(
      String id, DataRelocation.State state, String from, String to) {
    return DataRelocation.newBuilder()
        .setRelocationId(id)
        .setState(state)
        .setDataset(Dataset.newBuilder().setId("d"))
        .addFrom(Location.newBuilder().setCountry(from))
        .addTo(Location.newBuilder().setCountry(to));
  }
}
