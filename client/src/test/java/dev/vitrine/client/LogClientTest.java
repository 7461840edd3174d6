package dev.vitrine.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import dev.vitrine.proof.TlogProof;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogClientTest {
  private final TestLog log = TestLog.of(700, "honest");
  private final TrustStore memory = TrustStore.inMemory();
  private TileServer server;
  private LogClient client;

  @BeforeEach
  void start() throws Exception {
    server = new TileServer(log);
    client = client(log.vkey());
  }

  private LogClient client(String vkey) {
    return LogClient.builder().log(server.url()).vkeys(vkey).trustStore(memory).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void head_ofHonestLog_isVerifiedAndRemembered() throws Exception {
    VerifiedHead first = client.head();
    assertThat(first.size()).isEqualTo(700);
    assertThat(first.root()).isEqualTo(log.root(700));
    assertThat(first.extendsSize()).isEmpty();
    assertThat(first.signatures().log()).hasSize(1);
    assertThat(first.signatures().witnesses()).isEmpty();
    assertThat(client.head().extendsSize()).isEqualTo(OptionalLong.of(700));
  }

  @Test
  void head_ofGrownLog_extendsTheRememberedOne() throws Exception {
    server.show(log, 3);
    client.head();
    server.show(log, 700);
    assertThat(client.head().extendsSize()).isEqualTo(OptionalLong.of(3));
    assertThat(memory.newest(TestLog.ORIGIN).orElseThrow().checkpoint().size()).isEqualTo(700);
  }

  @Test
  void head_ofEmptyLogThenGrown_isVerified() throws Exception {
    server.show(log, 0);
    assertThat(client.head().root()).isEqualTo(Hash.EMPTY_ROOT);
    server.show(log, 700);
    assertThat(client.head().extendsSize()).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void head_signedByAnotherKeyOfTheSameName_isUntrusted() throws Exception {
    SignerKey stranger = SignerKey.generate(TestLog.ORIGIN, SignatureType.ED25519);
    try (LogClient wrong = client(stranger.verifierKey().toString())) {
      assertThatThrownBy(wrong::head)
          .isInstanceOf(UntrustedException.class)
          .hasMessageContaining(TestLog.ORIGIN);
    }
  }

  @Test
  void head_olderAndConsistent_isStaleAndNotForgotten() throws Exception {
    client.head();
    server.show(log, 300);
    assertThatThrownBy(client::head)
        .isInstanceOf(StaleHeadException.class)
        .hasMessageContaining("300")
        .hasMessageContaining("700");
    assertThat(memory.newest(TestLog.ORIGIN).orElseThrow().checkpoint().size()).isEqualTo(700);
  }

  @Test
  void head_ofSameSizeAndOtherRoot_isForkWithEvidence() throws Exception {
    client.head();
    server.show(TestLog.of(700, "other"), 700);
    assertThatThrownBy(client::head)
        .isInstanceOfSatisfying(LogForkedException.class, this::assertProvesFork);
  }

  @ParameterizedTest
  @ValueSource(ints = {701, 1024, 5000})
  void head_largerOfAnotherHistory_isForkWithEvidence(int size) throws Exception {
    client.head();
    server.show(TestLog.of(size, "other"), size);
    assertThatThrownBy(client::head)
        .isInstanceOfSatisfying(LogForkedException.class, this::assertProvesFork);
    assertThat(memory.newest(TestLog.ORIGIN).orElseThrow().checkpoint().root())
        .isEqualTo(log.root(700));
  }

  @Test
  void head_largerAfterAPowerOfTwo_isForkWithEvidence() throws Exception {
    server.show(log, 256);
    client.head();
    server.show(TestLog.of(600, "other"), 600);
    assertThatThrownBy(client::head)
        .isInstanceOfSatisfying(LogForkedException.class, this::assertProvesFork);
  }

  @Test
  void head_smallerOfAnotherHistory_isForkNotStale() throws Exception {
    client.head();
    TestLog other = TestLog.of(300, "other");
    // The tiles are still those of the remembered tree: they prove what its first 300 entries were.
    server.lie("checkpoint", other.head(300).encode());
    assertThatThrownBy(client::head)
        .isInstanceOfSatisfying(LogForkedException.class, this::assertProvesFork);
  }

  private void assertProvesFork(LogForkedException fork) {
    assertThat(fork.verdict()).isEqualTo(Verdict.LOG_FORKED);
    try {
      ForkEvidence read = ForkEvidence.parse(fork.evidence().encode());
      read.verify();
      assertThat(read).isEqualTo(fork.evidence());
    } catch (EvidenceException | FormatNewerException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void head_newTreeWithTilesThatDoNotBelongToIt_isUntrustedNotFork() throws Exception {
    server.show(log, 300);
    client.head();
    server.show(log, 700);
    byte[] tile = log.resource("tile/0/002.p/188", 700).orElseThrow();
    server.lie("tile/0/002.p/188", TestLog.flipped(tile, 5));
    assertThatThrownBy(client::head).isInstanceOf(UntrustedException.class);
    assertThat(memory.newest(TestLog.ORIGIN).orElseThrow().checkpoint().size()).isEqualTo(300);
  }

  @Test
  void head_olderThanMaxAge_isStale() throws Exception {
    SignerKey timed = SignerKey.generate(TestLog.ORIGIN, SignatureType.ED25519_COSIGNATURE);
    Instant then = Instant.parse("2026-01-01T00:00:00Z");
    byte[] signed =
        new dev.vitrine.note.CheckpointSigner(timed)
            .sign(new Checkpoint(TestLog.ORIGIN, 700, log.root(700)), then)
            .encode();
    server.lie("checkpoint", signed);
    LogClientBuilder builder =
        LogClient.builder()
            .log(server.url())
            .vkeys(timed.verifierKey().toString())
            .maxHeadAge(Duration.ofMinutes(10));
    try (LogClient inTime =
        builder.clock(Clock.fixed(then.plusSeconds(600), ZoneOffset.UTC)).build()) {
      assertThat(inTime.head().signatures().newest()).contains(then);
    }
    try (LogClient late =
        builder.clock(Clock.fixed(then.plusSeconds(601), ZoneOffset.UTC)).build()) {
      assertThatThrownBy(late::head)
          .isInstanceOf(StaleHeadException.class)
          .hasMessageContaining("2026-01-01");
    }
  }

  @Test
  void entry_ofHonestLog_isProven() throws Exception {
    VerifiedEntry entry = client.entry(511);
    assertThat(entry.bytes()).isEqualTo(log.entry(511));
    assertThat(entry.leafHash()).isEqualTo(TreeHasher.leaf(log.entry(511)));
    assertThat(entry.head().size()).isEqualTo(700);
  }

  @Test
  void entry_beyondTheHead_isNotInLog() {
    assertThatThrownBy(() -> client.entry(700))
        .isInstanceOf(NotInLogException.class)
        .hasMessageContaining("699");
  }

  @Test
  void inclusion_byLeafHash_findsTheIndex() throws Exception {
    VerifiedInclusion inclusion = client.inclusion(TreeHasher.leaf(log.entry(300)));
    assertThat(inclusion.proof().index()).isEqualTo(300);
  }

  @Test
  void inclusion_ofUnknownLeaf_isNotInLog() {
    assertThatThrownBy(() -> client.inclusion(TreeHasher.leaf(new byte[] {1})))
        .isInstanceOf(NotInLogException.class);
  }

  @Test
  void bundle_ofInclusion_verifiesOffline() throws Exception {
    TlogProof proof = client.bundle(client.inclusion(TreeHasher.leaf(log.entry(300))));
    OfflineProof offline =
        OfflineProof.verify(proof.encode(), log.entry(300), VkeyPolicy.of(List.of(log.vkey())));
    assertThat(offline.index()).isEqualTo(300);
    assertThat(offline.size()).isEqualTo(700);
    assertThatThrownBy(
            () ->
                OfflineProof.verify(
                    proof.encode(),
                    TestLog.flipped(log.entry(300), 0),
                    VkeyPolicy.of(List.of(log.vkey()))))
        .isInstanceOf(DiffersFromLogException.class);
  }

  @Test
  void offlineProof_ofNewerVersion_isFormatNewerNotTampering() throws Exception {
    String proof =
        new String(
            client.bundle(client.inclusion(TreeHasher.leaf(log.entry(3)))).encode(), "UTF-8");
    byte[] newer = proof.replace("tlog-proof@v1", "tlog-proof@v2").getBytes("UTF-8");
    assertThatThrownBy(
            () -> OfflineProof.verify(newer, log.entry(3), VkeyPolicy.of(List.of(log.vkey()))))
        .isInstanceOf(FormatNewerException.class)
        .hasMessageContaining("v2");
  }

  @Test
  void consistency_withASignedOlderHead_isProven() throws Exception {
    VerifiedConsistency proven = client.consistency(log.head(123));
    assertThat(proven.proof().oldSize()).isEqualTo(123);
    assertThat(proven.oldRoot()).isEqualTo(log.root(123));
  }

  @Test
  void consistency_withASize_tellsTheRootOfThatSize() throws Exception {
    for (long size : new long[] {0, 1, 255, 256, 257, 699, 700}) {
      assertThat(client.consistency(size).oldRoot()).isEqualTo(log.root(size));
    }
  }

  @Test
  void entries_ofARange_comeInOrderAndProven() throws Exception {
    List<Long> indices = new ArrayList<>();
    client.entries(
        250,
        520,
        client.head(),
        (index, entry) -> {
          assertThat(entry).isEqualTo(log.entry(index));
          indices.add(index);
        });
    assertThat(indices).hasSize(270).startsWith(250L).endsWith(519L).isSorted();
  }

  @Test
  void append_overHttp_isProvenAndRepeatedIsDuplicate() throws Exception {
    byte[] entry = {42};
    Appended first = client.append(entry, Stage.PUBLISHED);
    assertThat(first.promise().index()).isEqualTo(700);
    assertThat(first.promise().duplicate()).isFalse();
    assertThat(first.inclusion().orElseThrow().head().size()).isEqualTo(701);
    Appended again = client.append(entry, Stage.PUBLISHED);
    assertThat(again.promise().index()).isEqualTo(700);
    assertThat(again.promise().duplicate()).isTrue();
  }

  @Test
  void append_acknowledgedAtAnIndexThatHoldsSomethingElse_isUntrusted() {
    server.lie("add", exchange -> TileServer.respondJson(exchange, 200, "{\"index\":5}"));
    assertThatThrownBy(() -> client.append(new byte[] {42}, Stage.PUBLISHED))
        .isInstanceOf(UntrustedException.class);
  }

  @Test
  void async_head_givesTheSame() throws Exception {
    VerifiedHead head = client.async(Runnable::run).head().get(10, TimeUnit.SECONDS);
    assertThat(head.size()).isEqualTo(700);
  }

  @Test
  void requests_forAPartialTile_areOnlyThoseThatTheHeadImplies() throws Exception {
    client.entry(699);
    assertThat(server.requests())
        .contains("tile/entries/002.p/188")
        .allMatch(path -> !path.contains(".p/187"));
  }
}
