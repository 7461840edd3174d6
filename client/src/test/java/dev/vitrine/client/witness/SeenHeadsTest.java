package dev.vitrine.client.witness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.gossip.EvidenceFolder;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness keeps of the heads it was shown. */
class SeenHeadsTest {
  @TempDir Path folder;

  private final FakeLog log = FakeLog.named("log.example/a").append(200, "leaf");
  private final FakeLog other = FakeLog.with(log.key()).append(200, "other leaf");
  private final WatchedLog watched = new WatchedLog(log.origin(), List.of(log.verifierKey()), 10);
  private EvidenceFolder evidence;
  private SeenHeads seen;

  @BeforeEach
  void open() throws IOException {
    evidence = new EvidenceFolder(folder);
    seen = new SeenHeads(evidence);
  }

  @Test
  void heads_cosignedOneAfterTheOther_areOneHead() {
    for (int size = 1; size <= 200; size++) {
      seen.seen(watched, log.checkpoint(size));
      seen.cosigned(watched, log.checkpoint(size));
    }
    assertThat(seen.of(log.origin())).containsExactly(log.checkpoint(200));
  }

  @Test
  void head_refused_isKeptHoweverManyAreCosignedAfterIt() {
    SignedCheckpoint lie = other.checkpoint(50);
    seen.seen(watched, lie);
    for (int size = 51; size <= 200; size++) {
      seen.seen(watched, log.checkpoint(size));
      seen.cosigned(watched, log.checkpoint(size));
    }
    assertThat(seen.of(log.origin())).containsExactlyInAnyOrder(lie, log.checkpoint(200));
  }

  @Test
  void heads_toldOfInTheOtherOrder_areTheLargerOne() {
    seen.cosigned(watched, log.checkpoint(8));
    seen.cosigned(watched, log.checkpoint(7));
    assertThat(seen.of(log.origin())).containsExactly(log.checkpoint(8));
  }

  @Test
  void head_ofTheCosignedSizeWithAnotherRoot_isEvidence() throws IOException {
    seen.cosigned(watched, log.checkpoint(9));
    seen.seen(watched, other.checkpoint(9));
    assertThat(evidence.ids()).hasSize(1);
  }

  @Test
  void heads_ofManyLogs_areBoundedTogether() {
    for (int number = 0; number < 100; number++) {
      FakeLog one = FakeLog.named("log.example/" + number).append(70, "leaf");
      WatchedLog of = new WatchedLog(one.origin(), List.of(one.verifierKey()), 10);
      for (int size = 1; size <= 70; size++) {
        seen.seen(of, one.checkpoint(size));
      }
      seen.cosigned(of, one.checkpoint(1));
    }
    assertThat(seen.all().size()).isBetween(500, SeenHeads.KEPT_IN_ALL + 100);
    assertThat(seen.of("log.example/0")).hasSize(seen.of("log.example/99").size());
  }
}
