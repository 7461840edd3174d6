package dev.vitrine.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.CompactRange;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.server.Entries;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.TestServers;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.storage.Head;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileId;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Kills a server process over one data folder again and again, and audits after each death. */
final class CrashHarness {
  /** Far more than a victim appends before it dies, so that no number is used twice. */
  private static final long NUMBERS_PER_ROUND = 10_000_000;

  private static final int TILE_BYTES = TileId.FULL_WIDTH * Hash.SIZE;

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

  int checkpoints() {
    return seen.size();
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

  /** Kills the process some time after its first acknowledgement, and audits. */
  void killAfter(long millis) throws Exception {
    int before = acknowledged();
    Process victim = start();
    CompletableFuture<Void> loaded = new CompletableFuture<>();
    CompletableFuture<Void> output = listen(victim, loaded);
    loaded.get(60, TimeUnit.SECONDS);
    // Nobody waits for a condition here: the moment of death is what is drawn.
    assertThat(victim.waitFor(millis, TimeUnit.MILLISECONDS)).as("alive until killed").isFalse();
    // Not the process's own method, which closes the pipe with what the victim last said.
    victim.toHandle().destroyForcibly();
    victim.waitFor();
    output.get(30, TimeUnit.SECONDS);
    assertThat(acknowledged()).as("acknowledged before the kill").isGreaterThan(before);
    audit("kill after " + millis + " ms");
  }

  /**
   * Asks the process to stop some time after its first acknowledgement; it must answer all and
   * publish all.
   */
  void stopAfter(long millis) throws Exception {
    Process victim = start();
    CompletableFuture<Void> loaded = new CompletableFuture<>();
    CompletableFuture<Void> output = listen(victim, loaded);
    loaded.get(60, TimeUnit.SECONDS);
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

  private CompletableFuture<Void> listen(Process victim, CompletableFuture<Void> loaded) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(
                      new InputStreamReader(victim.getInputStream(), StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  take(line, loaded);
                }
                done.complete(null);
              } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    reader.start();
    return done;
  }

  private void take(String line, CompletableFuture<Void> loaded) throws Exception {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "ready" -> {}
      case "ack" -> {
        if (words.length == 3) {
          Long other = acknowledged.put(Long.parseLong(words[1]), Long.parseLong(words[2]));
          assertThat(other).as("index %s given twice", words[1]).isNull();
          loaded.complete(null);
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
      SignedCheckpoint visible = server.context().checkpoints().visible().orElseThrow().signed();
      visible.verify(server.keys());
      seen.add(visible);
    }
  }

  /** Every entry, every tile of every level and every bundle, as a stranger would compute them. */
  private static void assertWholeTree(LogReads reads, Head head, String death) throws Exception {
    CompactRange range = CompactRange.empty();
    Map<Integer, ByteArrayOutputStream> levels = new TreeMap<>();
    List<byte[]> entries = new ArrayList<>();
    reads.entries(
        0,
        head.size(),
        (index, entry) -> {
          entries.add(entry);
          range.append(
              TreeHasher.leaf(entry),
              (node, hash) -> {
                if (node.level() % 8 == 0) {
                  levels
                      .computeIfAbsent(node.level() / 8, level -> new ByteArrayOutputStream())
                      .writeBytes(hash.toByteArray());
                }
              });
          return true;
        });
    assertThat(range.size()).as("%s: entries", death).isEqualTo(head.size());
    assertThat(range.root()).as("%s: root over all entries", death).isEqualTo(head.root());
    for (int level = 0; level < levels.size(); level++) {
      byte[] hashes = levels.get(level).toByteArray();
      for (int at = 0; at < hashes.length; at += TILE_BYTES) {
        byte[] tile = Arrays.copyOfRange(hashes, at, Math.min(hashes.length, at + TILE_BYTES));
        TileId id = new TileId(level, at / TILE_BYTES, tile.length / Hash.SIZE);
        assertThat(reads.tile(id).orElseThrow()).as("%s: %s", death, id).isEqualTo(tile);
      }
    }
    for (int at = 0; at < entries.size(); at += TileId.FULL_WIDTH) {
      List<byte[]> some = entries.subList(at, Math.min(entries.size(), at + TileId.FULL_WIDTH));
      BundleId id = new BundleId(at / TileId.FULL_WIDTH, some.size());
      assertThat(reads.bundle(id).orElseThrow())
          .as("%s: %s", death, id)
          .isEqualTo(EntryBundle.encode(some));
    }
  }

  private static String classPath() {
    // Surefire hides the real path behind a manifest and tells it here.
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
