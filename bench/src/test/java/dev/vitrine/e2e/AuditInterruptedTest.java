package dev.vitrine.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vitrine.server.LogServer;
import dev.vitrine.server.Parts;
import dev.vitrine.server.config.Config;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.TileId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code scripts/vitrine audit DATAFOLDER}: cut short, gone on with, and what it says of faults.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AuditInterruptedTest {
  private static final int SIZE = 20_000;

  private static final int UNREACHABLE = 16;

  /** Late enough that much is done before it. */
  private static final BundleId LATE_BUNDLE = new BundleId(SIZE / TileId.FULL_WIDTH - 2, 256);

  private static final String LATE = LATE_BUNDLE.path();
  private static final long LATE_ENTRY = LATE_BUNDLE.index() * TileId.FULL_WIDTH;

  @TempDir Path folder;
  private AuditScript script;

  @BeforeEach
  void makeLog() throws Exception {
    script = new AuditScript(folder.resolve("script"));
    try (LogServer server =
        LogServer.start(
            Config.of(Map.of("data-folder", data().toString(), "admission", "open")),
            Parts.standard(e -> {}).withApis(List.of()))) {
      List<Future<?>> answers = new ArrayList<>();
      for (int i = 0; i < SIZE; i++) {
        answers.add(server.context().appender().append(("entry " + i).getBytes(UTF_8)));
        if (answers.size() == 1_000) {
          for (Future<?> answer : answers) {
            answer.get(30, TimeUnit.SECONDS);
          }
          answers.clear();
        }
      }
      Files.writeString(data().resolve("log.policy"), policy(server));
    }
  }

  @Test
  void audit_cutShortWhileItReads_goesOnFromThereAndCleansUp() throws Exception {
    script.afterExport("cd $4 && rm %1$s && mkdir %1$s".formatted(LATE));
    Command cut = script.run(data(), "--threads", "1");
    assertThat(cut.exitCode()).as("%s", cut).isEqualTo(UNREACHABLE);
    assertThat(cut.output()).contains("The same command goes on from " + work());
    long kept = kept() * TileId.FULL_WIDTH;
    assertThat(kept).isPositive();

    Files.delete(copy().resolve(LATE));
    script.afterExport("");
    Command again = script.run(data(), "--threads", "1");

    assertThat(again.exitCode()).as("%s", again).isZero();
    assertThat(again.output())
        .contains("CLEAN: 20,000 entries and all tiles hash to the signed root")
        .containsPattern("resumed from: +" + kept);
    assertThat(script.temporary()).isEmptyDirectory();
  }

  @Test
  void audit_killedWhileItCopies_beginsAgainAndIsClean() throws Exception {
    // A half-written copy, and a copying that stands still until it is killed.
    script.afterExport(
        "cd $4; rm checkpoint; : >%s; mkfifo ../gate; : >../ready; read <../gate".formatted(LATE));
    AuditScript.Run audit = script.begin(data());
    await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(work().resolve("ready")));
    assertThat(script.run(data()).output())
        .contains("another audit of", "is under way", "(expected: one at a time)");
    AuditScript.kill(audit.script());

    script.afterExport("");
    Command again = script.run(data());

    assertThat(again.exitCode()).as("%s", again).isZero();
    assertThat(again.output()).contains("CLEAN: 20,000 entries");
    assertThat(script.temporary()).isEmptyDirectory();
  }

  @Test
  void audit_faultInTheCopy_saysWhereAndKeepsIt() throws Exception {
    script.afterExport(
        "printf '\\377' | dd of=$4/%s bs=1 seek=9 conv=notrunc 2>&1".formatted(LATE));
    Command audit = script.run(data());

    assertThat(audit.exitCode()).isEqualTo(1);
    assertThat(audit.output())
        .contains("FAULT: the log is not what its signed head says")
        .containsPattern("place: .* \\(index " + LATE_ENTRY + "\\)")
        .contains("The copy that was audited is kept in " + copy());
    assertThat(copy().resolve("checkpoint")).exists();

    script.afterExport("");
    assertThat(script.run(data()).exitCode()).as("the store itself is clean").isZero();
  }

  @Test
  void audit_noKeyToBelieve_isUsage() throws Exception {
    Files.delete(data().resolve("log.policy"));
    Command audit = script.run(data());
    assertThat(audit.exitCode()).isEqualTo(2);
    assertThat(audit.output())
        .contains("no key to believe (expected: --policy FILE, --vkey VKEY, or ");
  }

  /** Level-0 tiles that the state has behind it. */
  private long kept() throws Exception {
    Path state = work().resolve("state");
    if (!Files.exists(state)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(state)) {
      return lines
          .filter(line -> line.startsWith("tiles "))
          .mapToLong(line -> Long.parseLong(line.substring("tiles ".length())))
          .findAny()
          .orElse(0);
    }
  }

  private Path copy() throws Exception {
    return work().resolve("tiles");
  }

  private Path work() throws Exception {
    try (Stream<Path> all = Files.list(script.temporary())) {
      return all.filter(f -> f.getFileName().toString().startsWith("vitrine-audit-"))
          .findAny()
          .orElse(script.temporary().resolve("none"));
    }
  }

  private static String policy(LogServer server) {
    StringBuilder policy = new StringBuilder();
    server.keys().forEach(key -> policy.append("log ").append(key).append('\n'));
    return policy + "quorum none\n";
  }

  private Path data() {
    return folder.resolve("it's data");
  }
}
