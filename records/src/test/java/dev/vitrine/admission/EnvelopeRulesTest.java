package dev.vitrine.admission;

import static dev.vitrine.admission.TestLog.id;
import static dev.vitrine.admission.TestLog.key;
import static dev.vitrine.admission.TestLog.sign;
import static dev.vitrine.admission.TestLog.subject;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.intoto.Signature;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Build;
import dev.vitrine.v1.Key.Role;
import java.util.ArrayList;
import java.util.List;

/** The envelope around a record: what keeps and what breaks each rule. */
class EnvelopeRulesTest implements RuleTable {
  private interface Bend {
    void bend(dev.vitrine.intoto.Envelope.Builder envelope);
  }

  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.ENVELOPE_FORMAT, Reason.PAYLOAD_TYPE, Reason.SIGNATURE_DUPLICATE),
        "two keys sign a statement",
        (l, r) -> r.signed(r.build("p", "1")));
    table.refuseBytes(
        Reason.ENVELOPE_FORMAT, "a length beyond the end", (l, r) -> new byte[] {0x12, 0x05, 1});
    table.refuseBytes(Reason.ENTRY_SIZE, "no bytes", (l, r) -> new byte[0]);
    table.refuseBytes(Reason.ENTRY_SIZE, "65,536 bytes", (l, r) -> new byte[65_536]);
    table.acceptBytes(
        Reason.ENVELOPE_NOT_CANONICAL,
        "the JSON form, which is made canonical",
        (l, r) -> TestRecords.utf8(r.signed(r.build("p", "1")).json()));
    table.refuseBytes(
        Reason.ENVELOPE_NOT_CANONICAL,
        "a field that is not known",
        bent(
            e ->
                e.setUnknownFields(
                    UnknownFieldSet.newBuilder()
                        .addField(9, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())));
    table.refuseBytes(
        Reason.PAYLOAD_TYPE, "plain JSON", bent(e -> e.setPayloadType("application/json")));
    table.refuseBytes(Reason.FIELD_REQUIRED, "no payload", bent(e -> e.clearPayload()));
    table.refuseBytes(Reason.SIGNATURE_COUNT, "no signature", bent(e -> e.clearSignatures()));
    table.accept(Reason.SIGNATURE_COUNT, "16 signatures", (l, r) -> signedBy(l, r, 16));
    table.refuseBytes(
        Reason.SIGNATURE_COUNT,
        "17 signatures",
        bent(
            e -> {
              for (int i = 2; i < 17; i++) {
                e.addSignatures(Signature.newBuilder().setKeyid(id(key(600 + i))));
              }
            }));
    table.refuseBytes(
        Reason.SIGNATURE_DUPLICATE,
        "one key twice",
        bent(e -> e.addSignatures(e.getSignatures(0))));
    table.refuseBytes(
        Reason.KEY_ID_FORMAT,
        "a key id in capitals",
        bent(e -> e.getSignaturesBuilder(0).setKeyid("A".repeat(64))));
    table.refuseBytes(
        Reason.SIGNATURE_INVALID,
        "a signature cut short",
        bent(e -> e.getSignaturesBuilder(0).setSig(ByteString.copyFrom(new byte[63]))));
  }

  /** A good build's envelope after a change. */
  private static RuleCase.Entry bent(Bend bend) {
    return (log, records) -> {
      byte[] good = records.signed(records.build("p", "1")).encode();
      dev.vitrine.intoto.Envelope.Builder envelope =
          dev.vitrine.intoto.Envelope.parseFrom(good).toBuilder();
      bend.bend(envelope);
      return envelope.build().toByteArray();
    };
  }

  /** A build by pipeline, release manager and as many more as it takes. */
  private static Envelope signedBy(TestLog log, TestRecords records, int count) {
    List<SigningKey> signers =
        new ArrayList<>(List.of(log.key(Role.PIPELINE), log.key(Role.RELEASE_MANAGER)));
    for (int i = 2; i < count; i++) {
      log.mustAppend(log.register(Role.PIPELINE, key(600 + i), "example-vendor"));
      signers.add(key(600 + i));
    }
    Build build = records.build("p", "1").build();
    return sign(Kind.BUILD, build, List.of(subject("a")), signers.toArray(new SigningKey[0]));
  }
}
