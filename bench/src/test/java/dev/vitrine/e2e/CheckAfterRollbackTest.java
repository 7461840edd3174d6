package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator puts an old copy of the data folder back, and then goes on from there. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckAfterRollbackTest {
  @TempDir Path folder;

  @Test
  void oldCopy_isStale_anotherHistoryIsForked_noServerIsUnreachable() throws Exception {
    try (Vendor vendor = new Vendor(folder)) {
      Path setup = vendor.received.resolve("setup.bin");
      vendor.stop();
      vendor.copyData("old");
      vendor.start("data", "");
      long late = vendor.build("late.bin", "for everybody", "1.3", "unwitnessed");
      Path lateFile = vendor.received.resolve("late.bin");
      assertThat(check(vendor, lateFile).output()).startsWith("VERIFIED: entry " + late);
      vendor.stop();

      Command unreachable = check(vendor, setup);
      assertThat(unreachable.exitCode()).isEqualTo(16);
      assertThat(unreachable.errors())
          .startsWith("LOG UNREACHABLE: " + vendor.url())
          .contains("remedy:        check the address")
          .doesNotContainIgnoringCase("tamper");

      vendor.start("old", "");
      Command stale = check(vendor, setup);
      assertThat(stale.exitCode()).isEqualTo(14);
      assertThat(stale.errors())
          .startsWith("STALE HEAD: ")
          .contains("(expected: at least %d, the size remembered)".formatted(late + 1))
          .doesNotContainIgnoringCase("fork");

      vendor.build("late.bin", "for one customer", "1.3", "unwitnessed");
      vendor.build("later.bin", "and one more", "1.4", "unwitnessed");
      Command forked = check(vendor, setup, "--json");
      assertThat(forked.exitCode()).isEqualTo(13);
      String evidence = forked.json().get("evidence").asText();
      vendor.stop();
      Command verified = Command.run(List.of(), "evidence", "verify", evidence);
      assertThat(verified.exitCode()).isZero();
      assertThat(verified.output())
          .startsWith("FORK PROVEN: the keys of %s signed two heads".formatted(Vendor.ORIGIN))
          .contains("not proven:    that these are the log's keys");
      Path altered =
          Files.writeString(
              folder.resolve("altered"),
              Files.readString(Path.of(evidence)).replaceFirst("prefix ..", "prefix AA"));
      assertThat(Command.run(List.of(), "evidence", "verify", altered).exitCode()).isEqualTo(17);
    }
  }

  private static Command check(Vendor vendor, Path file, Object... more) {
    List<Object> options = new java.util.ArrayList<>(vendor.options(vendor.unwitnessed, "trust"));
    options.addAll(List.of(more));
    return Command.run(options, "check", file);
  }
}
