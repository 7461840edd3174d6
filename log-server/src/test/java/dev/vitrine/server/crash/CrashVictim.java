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

/**
 * A server process that appends to itself until it dies, and says each acknowledgement and each
 * visible checkpoint on standard output the moment it has it.
 */
public final class CrashVictim {
  /** Appends under way at a time: enough that batches overlap. */
  private static final int WINDOW = 200;

  private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

  private CrashVictim() {}

  /**
   * Runs.
   *
   * @param args data folder, first entry number, window
   */
  public static void main(String[] args) throws Exception {
    LogServer server = TestServers.start(Path.of(args[0]));
    server.context().checkpoints().visible().ifPresent(CrashVictim::tell);
    server.context().checkpoints().subscribe(CrashVictim::tell);
    say("ready");
    Semaphore window = new Semaphore(WINDOW);
    for (long number = Long.parseLong(args[1]); ; number++) {
      long entry = number;
      window.acquire();
      server
          .context()
          .appender()
          .append(Entries.random(3, entry, 40 + (int) (entry % 400)))
          .whenComplete(
              (appended, failure) -> {
                if (failure == null) {
                  say("ack " + appended.index() + " " + entry);
                }
                window.release();
              });
    }
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
