package dev.vitrine.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {

  private static final Window WINDOW = new Window(Duration.ofMillis(100), Duration.ofMillis(600));

  private final ScheduledExecutorService log = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stopLog() {
    log.shutdownNow();
  }

  @Test
  void openArrival_logStalls_latencyCountsFromWhenEntriesWereDue() throws Exception {
    // Answers nothing until 400 ms have passed, then all at once: a stall of the whole log.
    StallingTarget target = new StallingTarget();
    log.schedule(target::answerAll, 400, TimeUnit.MILLISECONDS);

    LoadResult result = LoadRun.run(plan(OptionalDouble.of(1000), 1), source(), target);

    // With one outstanding entry a naive client would have seen a single slow answer.
    assertThat(result.latency().count()).isCloseTo(600, within(2L));
    assertThat(result.histogram().getCountBetweenValues(100_000, 1_000_000)).isGreaterThan(150);
    assertThat(result.failures()).isEmpty();
  }

  @Test
  void maximumRate_answersAtOnce_sendsTheNextEntryAfterEachAnswer() throws Exception {
    AtomicLong next = new AtomicLong();
    Target target = target((entry, answer) -> answer.acknowledged(next.getAndIncrement()));

    LoadResult result = LoadRun.run(plan(OptionalDouble.empty(), 8), source(), target);

    assertThat(result.acknowledged()).isPositive();
    assertThat(result.acks().requests()).isEqualTo(next.get());
  }

  @Test
  void refusedEntries_areCountedAndNotAcknowledged() throws Exception {
    AtomicLong next = new AtomicLong();
    Target target =
        target(
            (entry, answer) -> {
              long number = next.getAndIncrement();
              if (number % 2 == 0) {
                answer.refused("QUEUE_FULL", 10);
              } else {
                answer.acknowledged(number);
              }
            });

    LoadResult result = LoadRun.run(plan(OptionalDouble.of(1000), 100), source(), target);

    PushBack refused = result.pushBack();
    assertThat(refused.reasons()).containsExactly(entry("QUEUE_FULL", (next.get() + 1) / 2));
    assertThat(refused.count()).isEqualTo((next.get() + 1) / 2);
    assertThat(refused.advised().p50()).isCloseTo(10_000, within(100L));
    assertThat(result.acks().index(0)).isEqualTo(-1);
    assertThat(result.acks().index(1)).isEqualTo(1);
  }

  @Test
  void duplicateShare_repeatsEarlierEntries() throws Exception {
    Target target = target((entry, answer) -> answer.acknowledged(0));
    LoadPlan plan = LoadPlan.of(OptionalDouble.of(5000), true, 10, 0.3, 1, WINDOW);

    LoadResult result = LoadRun.run(plan, source(), target);

    long largest = 0;
    for (long request = 0; request < result.acks().requests(); request++) {
      largest = Math.max(largest, result.acks().entryId(request));
    }
    double unique = (largest + 1) / (double) result.acks().requests();
    assertThat(unique).isCloseTo(0.7, within(0.04));
  }

  @Test
  void entries_runOut_isAFailureAndNotAShorterRun() throws Exception {
    Target target = target((entry, answer) -> answer.acknowledged(0));
    EntrySource three =
        new EntrySource() {
          @Override
          public byte[] entry(long id) {
            return new byte[] {(byte) id};
          }

          @Override
          public long count() {
            return 3;
          }
        };

    LoadResult result = LoadRun.run(plan(OptionalDouble.empty(), 8), three, target);

    assertThat(result.failures()).containsOnlyKeys("no entry left: all 3 were offered");
    assertThat(result.acks().requests()).isEqualTo(3);
  }

  @Test
  void targetPushesBack_entriesAreDroppedBeforeTheyAreMade() throws Exception {
    AtomicLong made = new AtomicLong();
    Target full =
        new Target() {
          @Override
          public String pushBack() {
            return "NOT_READY";
          }

          @Override
          public void send(byte[] entry, Answer answer) {
            answer.failed("sent");
          }

          @Override
          public void close() {}
        };
    EntrySource source =
        id -> {
          made.incrementAndGet();
          return new byte[1];
        };

    LoadResult result = LoadRun.run(plan(OptionalDouble.of(1000), 1), source, full);

    assertThat(made).hasValue(0);
    assertThat(result.failures()).isEmpty();
    assertThat(result.pushBack().reasons()).containsExactly(entry("NOT_READY", 700L));
  }

  @Test
  void rateThatChanges_isRecordedByWhenEntriesWereDue() throws Exception {
    AtomicLong next = new AtomicLong();
    Target target = target((entry, answer) -> answer.acknowledged(next.getAndIncrement()));
    List<Step> steps =
        List.of(new Step(1000, Duration.ofMillis(200)), new Step(5000, Duration.ofMillis(300)));
    Window whole = new Window(Duration.ZERO, Duration.ofMillis(500));

    LoadResult result =
        LoadRun.run(new LoadPlan(steps, false, 1000, 0, 1, whole), source(), target);

    assertThat(result.slices())
        .extracting(slice -> slice.latency().count())
        .containsExactly(100L, 100L, 500L, 500L, 500L);
    assertThat(result.slices().get(3).at()).isCloseTo(0.3, within(1e-9));
  }

  private static LoadPlan plan(OptionalDouble rate, int outstanding) {
    return LoadPlan.of(rate, false, outstanding, 0, 1, WINDOW);
  }

  private static EntrySource source() {
    return new RandomEntries(64, 1);
  }

  private interface Send {
    void send(byte[] entry, Answer answer);
  }

  private static Target target(Send send) {
    return new Target() {
      @Override
      public void send(byte[] entry, Answer answer) {
        send.send(entry, answer);
      }

      @Override
      public void close() {}
    };
  }

  private static final class StallingTarget implements Target {

    private final ConcurrentLinkedQueue<Answer> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong next = new AtomicLong();
    private volatile boolean open;

    @Override
    public void send(byte[] entry, Answer answer) {
      waiting.add(answer);
      if (open) {
        answerAll();
      }
    }

    void answerAll() {
      open = true;
      for (Answer answer = waiting.poll(); answer != null; answer = waiting.poll()) {
        answer.acknowledged(next.getAndIncrement());
      }
    }

    @Override
    public void close() {}
  }
}
