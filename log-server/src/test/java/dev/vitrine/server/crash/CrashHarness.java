package dev.vitrine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.CrashPoint;
import dev.vitrine.server.Entries;
import dev.vitrine.server.LogReads;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.TestServers;
import dev.vitrine.server.storage.Head;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Kills a server process over one data folder again and again, and audits after each death. */
final class CrashHarness {
  /** Far more than a victim appends before it dies, so that no number is used twice. */
  private static final long NUMBERS_PER_ROUND = 10_000_000;

  private static final int SIGTERM_EXIT = 143;

  private final Path folder;
  private final Map<Long, Long> acknowledged = new HashMap<>();
  private final List<SignedCheckpoint> seen = new ArrayList<>();
  private long stoppedAt = -1;
  private long unanswered = -1;
  private int rounds;

  CrashHarness(Path folder) {
    this.folder = folder;
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** Lets the process die at a step, the n-th time it comes by, and audits. */
  void dieAt(CrashPoint point, int times) throws Exception {
    Process victim = start("-D" + CrashPoint.PROPERTY + "=" + point + ":" + times);
    CompletableFuture<Void> output = listen(victim);
    assertThat(victim.waitFor(120, TimeUnit.SECONDS)).as("%s: ends", point).isTrue();
    output.get(30, TimeUnit.SECONDS);
    assertThat(victim.exitValue()).as("%s: exit code", point).isEqualTo(CrashPoint.EXIT_CODE);
    audit(point + ":" + times);
  }

  /** Kills the process some time after it is ready, and audits. */
  void killAfter(long millis) throws Exception {
    Process victim = start();
    CompletableFuture<Void> ready = new CompletableFuture<>();
    CompletableFuture<Void> output = listen(victim, ready);
    ready.get(60, TimeUnit.SECONDS);
    // Nobody waits for a condition here: the moment of death is what is drawn.
    assertThat(victim.waitFor(millis, TimeUnit.MILLISECONDS)).as("alive until killed").isFalse();
    // Not the process's own method, which closes the pipe with what the victim last said.
    victim.toHandle().destroyForcibly();
    victim.waitFor();
    output.get(30, TimeUnit.SECONDS);
    audit("kill after " + millis + " ms");
  }

  /** Asks the process to stop some time after it is ready; it must answer all and publish all. */
  void stopAfter(long millis) throws Exception {
    Process victim = start();
    CompletableFuture<Void> ready = new CompletableFuture<>();
    CompletableFuture<Void> output = listen(victim, ready);
    ready.get(60, TimeUnit.SECONDS);
    assertThat(victim.waitFor(millis, TimeUnit.MILLISECONDS)).as("alive until asked").isFalse();
    victim.toHandle().destroy();
    assertThat(victim.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    output.get(30, TimeUnit.SECONDS);
    assertThat(victim.exitValue()).isEqualTo(SIGTERM_EXIT);
    assertThat(stoppedAt).isGreaterThanOrEqualTo(acknowledged.size());
    assertThat(unanswered).isZero();
    assertThat(seen.get(seen.size() - 1).checkpoint().size()).isEqualTo(stoppedAt);
    audit("stop after " + millis + " ms");
  }

  private Process start(String... flags) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", classPath(), CrashVictim.class.getName(), folder.toString()));
    command.add(Long.toString(rounds++ * NUMBERS_PER_ROUND));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private CompletableFuture<Void> listen(Process victim) {
    return listen(victim, new CompletableFuture<>());
  }

  private CompletableFuture<Void> listen(Process victim, CompletableFuture<Void> ready) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  take(line, ready);
                }
                done.complete(null);
              } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    reader.start();
    return done;
  }

  private void take(String line, CompletableFuture<Void> ready) throws Exception {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "ready" -> ready.complete(null);
      case "ack" -> {
        if (words.length == 3) {
          Long other = acknowledged.put(Long.parseLong(words[1]), Long.parseLong(words[2]));
          assertThat(other).as("index %s given twice", words[1]).isNull();
        }
      }
      case "stopped" -> stoppedAt = Long.parseLong(words[1]);
      case "unanswered" -> unanswered = Long.parseLong(words[1]);
      case "checkpoint" -> seen.add(SignedCheckpoint.parse(Base64.getDecoder().decode(words[1])));
      default -> throw new IllegalStateException("line: " + line);
    }
  }

  private void audit(String death) throws Exception {
    try (LogServer server = TestServers.start(folder)) {
      LogReads reads = server.context().reads();
      Head head = reads.head();
      for (Map.Entry<Long, Long> ack : acknowledged.entrySet()) {
        long number = ack.getValue();
        assertThat(reads.entry(ack.getKey()))
            .as("%s: acknowledged entry %d at %d", death, number, ack.getKey())
            .contains(Entries.random(3, number, 40 + (int) (number % 400)));
      }
      for (SignedCheckpoint signed : seen) {
        signed.verify(server.keys());
        Checkpoint old = signed.checkpoint();
        assertThat(old.size()).as("%s: nothing withdrawn", death).isLessThanOrEqualTo(head.size());
        if (old.size() > 0) {
          ProofVerifier.verifyConsistency(
              reads.consistency(old.size(), head.size()), old.root(), head.root());
        }
      }
      assertWholeTree(reads, head, death);
      seen.add(server.context().checkpoints().visible().orElseThrow().signed());
    }
  }

  private static void assertWholeTree(LogReads reads, Head head, String death) throws Exception {
    CompactRange range = CompactRange.empty();
    reads.entries(
        0,
        head.size(),
        (index, entry) -> {
          range.append(TreeHasher.leaf(entry));
          return true;
        });
    assertThat(range.size()).as("%s: entries", death).isEqualTo(head.size());
    assertThat(range.root()).as("%s: root over all entries", death).isEqualTo(head.root());
  }

  private static String classPath() {
    // Surefire hides the real path behind a manifest and tells it here.
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
