package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.check.RecordLog;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that the log holds under other signatures: what proves them, and what that costs. */
class PromisedLeavesTest {
  private static final int BUILDS = 300;
  private final RecordLog records = new RecordLog();
  private final List<Acknowledgement> promises = new ArrayList<>();

  @BeforeEach
  void publish() {
    for (int i = 0; i < BUILDS; i++) {
      promises.add(promise(records.build("Suite", "1." + i, "a", "content " + i)));
    }
  }

  private Acknowledgement promise(long index) {
    byte[] entry = records.log.entry(index);
    return new Acknowledgement(index, TreeHasher.leaf(entry), true, Acknowledgement.payload(entry));
  }

  private LogClient client(TileServer server) throws Exception {
    return LogClient.builder().log(server.url()).vkeys(records.log.vkey()).build();
  }

  @Test
  void manyResigned_eachBundleIsReadOnce() throws Exception {
    try (TileServer server = records.serve();
        LogClient client = client(server)) {
      client.requireLeaves(promises, client.head());
      assertThat(server.requests())
          .filteredOn(path -> path.startsWith("tile/entries/"))
          .hasSize(2)
          .doesNotHaveDuplicates();
      assertThat(server.requests()).hasSizeLessThan(12);
    }
  }

  @Test
  void anotherRecordIsHeld_untrusted() throws Exception {
    Acknowledgement good = promises.get(250);
    Optional<Hash> other = promises.get(251).payload();
    promises.set(250, new Acknowledgement(good.index(), good.leafHash(), true, other));
    try (TileServer server = records.serve();
        LogClient client = client(server)) {
      VerifiedHead head = client.head();
      assertThatThrownBy(() -> client.requireLeaves(promises, head))
          .isInstanceOf(UntrustedException.class)
          .hasMessageContaining(
              "entry %d, which the log says is the record sent: payload %s (expected: %s)"
                  .formatted(
                      good.index(), good.payload().orElseThrow().hex(), other.orElseThrow().hex()));
    }
  }

  @Test
  void anotherLeafIsHeld_untrusted() throws Exception {
    Acknowledgement good = promises.get(3);
    Hash other = promises.get(4).leafHash();
    promises.set(3, new Acknowledgement(good.index(), other, true, good.payload()));
    try (TileServer server = records.serve();
        LogClient client = client(server)) {
      VerifiedHead head = client.head();
      assertThatThrownBy(() -> client.requireLeaves(promises, head))
          .isInstanceOf(UntrustedException.class)
          .hasMessageContaining("entry " + good.index() + ": leaf hash " + good.leafHash());
    }
  }
}
