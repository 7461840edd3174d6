package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.ProofVerifier;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.server.access.LogReads;
import dev.vitrine.server.access.Validator;
import dev.vitrine.server.publisher.PublishedCheckpoint;
import dev.vitrine.server.publisher.RollbackException;
import dev.vitrine.server.publisher.WitnessQuorum;
import dev.vitrine.server.sequencer.Appended;
import dev.vitrine.server.sequencer.OverloadedException;
import dev.vitrine.server.sequencer.StoppingException;
import dev.vitrine.server.storage.StartRefusedException;
import dev.vitrine.tile.BundleId;
import dev.vitrine.tile.EntryBundle;
import dev.vitrine.tile.TileId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogServerTest {
  @TempDir Path folder;

  @Test
  void start_newFolder_makesKeysForItsOwnerAndPublishesTheEmptyTree() throws Exception {
    try (LogServer server = TestServers.start(folder)) {
      assertThat(server.origin()).startsWith("localhost/vitrine/");
      assertThat(server.keys())
          .extracting(key -> key.algorithm())
          .containsExactly(SignatureType.ED25519, SignatureType.ML_DSA_44_COSIGNATURE);
      PublishedCheckpoint visible = server.context().checkpoints().visible().orElseThrow();
      assertThat(visible.size()).isZero();
      assertThat(visible.signed().verify(server.keys()).verified()).hasSize(2);
      for (String name : List.of("log-ed25519.key", "log-ml-dsa-44.key")) {
        assertThat(
                PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.resolve("keys").resolve(name))))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void start_keyReadableByOthers_refused() throws Exception {
    TestServers.start(folder).close();
    Path key = folder.resolve("keys/log-ed25519.key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> TestServers.start(folder))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("rw-r--r--")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void start_folderInUse_refused() throws Exception {
    try (LogServer server = TestServers.start(folder)) {
      assertThatThrownBy(() -> TestServers.start(folder))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining("in use");
      assertThat(TestServers.append(server, Entries.range(0, 1))).hasSize(1);
    }
  }

  @Test
  void start_otherOriginThanTheKeys_refused() throws Exception {
    TestServers.start(folder, "origin", "log.example/one").close();
    assertThatThrownBy(() -> TestServers.start(folder, "origin", "log.example/two"))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("log.example/one");
  }

  @Test
  void append_thousandEntries_readableProvenAndConsistentOverRestart() throws Exception {
    SignedCheckpoint old;
    try (LogServer server = TestServers.start(folder)) {
      TestServers.publish(server, Entries.range(0, 300));
      old = server.context().checkpoints().visible().orElseThrow().signed();
      TestServers.append(server, Entries.range(300, 1000));
    }
    try (LogServer server = TestServers.start(folder)) {
      PublishedCheckpoint now = server.context().checkpoints().visible().orElseThrow();
      assertThat(now.size()).isEqualTo(1000);
      LogReads reads = server.context().reads();
      ConsistencyProof proof = reads.consistency(old.checkpoint().size(), 1000);
      ProofVerifier.verifyConsistency(
          proof, old.checkpoint().root(), now.signed().checkpoint().root());
      TlogProof bundle = reads.proofBundle(777, now);
      assertThat(bundle.index()).isEqualTo(777);
      ProofVerifier.verifyInclusion(
          reads.inclusion(777, 1000),
          TreeHasher.leaf(Entries.text(777)),
          now.signed().checkpoint().root());
      assertThat(reads.bundle(new BundleId(1, 256)))
          .contains(EntryBundle.encode(Entries.range(256, 512)));
      assertThat(reads.bundle(new BundleId(3, 233))).isEmpty();
      assertThat(reads.tile(new TileId(0, 3, 232)).orElseThrow()).hasSize(232 * 32);
      assertThat(reads.tile(new TileId(0, 3, 7)).orElseThrow()).hasSize(7 * 32);
      assertThat(reads.tile(new TileId(0, 3, 233))).isEmpty();
      assertThat(TestServers.append(server, Entries.range(5, 6)))
          .containsExactly(new Appended(5, TreeHasher.leaf(Entries.text(5)), true));
    }
  }

  @Test
  void append_afterClose_saysStopping() throws Exception {
    LogServer server = TestServers.start(folder);
    server.close();
    assertThatThrownBy(() -> TestServers.append(server, Entries.range(0, 1)))
        .cause()
        .isInstanceOf(StoppingException.class);
  }

  @Test
  void freeze_survivesRestart_unfreezeTakesAgain() throws Exception {
    try (LogServer server = TestServers.start(folder)) {
      TestServers.append(server, Entries.range(0, 20));
      PublishedCheckpoint last =
          server.context().admin().freeze("end of life").get(10, TimeUnit.SECONDS);
      assertThat(last.size()).isEqualTo(20);
      assertThatThrownBy(() -> TestServers.append(server, Entries.range(20, 21)))
          .cause()
          .hasMessageContaining("end of life");
    }
    try (LogServer server = TestServers.start(folder)) {
      assertThat(server.context().admin().status().frozen()).isTrue();
      assertThat(server.context().admin().ready()).isFalse();
      assertThatThrownBy(() -> TestServers.append(server, Entries.range(20, 21)))
          .cause()
          .isInstanceOf(StoppingException.class);
      server.context().admin().unfreeze();
      assertThat(TestServers.append(server, Entries.range(20, 21)).get(0).index()).isEqualTo(20);
    }
  }

  @Test
  void disk_belowFloor_appendsRefusedReadsGoOnThenResumes() throws Exception {
    AtomicLong free = new AtomicLong(Long.MAX_VALUE);
    try (LogServer server =
        LogServer.start(
            TestServers.config(folder, "disk.check-interval", "10ms"),
            TestServers.parts().withApis(List.of()).withFreeBytes(f -> free.get()))) {
      TestServers.append(server, Entries.range(0, 5));
      free.set(1000);
      Awaitility.await().until(() -> !server.context().admin().ready());
      assertThatThrownBy(() -> TestServers.append(server, Entries.range(5, 6)))
          .cause()
          .isInstanceOfSatisfying(
              OverloadedException.class,
              e -> assertThat(e.reason()).isEqualTo(OverloadedException.Reason.DISK_FULL));
      assertThat(server.context().reads().entry(4)).contains(Entries.text(4));
      free.set(Long.MAX_VALUE);
      Awaitility.await().until(() -> server.context().admin().ready());
      assertThat(TestServers.append(server, Entries.range(5, 6)).get(0).index()).isEqualTo(5);
    }
  }

  @Test
  void checkpoint_olderThanMaxAge_signedAgain() throws Exception {
    try (LogServer server = TestServers.start(folder, "checkpoint-max-age", "1s")) {
      byte[] first = server.context().checkpoints().visible().orElseThrow().bytes();
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(server.context().checkpoints().visible().orElseThrow().bytes())
                      .isNotEqualTo(first));
      assertThat(server.context().checkpoints().visible().orElseThrow().size()).isZero();
    }
  }

  @Test
  void validate_saysWhatAnAppendWouldBeAnswered() throws Exception {
    try (LogServer server = TestServers.start(folder)) {
      TestServers.append(server, Entries.range(0, 3));
      Validator validator = server.context().validator();
      assertThat(validator.validate(Entries.text(2))).isEqualTo(new Validator.Duplicate(2));
      assertThat(validator.validate(Entries.text(3))).isEqualTo(new Validator.Admissible());
      assertThat(validator.validate(new byte[0])).isInstanceOf(Validator.Refused.class);
      assertThat(server.context().reads().head().size()).isEqualTo(3);
    }
  }

  @Test
  void witnesses_quorumMet_visibleCarriesCosignaturesAlsoAfterRestart() throws Exception {
    FakeWitness witness = new FakeWitness();
    try (LogServer server = startWith(witness)) {
      TestServers.publish(server, Entries.range(0, 10));
      PublishedCheckpoint visible = server.context().checkpoints().visible().orElseThrow();
      assertThat(visible.witnessed()).isTrue();
      visible.signed().verify(witness.key.verifierKey());
    }
    witness.broken = true;
    try (LogServer server = startWith(witness)) {
      // Nobody cosigns now, but what was visible stays visible.
      assertThat(server.context().checkpoints().visible().orElseThrow().size()).isEqualTo(10);
      TestServers.append(server, Entries.range(10, 11));
      assertThat(
              server
                  .context()
                  .checkpoints()
                  .awaitPublished(10)
                  .get(10, TimeUnit.SECONDS)
                  .witnessed())
          .isFalse();
      assertThat(server.context().checkpoints().visible().orElseThrow().size()).isEqualTo(10);
      witness.broken = false;
      assertThat(server.context().checkpoints().awaitWitnessed(10).get(20, TimeUnit.SECONDS).size())
          .isEqualTo(11);
    }
  }

  @Test
  void start_behindWhatAWitnessCosigned_refused() throws Exception {
    TestServers.start(folder).close();
    FakeWitness witness = new FakeWitness();
    witness.size = 5;
    assertThatThrownBy(() -> startWith(witness))
        .isInstanceOf(RollbackException.class)
        .hasMessageContaining("witness")
        .hasMessageContaining("5");
  }

  @Test
  void subscribe_newCheckpoints_sizesOnlyGrow() throws Exception {
    List<Long> sizes = new ArrayList<>();
    try (LogServer server = TestServers.start(folder)) {
      server.context().checkpoints().subscribe(c -> sizes.add(c.size()));
      for (int i = 0; i < 10; i++) {
        TestServers.publish(server, Entries.range(i * 10L, i * 10L + 10));
      }
    }
    assertThat(sizes).isSorted().contains(100L);
  }

  private LogServer startWith(FakeWitness witness) throws Exception {
    return LogServer.start(
        TestServers.config(folder, "witness.timeout", "200ms"),
        TestServers.parts()
            .withApis(List.of())
            .withWitnesses((config, keys, metrics) -> Optional.of(witness)));
  }

  /** Cosigns whatever it is shown, after checking the proof it asked for. */
  private static final class FakeWitness implements WitnessQuorum {
    private final SignerKey key;
    private volatile boolean broken;
    private volatile long size;

    FakeWitness() throws Exception {
      key = SignerKey.generate("witness.example", SignatureType.ED25519_COSIGNATURE);
    }

    @Override
    public CompletableFuture<List<NoteSignature>> cosign(SignedCheckpoint signed, Proofs proofs) {
      if (broken) {
        return CompletableFuture.failedFuture(new IllegalStateException("nobody answers"));
      }
      Checkpoint checkpoint = signed.checkpoint();
      try {
        proofs.consistency(size, checkpoint.size());
      } catch (java.io.IOException e) {
        return CompletableFuture.failedFuture(e);
      }
      size = checkpoint.size();
      return CompletableFuture.completedFuture(List.of(key.sign(checkpoint, Instant.now())));
    }

    @Override
    public OptionalLong cosignedSize() {
      return OptionalLong.of(size);
    }

    @Override
    public List<WitnessState> states() {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
