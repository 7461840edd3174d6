package dev.vitrine.server.admission;

import dev.vitrine.admission.Admission;
import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.server.observe.Metrics;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.Appender;
import dev.vitrine.server.sequencer.OverloadedException;
import dev.vitrine.server.sequencer.OverloadedException.Reason;
import dev.vitrine.server.sequencer.RejectedAppendException;
import dev.vitrine.server.sequencer.Sequencer;
import dev.vitrine.server.storage.DiskSpace;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The write path's door: turns entries away while there is no room, has the rest checked, and
 * passes them on to the sequencer.
 */
public final class CheckedAppender implements Appender {
  private static final Duration DISK_RETRY = Duration.ofSeconds(10);
  private static final Duration CHECK_RETRY = Duration.ofMillis(100);

  private final TimedChecks admission;
  private final Executor checks;
  private final Sequencer sequencer;
  private final DiskSpace disk;
  private final KeyQuota quota;

  /**
   * Makes the door.
   *
   * @param checks runs the checks, or refuses with RejectedExecutionException when it has no room
   */
  public CheckedAppender(
      Admission admission,
      Executor checks,
      Sequencer sequencer,
      DiskSpace disk,
      KeyQuota quota,
      Metrics metrics) {
    this.quota = Objects.requireNonNull(quota, "quota");
    this.admission = new TimedChecks(admission, metrics);
    this.checks = Objects.requireNonNull(checks, "checks");
    this.sequencer = Objects.requireNonNull(sequencer, "sequencer");
    this.disk = Objects.requireNonNull(disk, "disk");
  }

  @Override
  public CompletableFuture<Appended> append(byte[] entry) {
    return append(entry, (work, answer) -> checks.execute(() -> check(work, answer, null).run()));
  }

  @Override
  public Appender inOrder() {
    OrderedChecks line = new OrderedChecks(checks);
    return entry -> append(entry, (work, answer) -> line.offer(() -> check(work, answer, line)));
  }

  /** How a check gets onto the pool; throws RejectedExecutionException where it has no room. */
  private interface Way {
    void start(byte[] entry, CompletableFuture<Appended> answer);
  }

  private CompletableFuture<Appended> append(byte[] entry, Way way) {
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    if (disk.isFull()) {
      answer.completeExceptionally(
          new OverloadedException(
              DISK_RETRY,
              Reason.DISK_FULL,
              "free space: " + disk.free() + " bytes (expected: >= " + disk.floor() + ")"));
      return answer;
    }
    if (sequencer.refuses(answer)) {
      // Turned away before the costly check, so that overload stays cheap.
      return answer;
    }
    try {
      way.start(entry, answer);
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(
          new OverloadedException(
              CHECK_RETRY,
              Reason.QUEUE_FULL,
              "checks: as many entries wait as queue.checks allows (expected: room for one more)"));
    }
    return answer;
  }

  /** What is to be done once the entry's turn has come; a refusal does not wait for it. */
  private Runnable check(
      byte[] entry, CompletableFuture<Appended> answer, @Nullable OrderedChecks line) {
    try {
      Candidate candidate = admission.check(entry);
      Optional<Duration> wait = quota.take(candidate);
      if (wait.isEmpty()) {
        giveBackIfRepeated(candidate, answer);
        return () -> sequencer.submit(candidate, answer, line);
      }
      answer.completeExceptionally(quota.refusal(candidate, wait.get()));
    } catch (RejectionException e) {
      answer.completeExceptionally(new RejectedAppendException(e.rejection()));
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
    return () -> {};
  }

  /**
   * A record that the log has is public: whoever sends it again must not use up its key's quota.
   */
  private void giveBackIfRepeated(Candidate candidate, CompletableFuture<Appended> answer) {
    if (quota.limits()) {
      answer.thenAccept(
          appended -> {
            if (appended.duplicate()) {
              quota.giveBack(candidate);
            }
          });
    }
  }
}
