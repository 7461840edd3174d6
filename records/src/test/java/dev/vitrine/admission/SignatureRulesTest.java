package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Key.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who signed: what keeps and what breaks each rule. */
class SignatureRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.refuse(
        Reason.KEY_UNKNOWN,
        "unknown key",
        (l, r) -> {
          l.keys.put(Role.PIPELINE, key(800));
          return r.signed(r.build("p", "1"));
        });
    table.refuse(
        Reason.ROLE_MISSING,
        "pipeline without release manager",
        (l, r) ->
            sign(
                Kind.BUILD,
                r.build("p", "1").build(),
                List.of(subject("a")),
                l.key(Role.PIPELINE)));
    table.refuse(
        Reason.ROLE_MISSING,
        "two pipelines instead of a release manager",
        (l, r) -> {
          l.mustAppend(l.register(Role.PIPELINE, key(50), "v"));
          return sign(
              Kind.BUILD,
              r.build("p", "1").build(),
              List.of(subject("a")),
              l.key(Role.PIPELINE),
              key(50));
        });
    table.refuse(
        Reason.SIGNATURE_INVALID,
        "signature of another payload",
        (l, r) -> {
          byte[] other = r.signed(r.build("p", "2")).encode();
          byte[] entry = r.signed(r.build("p", "1")).encode();
          System.arraycopy(other, other.length - 70 - 64, entry, entry.length - 70 - 64, 64);
          return Envelope.parse(entry);
        });

    table.accept(
        List.of(Reason.KEY_UNKNOWN, Reason.SIGNATURE_INVALID),
        "a key registered just before",
        (l, r) -> {
          l.mustAppend(l.register(Role.PIPELINE, key(50), "v"));
          l.keys.put(Role.PIPELINE, key(50));
          return r.signed(r.build("p", "1"));
        });
  }

  @Test
  void key_registeredBetweenCheckAndAdmit_isVerifiedAtItsIndex() throws Exception {
    TestLog log = TestLog.ready();
    TestRecords records = new TestRecords(log);
    log.keys.put(Role.PIPELINE, key(50));
    Envelope build = records.signed(records.build("p", "1"));
    Candidate early = log.admission.check(build.encode());
    log.mustAppend(log.register(Role.PIPELINE, key(50), "v"));
    assertThat(log.admission.admit(log.state, early, log.entries.size(), log.now))
        .isInstanceOf(Decision.Admitted.class);

    dev.vitrine.intoto.Envelope forged =
        dev.vitrine.intoto.Envelope.parseFrom(build.encode()).toBuilder()
            .setPayload(
                ByteString.copyFrom(
                    new String(build.payload(), StandardCharsets.UTF_8).replace("\"1\"", "\"2\""),
                    StandardCharsets.UTF_8))
            .build();
    TestLog other = TestLog.ready();
    other.keys.put(Role.RELEASE_MANAGER, key(50));
    Envelope unknown = new TestRecords(other).signed(new TestRecords(other).build("p", "1"));
    Candidate forgedEarly =
        other.admission.check(
            forged.toBuilder()
                .clearSignatures()
                .addSignatures(
                    forged.getSignatures(0).toBuilder()
                        .setKeyid(unknown.signatures().get(1).keyId()))
                .build()
                .toByteArray());
    other.mustAppend(other.register(Role.RELEASE_MANAGER, key(50), "v"));
    assertThat(
            code(other.admission.admit(other.state, forgedEarly, other.entries.size(), other.now)))
        .isEqualTo("SIGNATURE_INVALID");
  }

  private static String code(Decision decision) {
    return decision instanceof Decision.Rejected r ? r.rejection().code() : decision.toString();
  }
}
