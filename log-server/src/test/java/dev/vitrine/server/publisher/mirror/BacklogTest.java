package dev.vitrine.server.publisher.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignedCheckpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final NoteSignature line = NoteSignature.of("log.example", 1, new byte[64]);
  private final Backlog backlog = new Backlog();

  BacklogTest() throws NoteFormatException {}

  @Test
  void mirror_thatKeepsUp_isPushedTheNewest() {
    for (long size = 1000; size <= 200_000; size += 1000) {
      backlog.offer(head(size));
      assertThat(next(size - 1000)).isEqualTo(size);
      backlog.offer(head(size));
      backlog.pushed(backlog.newest().orElseThrow());
      assertThat(backlog.next(size)).isEmpty();
      assertThat(backlog.isEmpty()).isTrue();
    }
  }

  @Test
  void mirror_thatIsBehind_isPushedStepsOnTheWay() {
    for (long size = 5000; size <= 500_000; size += 5000) {
      backlog.offer(head(size));
    }
    List<Long> pushed = pushAll(0);
    assertThat(pushed).last().isEqualTo(500_000L);
    assertThat(pushed).hasSizeBetween(8, 15);
    for (int i = 1; i < pushed.size(); i++) {
      assertThat(pushed.get(i) - pushed.get(i - 1)).isBetween(1L, Backlog.STEP);
    }
  }

  @Test
  void mirror_thatIsDead_costsABoundedNumberOfCheckpoints() {
    long size = 0;
    for (int i = 0; i < 20_000; i++) {
      size += 50_000;
      backlog.offer(head(size));
      assertThat(backlog.waypoints()).isLessThanOrEqualTo(Backlog.MOST);
    }
    List<Long> pushed = pushAll(0);
    assertThat(pushed).last().isEqualTo(size);
    assertThat(pushed).hasSizeGreaterThan(Backlog.MOST / 4);

    backlog.offer(head(size + 40_000));
    backlog.offer(head(size + 80_000));
    assertThat(next(size)).as("the steps are short again").isEqualTo(size + 40_000);
  }

  @Test
  void log_whoseFirstCheckpointIsLarge_isPushedThat() {
    backlog.offer(head(2_000_000));
    backlog.offer(head(2_010_000));
    backlog.offer(head(2_050_000));
    assertThat(pushAll(-1)).containsExactly(2_000_000L, 2_050_000L);
  }

  private List<Long> pushAll(long from) {
    List<Long> pushed = new ArrayList<>();
    long held = from;
    while (backlog.next(held).isPresent()) {
      SignedCheckpoint head = backlog.next(held).orElseThrow();
      held = head.checkpoint().size();
      pushed.add(held);
      backlog.pushed(head);
    }
    return pushed;
  }

  private long next(long held) {
    return backlog.next(held).orElseThrow().checkpoint().size();
  }

  private SignedCheckpoint head(long size) {
    return SignedCheckpoint.of(new Checkpoint("log.example", size, Hash.EMPTY_ROOT), List.of(line));
  }
}
