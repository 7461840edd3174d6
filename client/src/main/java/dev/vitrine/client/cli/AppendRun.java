package dev.vitrine.client.cli;

import dev.vitrine.client.Acknowledgement;
import dev.vitrine.client.AppendRejectedException;
import dev.vitrine.client.AppendSession;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.RefusedException;
import dev.vitrine.client.VerifiedHead;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One run of {@code vitrine append}: entries under way, and what the log said to them. */
final class AppendRun implements Closeable {
  private final LogClient client;
  private final AppendSession session;
  private final @Nullable BufferedWriter acks;
  private final List<Acknowledgement> acknowledged =
      Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  AppendRun(LogClient client, Optional<Path> acks) throws IOException {
    this.client = client;
    this.session = client.appends();
    this.acks = acks.isPresent() ? Files.newBufferedWriter(acks.get()) : null;
  }

  void append(String source, byte[] entry, Progress progress) throws InterruptedException {
    if (failure.get() != null) {
      return;
    }
    var unused =
        session
            .append(entry)
            .whenComplete(
                (acknowledgement, problem) -> {
                  if (problem != null) {
                    failure.compareAndSet(null, named(source, problem));
                  } else {
                    note(source, acknowledgement);
                    progress.at(acknowledged.size());
                  }
                });
  }

  /** A refusal is of one entry, which the caller knows by its file. */
  private static Throwable named(String source, Throwable problem) {
    return problem instanceof AppendRejectedException rejected
        ? new RefusedException(rejected.reason(), source + ": " + rejected.getMessage())
        : problem;
  }

  private void note(String source, Acknowledgement entry) {
    acknowledged.add(entry);
    if (acks == null) {
      return;
    }
    try {
      synchronized (acks) {
        acks.write(Acks.line(entry, source));
        acks.flush();
      }
    } catch (IOException e) {
      failure.compareAndSet(null, new UncheckedIOException(e));
    }
  }

  /** Waits for all answers. */
  void await() throws LogException, IOException {
    session.close();
    Throwable problem = failure.get();
    if (problem instanceof RefusedException refused) {
      throw new RefusedException(refused.reason(), refused.getMessage() + others());
    }
    if (problem instanceof LogUnreachableException unreachable) {
      throw new LogUnreachableException(unreachable.getMessage() + others(), unreachable);
    }
    if (problem instanceof LogException other) {
      throw other;
    }
    if (problem != null) {
      throw new IOException("append failed: " + problem.getMessage(), problem);
    }
  }

  private String others() {
    LongSummaryStatistics indices =
        acknowledged().stream().mapToLong(Acknowledgement::index).summaryStatistics();
    return indices.getCount() == 0
        ? ""
        : "; of the others %d in the log, index %d to %d"
            .formatted(indices.getCount(), indices.getMin(), indices.getMax());
  }

  List<Acknowledgement> acknowledged() {
    synchronized (acknowledged) {
      return List.copyOf(acknowledged);
    }
  }

  /** The size of the smallest tree that covers all of them. */
  long coveringSize() {
    return acknowledged().stream().mapToLong(Acknowledgement::index).max().orElse(-1) + 1;
  }

  /** Proves that the head has each leaf at the index that the log gave it. */
  void prove(VerifiedHead head) throws LogException {
    client.requireLeaves(acknowledged(), head);
  }

  @Override
  public void close() throws IOException {
    if (acks != null) {
      acks.close();
    }
  }
}
