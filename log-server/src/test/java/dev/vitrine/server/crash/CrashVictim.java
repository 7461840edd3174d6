package dev.vitrine.server.crash;

import dev.vitrine.server.Entries;
import dev.vitrine.server.LogServer;
import dev.vitrine.server.TestServers;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server process that appends to itself until it dies, and says each acknowledgement and each
 * visible checkpoint on standard output the moment it has it.
 */
public final class CrashVictim {
  /** Appends under way at a time: enough that batches overlap. */
  private static final int WINDOW = 200;

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private static final AtomicLong ASKED = new AtomicLong();
  private static final AtomicLong ANSWERED = new AtomicLong();

  private CrashVictim() {}

  /**
   * Runs.
   *
   * @param args data folder, first entry number
   */
  public static void main(String[] args) throws Exception {
    LogServer server = TestServers.start(Path.of(args[0]));
    server.context().checkpoints().visible().ifPresent(CrashVictim::tell);
    server.context().checkpoints().subscribe(CrashVictim::tell);
    Semaphore window = new Semaphore(WINDOW);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    say("ready");
    for (long number = Long.parseLong(args[1]); ; number++) {
      long entry = number;
      window.acquire();
      ASKED.incrementAndGet();
      server
          .context()
          .appender()
          .append(Entries.random(3, entry, 40 + (int) (entry % 400)))
          .whenComplete(
              (appended, failure) -> {
                if (failure == null) {
                  say("ack " + appended.index() + " " + entry);
                }
                ANSWERED.incrementAndGet();
                // A refusal means that the server stops: no sense in going on asking.
                if (failure == null) {
                  window.release();
                }
              });
    }
  }

  /** Stops in order and says how many appends were not answered by then. */
  private static void stop(LogServer server) {
    server.close();
    say("stopped " + server.context().reads().head().size());
    say("unanswered " + (ASKED.get() - ANSWERED.get()));
  }

  private static void tell(PublishedCheckpoint checkpoint) {
    say("checkpoint " + Base64.getEncoder().encodeToString(checkpoint.bytes()));
  }

  private static synchronized void say(String line) {
    try {
      OUT.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
