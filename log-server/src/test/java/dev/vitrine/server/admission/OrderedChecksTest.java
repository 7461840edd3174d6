package dev.vitrine.server.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class OrderedChecksTest {
  private final List<Runnable> pool = new ArrayList<>();
  private final List<String> turns = new ArrayList<>();
  private final OrderedChecks line = new OrderedChecks(pool::add);

  private void offer(String name) {
    line.offer(() -> () -> turns.add(name));
  }

  @Test
  void offer_checksEndInAnyOrder_turnsComeInTheOrderOffered() {
    List.of("a", "b", "c", "d").forEach(this::offer);
    assertThat(pool).hasSize(4);
    pool.get(3).run();
    pool.get(1).run();
    assertThat(turns).isEmpty();
    pool.get(0).run();
    assertThat(turns).containsExactly("a", "b");
    pool.get(2).run();
    assertThat(turns).containsExactly("a", "b", "c", "d");
  }

  @Test
  void offer_slowCheckInOneLine_holdsBackNoOtherLine() {
    offer("slow");
    OrderedChecks other = new OrderedChecks(pool::add);
    other.offer(() -> () -> turns.add("other"));
    pool.get(1).run();
    assertThat(turns).containsExactly("other");
  }

  @Test
  void offer_poolWithoutRoomOrCheckThatThrows_theRestGoesOn() {
    OrderedChecks full =
        new OrderedChecks(
            work -> {
              throw new RejectedExecutionException("full");
            });
    assertThatThrownBy(() -> full.offer(() -> () -> turns.add("never")))
        .isInstanceOf(RejectedExecutionException.class);
    line.offer(
        () -> {
          throw new IllegalStateException("broken");
        });
    offer("after");
    pool.get(1).run();
    assertThatThrownBy(pool.get(0)::run).hasMessage("broken");
    assertThat(turns).containsExactly("after");
  }
}
