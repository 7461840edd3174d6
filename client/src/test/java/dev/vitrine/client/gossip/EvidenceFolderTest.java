package dev.vitrine.client.gossip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFolderTest {
  private static final int MOST = EvidenceFolder.MAX_PER_ORIGIN;

  @TempDir Path path;

  private final FakeLog left = FakeLog.named("log.example/a").append(MOST + 5, "left");
  private final FakeLog right = FakeLog.with(left.key()).append(MOST + 5, "right");

  @Test
  void evidence_ofOneOrigin_isKeptUpToABoundAlsoAcrossRestarts() throws Exception {
    for (int size = 1; size <= MOST / 2; size++) {
      assertThat(folder().keep(fork(left, right, size))).isPresent();
    }
    EvidenceFolder folder = folder();
    for (int size = MOST / 2 + 1; size <= MOST + 5; size++) {
      assertThat(folder.keep(fork(left, right, size)).isPresent()).isEqualTo(size <= MOST);
    }
    assertThat(folder.ids()).hasSize(MOST);
    assertThat(folder.keep(fork(left, right, 1))).as("kept before").isPresent();
    assertThat(folder().keep(fork(left, right, MOST + 1))).isEmpty();
  }

  @Test
  void evidence_ofAnotherOrigin_hasRoomOfItsOwn() throws Exception {
    EvidenceFolder folder = folder();
    for (int size = 1; size <= MOST + 1; size++) {
      folder.keep(fork(left, right, size));
    }
    FakeLog other = FakeLog.named("log.example/b").append(1, "left");
    FakeLog otherRight = FakeLog.with(other.key()).append(1, "right");
    assertThat(folder.keep(fork(other, otherRight, 1))).isPresent();
    assertThat(folder.ids()).hasSize(MOST + 1);
  }

  @Test
  void fileOfAnotherKind_inTheFolder_isNoObstacle() throws Exception {
    Files.write(path.resolve("0".repeat(64) + ".fork"), "no evidence".getBytes(UTF_8));
    assertThat(folder().keep(fork(left, right, 1))).isPresent();
  }

  @Test
  void heads_thatAgree_areNotKept() throws Exception {
    assertThatThrownBy(() -> folder().keep(fork(left, left, 3)))
        .isInstanceOf(EvidenceException.class);
    assertThat(folder().ids()).isEmpty();
  }

  private EvidenceFolder folder() throws IOException {
    return new EvidenceFolder(path);
  }

  static ForkEvidence fork(FakeLog left, FakeLog right, long size) {
    SignedCheckpoint other = right.checkpoint(size);
    return new ForkEvidence(
        List.of(left.verifierKey()),
        left.checkpoint(size),
        other,
        other.checkpoint().root(),
        new ConsistencyProof(size, size, List.of()));
  }
}
