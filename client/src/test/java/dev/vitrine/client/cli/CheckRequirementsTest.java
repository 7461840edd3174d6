package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.v1.Countersign;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Rebuild;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whose word counts, and what a policy may ask for beyond being in the log. */
class CheckRequirementsTest extends CheckFixture {
  @Test
  void wordOfARebuilderThatNobodyRegistered_isNotCounted() throws Exception {
    long word =
        records.rebuild(
            build,
            "uni.example",
            Rebuild.Independence.THIRD_PARTY,
            Rebuild.Verdict.GOOD,
            Key.Role.PIPELINE);
    serveAgain();
    assertThat(check(file, "--rebuilders", "1")).isEqualTo(18);
    assertThat(out)
        .contains("rebuilders:    none")
        .contains(
            "not proven:    who signed the rebuild at entry %d: no key in force that the log names as REBUILDER; it is not counted"
                .formatted(word));
  }

  @Test
  void record_signedByAReplacedKey_exits17() throws Exception {
    records.rotate(Key.Role.PIPELINE);
    records.build("Suite", "1.3", "late.bin", "signed too late");
    serveAgain();
    Files.writeString(folder.resolve("late.bin"), "signed too late");
    assertThat(check(folder.resolve("late.bin"))).isEqualTo(17);
    assertThat(check(folder.resolve("late.bin"), "--scan")).isEqualTo(17);
    assertThat(check(file)).isZero();
    assertThat(out).contains("was not misused: it was ended (ROTATE) later");
  }

  @Test
  void record_signedByAnEndedKey_exits17() throws Exception {
    records.keyEvent(Key.Role.PIPELINE, Key.Action.REVOKE);
    long later = records.build("Suite", "1.3", "late.bin", "signed too late");
    serveAgain();
    Files.writeString(folder.resolve("late.bin"), "signed too late");
    assertThat(check(folder.resolve("late.bin"))).isEqualTo(17);
    assertThat(err)
        .startsWith("UNTRUSTED: entry %d is signed by key".formatted(later))
        .contains("(expected: a key in force)");
    assertThat(check(file)).isZero();
    assertThat(out).contains("was not misused: it was ended (REVOKE) later");
  }

  @Test
  void requirements_notMet_exit18AndSayWhichOnes() throws Exception {
    records.rebuild(build, "vendor.example", Rebuild.Independence.VENDOR, Rebuild.Verdict.GOOD);
    serveAgain();
    assertThat(check(file, "--rebuilders", "1")).isZero();
    assertThat(check(file, "--rebuilders", "1", "--independent")).isEqualTo(18);
    assertThat(out)
        .startsWith(
            "POLICY NOT MET: entry %d is in the log, and your policy asks for more"
                .formatted(build))
        .contains("rebuilders that say GOOD: 0 (expected: at least 1, not the vendor)")
        .contains("remedy:        wait until the log holds");
    Path require =
        Files.writeString(folder.resolve("require"), "countersign SOURCE_MATCHES # ours\n");
    assertThat(check(file, "--require", require)).isEqualTo(18);
    assertThat(out).contains("countersignature SOURCE_MATCHES: none");
    records.countersign(build, Countersign.Statement.SOURCE_MATCHES);
    serveAgain();
    assertThat(check(file, "--require", require)).isZero();
    Files.writeString(require, "rebuilder 2\n");
    assertThat(check(file, "--require", require)).isEqualTo(2);
    assertThat(err).contains("line 1: rebuilder 2");
  }

  @Test
  void minimumAge_isWaivedForEmergencies() throws Exception {
    assertThat(check(update(false), "--min-age", "99999d")).isEqualTo(18);
    assertThat(check(update(true), "--min-age", "99999d")).isZero();
  }
}
