package dev.vitrine.server;

import dev.vitrine.server.config.Config;
import dev.vitrine.server.sequencer.Appended;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Appends unique entries in process as fast as they are taken; for profiling by hand. */
public final class AppendLoad {
  /** What the process ends with when it is asked to end without closing the log. */
  static final int KILLED = 137;

  private AppendLoad() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    long count = Long.parseLong(args[1]);
    int bytes = Integer.parseInt(args[2]);
    long seed = args.length > 3 ? Long.parseLong(args[3]) : System.nanoTime();
    Config config =
        Config.of(
            Map.of(
                "data-folder", folder.toString(),
                "admission", "open",
                "listen", "127.0.0.1:0",
                "admin-listen", "off"));
    try (LogServer server = LogServer.start(config, Parts.standard(e -> System.exit(70)))) {
      Semaphore window = new Semaphore(config.queueEntries() / 2);
      AtomicLong failures = new AtomicLong();
      // Far larger than what a compressor looks back over.
      byte[] noise = Entries.random(seed, 0, 64 << 20);
      Duration cpuBefore = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
      long started = System.nanoTime();
      long last = started;
      for (long i = 0; i < count; i++) {
        byte[] entry = new byte[bytes];
        System.arraycopy(noise, (int) (i * 7919 % (noise.length - bytes)), entry, 0, bytes);
        ByteBuffer.wrap(entry).putLong(i).putLong(seed);
        window.acquire();
        server
            .context()
            .appender()
            .append(entry)
            .whenComplete(
                (Appended a, Throwable e) -> {
                  if (e != null) {
                    failures.incrementAndGet();
                  }
                  window.release();
                });
        if ((i + 1) % 500_000 == 0) {
          long now = System.nanoTime();
          System.out.printf("%,d: %,.0f/s%n", i + 1, 500_000 * 1e9 / (now - last));
          last = now;
        }
      }
      window.acquire(config.queueEntries() / 2);
      double cpu =
          ProcessHandle.current().info().totalCpuDuration().orElseThrow().minus(cpuBefore).toNanos()
              / 1e9;
      System.out.printf("cpu: %.2f s, %.2f us an entry%n", cpu, cpu * 1e6 / count);
      double seconds = (System.nanoTime() - started) / 1e9;
      System.out.printf(
          "%,d entries of %d bytes in %.2f s: %,.0f/s, %d failures, batches: %s%n",
          count, bytes, seconds, count / seconds, failures.get(), batches(server));
      if (List.of(args).contains("killed")) {
        Runtime.getRuntime().halt(KILLED);
      }
    }
  }

  private static String batches(LogServer server) {
    return server
        .context()
        .metrics()
        .scrape()
        .lines()
        .filter(
            l ->
                l.startsWith("vitrine_batch")
                    || l.startsWith("vitrine_commit_")
                    || l.startsWith("vitrine_prepare_"))
        .reduce("", (a, b) -> a + " " + b);
  }
}
