package dev.vitrine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.Cases;
import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.CheckpointSigner;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignerKey;
import dev.vitrine.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Instant TIME = Instant.ofEpochSecond(1767139200);
  private static final Checkpoint HEAD = new Checkpoint("log.example", 5, Hash.EMPTY_ROOT);
  private static final SignerKey LOG = key("log.example", SignatureType.ED25519, 0);
  private static final SignerKey LOG_PQ =
      key("log.example", SignatureType.ML_DSA_44_COSIGNATURE, 1);
  private static final SignerKey OTHER_LOG = key("other.example", SignatureType.ED25519, 2);
  private static final SignerKey[] WITNESS = {
    key("w0.example", SignatureType.ED25519_COSIGNATURE, 10),
    key("w1.example", SignatureType.ML_DSA_44_COSIGNATURE, 11),
    key("w2.example", SignatureType.ED25519_COSIGNATURE, 12),
    key("w3.example", SignatureType.ED25519_COSIGNATURE, 13),
  };

  @Test
  void policy_everyGoldenCase_parsesOrIsRefused() throws Exception {
    List<Cases.Case> cases = Cases.load("policy");
    assertThat(cases).hasSizeGreaterThan(50);
    assertThat(
            Cases.failures(
                cases,
                one -> Policy.parse(one.text("policy")),
                List.of(PolicyFormatException.class)))
        .isEmpty();
  }

  @Test
  void policy_ofNestedGroups_keepsOrderNamesAndUrls() throws Exception {
    Policy policy =
        Policy.parse(
            "log "
                + LOG.verifierKey()
                + " https://log.example/\n"
                + witnesses(3)
                + "group a any w0 w1\ngroup b all a w2\nquorum b\n");
    assertThat(policy.logs()).extracting(PolicyLog::origin).containsExactly("log.example");
    assertThat(policy.logs().get(0).url()).contains("https://log.example/");
    assertThat(policy.witnesses())
        .extracting(PolicyWitness::name)
        .containsExactly("w0", "w1", "w2");
    assertThat(policy.witnesses().get(0).url()).isEmpty();
    assertThat(policy.groups())
        .containsExactly(
            new PolicyGroup("a", 1, List.of("w0", "w1")),
            new PolicyGroup("b", 2, List.of("a", "w2")));
    assertThat(policy.quorum()).contains("b");
  }

  @Test
  void policy_withNamesThatAreNotUtf8_keepsThemApart() throws Exception {
    byte[] text =
        ("witness \u00ff "
                + WITNESS[0].verifierKey()
                + "\nwitness \u00fe "
                + WITNESS[1].verifierKey()
                + "\nquorum \u00fe\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Policy.parse(text).quorumMet(Set.of("\u00fe"))).isTrue();
    assertThat(Policy.parse(text).quorumMet(Set.of("\u00ff"))).isFalse();
  }

  @Test
  void policy_of40LogsWitnessesAndGroups_parses() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      SignerKey log = key("l" + i, SignatureType.ED25519, 100 + i);
      SignerKey witness = key("w" + i, SignatureType.ED25519_COSIGNATURE, 150 + i);
      text.append("log ").append(log.verifierKey()).append('\n');
      text.append("witness w").append(i).append(' ').append(witness.verifierKey()).append('\n');
      text.append("group g")
          .append(i)
          .append(" any w")
          .append(i)
          .append(i == 0 ? "" : " g" + (i - 1));
      text.append('\n');
    }
    assertThat(Policy.parse(text + "quorum g39\n").quorumMet(Set.of("w0"))).isTrue();
  }

  @Test
  void quorum_anyAllAndNested_countsMembers() throws Exception {
    String groups = "group any2 any w0 w1\ngroup both all any2 w2\nquorum both\n";
    Policy policy = Policy.parse(log() + witnesses(3) + groups);
    assertThat(policy.quorumMet(Set.of("w0", "w2"))).isTrue();
    assertThat(policy.quorumMet(Set.of("w1", "w2"))).isTrue();
    assertThat(policy.quorumMet(Set.of("w0", "w1"))).isFalse();
    assertThat(policy.quorumMet(Set.of("w2"))).isFalse();
    assertThat(policy.quorumMet(Set.of("any2", "w2"))).isFalse();
    Policy twoOfFour = Policy.parse(log() + witnesses(4) + "group g 2 w0 w1 w2 w3\nquorum g\n");
    for (int mask = 0; mask < 16; mask++) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if ((mask & (1 << i)) != 0) {
          names.add("w" + i);
        }
      }
      assertThat(twoOfFour.quorumMet(Set.copyOf(names)))
          .as("%s", names)
          .isEqualTo(Integer.bitCount(mask) >= 2);
    }
  }

  @Test
  void checkpoint_signedAndWitnessed_givesTheEvidence() throws Exception {
    Policy policy =
        Policy.parse(
            log()
                + "log "
                + OTHER_LOG.verifierKey()
                + "\n"
                + witnesses(3)
                + "group g 2 w0 w1 w2\nquorum g\n");
    PolicyEvidence evidence = policy.verify(signed(LOG, WITNESS[0], WITNESS[1]));
    assertThat(evidence.checkpoint()).isEqualTo(HEAD);
    assertThat(evidence.logSignatures())
        .extracting(signature -> signature.key())
        .containsExactly(LOG.verifierKey());
    assertThat(evidence.witnesses())
        .extracting(one -> one.witness().name() + "@" + one.cosignature().timestamp())
        .containsExactly("w0@1767139200", "w1@1767139200");
  }

  @Test
  void checkpoint_withTooFewWitnesses_isRefused() throws Exception {
    Policy policy = Policy.parse(log() + witnesses(3) + "group g 2 w0 w1 w2\nquorum g\n");
    refused(policy, signed(LOG, WITNESS[0]), PolicyException.Reason.QUORUM_NOT_MET);
    refused(policy, signed(LOG, WITNESS[0], WITNESS[3]), PolicyException.Reason.QUORUM_NOT_MET);
  }

  @Test
  void checkpoint_byAnyOneOfTheListedLogs_isAccepted() throws Exception {
    Policy policy =
        Policy.parse(
            "log " + LOG_PQ.verifierKey() + "\nlog " + OTHER_LOG.verifierKey() + "\nquorum none\n");
    assertThat(policy.verify(signed(LOG_PQ)).logSignatures()).hasSize(1);
    assertThat(policy.verify(signed(LOG, LOG_PQ)).logSignatures()).hasSize(1);
    refused(policy, signed(LOG), PolicyException.Reason.NO_LOG_SIGNATURE);
  }

  @Test
  void checkpoint_ofAnotherOriginSignedByAListedLog_isRefused() throws Exception {
    Policy policy = Policy.parse(log() + "quorum none\n");
    Checkpoint foreign = new Checkpoint("else.example", 5, Hash.EMPTY_ROOT);
    refused(
        policy, new CheckpointSigner(LOG).sign(foreign, TIME), PolicyException.Reason.UNKNOWN_LOG);
    Policy both = Policy.parse(log() + "log " + OTHER_LOG.verifierKey() + "\nquorum none\n");
    refused(both, signed(OTHER_LOG), PolicyException.Reason.NO_LOG_SIGNATURE);
  }

  @Test
  void checkpoint_withAnInvalidLineOfAListedWitness_isRefusedEvenIfTheQuorumStands()
      throws Exception {
    Policy policy = Policy.parse(log() + witnesses(2) + "group g any w0 w1\nquorum g\n");
    NoteSignature good = WITNESS[0].sign(HEAD, TIME);
    byte[] bytes = WITNESS[1].sign(HEAD, TIME).signature();
    bytes[100] ^= 1;
    NoteSignature bad =
        NoteSignature.of(WITNESS[1].name(), WITNESS[1].verifierKey().keyId(), bytes);
    refused(policy, signed(LOG).withSignatures(good, bad), PolicyException.Reason.BAD_SIGNATURE);
  }

  @Test
  void cosignature_withoutATime_doesNotCount() throws Exception {
    Policy policy = Policy.parse(log() + witnesses(2) + "group g any w0 w1\nquorum g\n");
    for (int i = 0; i < 2; i++) {
      NoteSignature timeless = WITNESS[i].sign(HEAD, Instant.EPOCH);
      refused(policy, signed(LOG).withSignatures(timeless), PolicyException.Reason.QUORUM_NOT_MET);
    }
  }

  @Test
  void policyWithoutLogs_refusesUntilTheApplicationAddsOne() throws Exception {
    Policy policy = Policy.parse("quorum none\n");
    refused(policy, signed(LOG), PolicyException.Reason.UNKNOWN_LOG);
    assertThat(policy.withLog(LOG.verifierKey()).verify(signed(LOG)).witnesses()).isEmpty();
  }

  private static void refused(
      Policy policy, SignedCheckpoint signed, PolicyException.Reason reason) {
    AbstractThrowableAssert<?, ?> thrown = assertThatThrownBy(() -> policy.verify(signed));
    thrown.isInstanceOf(PolicyException.class).extracting("reason").isEqualTo(reason);
  }

  private static SignedCheckpoint signed(SignerKey... keys) {
    return new CheckpointSigner(keys).sign(HEAD, TIME);
  }

  private static String log() {
    return "log " + LOG.verifierKey() + "\n";
  }

  private static String witnesses(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      VerifierKey key = WITNESS[i].verifierKey();
      lines.append("witness w").append(i).append(' ').append(key).append('\n');
    }
    return lines.toString();
  }

  private static SignerKey key(String name, SignatureType type, int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    try {
      return SignerKey.ofSeed(name, type, bytes);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
