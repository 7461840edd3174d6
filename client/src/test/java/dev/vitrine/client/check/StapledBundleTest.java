package dev.vitrine.client.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.DiffersFromLogException;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.TileServer;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.policy.Policy;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.ManifestFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StapledBundleTest {
  private static final Instant SEEN = Instant.parse("2026-11-24T08:01:00Z");

  private final RecordLog records = new RecordLog();
  private final Manifest manifest =
      Manifest.of(List.of(file("rules/a.conf", "hello"), file("rules/b.conf", "world")));
  private final long update = records.update("av/linux", 1, manifest, false);
  private final List<SignerKey> witnesses = new ArrayList<>();
  private Policy policy;
  private StapledBundle single;
  private StapledBundle whole;

  StapledBundleTest() throws Exception {
    StringBuilder text = new StringBuilder("log " + records.log.vkey() + "\n");
    for (String name : List.of("w1", "w2")) {
      SignerKey witness = SignerKey.generate(name + ".example", SignatureType.ED25519_COSIGNATURE);
      witnesses.add(witness);
      text.append("witness %s %s\n".formatted(name, witness.verifierKey()));
    }
    policy = Policy.parse(text.append("group both all w1 w2\nquorum both\n").toString());
    try (TileServer server = records.serve();
        LogClient client =
            LogClient.builder().log(server.url()).vkeys(records.log.vkey()).build()) {
      BundleMaker maker = new BundleMaker(client);
      Optional<byte[]> bytes = Optional.of(manifest.encode());
      single = witnessed(maker.make(update, bytes, Optional.of("rules/a.conf")), 0);
      whole = witnessed(maker.make(update, bytes, Optional.empty()), 0);
    }
  }

  private static ManifestFile file(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new ManifestFile(path, bytes.length, Hash.of(Digests.sha256(bytes)));
  }

  private static FileDigest digest(String content) {
    return new FileDigest("a.conf", content.length(), RecordLog.sha256(content));
  }

  private StapledBundle witnessed(StapledBundle bundle, int skip) throws Exception {
    TlogProof proof = bundle.proof();
    SignedCheckpoint signed = proof.checkpoint();
    for (SignerKey witness : witnesses.subList(skip, witnesses.size())) {
      signed =
          signed.withSignatures(
              new CheckpointSigner(witness).sign(signed.checkpoint(), SEEN).signatures());
    }
    TlogProof again = new TlogProof(Optional.empty(), proof.index(), proof.path(), signed);
    return bundle.withProof(again);
  }

  @Test
  void bundle_writtenAndRead_isTheSame() throws Exception {
    for (StapledBundle bundle : List.of(single, whole)) {
      assertThat(StapledBundle.parse(bundle.encode())).isEqualTo(bundle);
    }
    assertThat(single.encode().length).isLessThan(4096);
    assertThat(new String(single.encode(), StandardCharsets.UTF_8))
        .startsWith("vitrine/stapled@v1\nrecord CpYH".substring(0, 27))
        .contains(
            "\nfile 0 2 5 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 rules/a.conf\n");
  }

  @Test
  void file_ofTheUpdate_isVerified_andAnotherIsNot() throws Exception {
    StapledCheck check = StapledCheck.verify(single, policy);
    assertThat(check.proven().index()).isEqualTo(update);
    assertThat(check.proven().signatures().witnesses()).hasSize(2);
    assertThatCode(() -> check.verifyFile(digest("hello"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check.verifyFile(digest("world")))
        .isInstanceOf(DiffersFromLogException.class);
    StapledCheck all = StapledCheck.verify(whole, policy);
    assertThatCode(() -> all.verifyFile(digest("world"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> all.verifyFile(digest("evil")))
        .isInstanceOf(DiffersFromLogException.class);
  }

  @Test
  void quorum_notMet_isUntrusted() throws Exception {
    StapledBundle few =
        witnessed(
            single.withProof(
                new TlogProof(
                    Optional.empty(),
                    update,
                    single.proof().path(),
                    records.log.head(records.log.size()))),
            1);
    assertThatThrownBy(() -> StapledCheck.verify(few, policy))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("quorum both");
  }

  @Test
  void age_isCountedFromTheWitnesses() throws Exception {
    StapledCheck check = StapledCheck.verify(single, policy);
    Requirements old = Requirements.NONE.withMinEntryAge(Duration.ofMinutes(15));
    assertThat(check.report(digest("hello"), old, SEEN.plusSeconds(899)).verdict())
        .isEqualTo(dev.vitrine.client.Verdict.POLICY_NOT_MET);
    assertThat(check.report(digest("hello"), old, SEEN.plusSeconds(900)).verdict())
        .isEqualTo(dev.vitrine.client.Verdict.VERIFIED);
  }

  @Test
  void newerVersion_isSaidToBeNewer() {
    String newer =
        new String(single.encode(), StandardCharsets.UTF_8).replace("stapled@v1", "stapled@v2");
    assertThatThrownBy(() -> StapledBundle.parse(newer.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(FormatNewerException.class);
  }

  @Test
  void everyAlteredByte_isRefused() {
    byte[] bytes = single.encode();
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      byte[] altered = bytes.clone();
      altered[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(
              () ->
                  StapledCheck.verify(StapledBundle.parse(altered), policy)
                      .verifyFile(digest("hello")))
          .isInstanceOf(LogException.class);
    }
    for (int length = 0; length < bytes.length; length += 7) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(
              () ->
                  StapledCheck.verify(StapledBundle.parse(cut), policy).verifyFile(digest("hello")))
          .isInstanceOf(LogException.class);
    }
  }
}
