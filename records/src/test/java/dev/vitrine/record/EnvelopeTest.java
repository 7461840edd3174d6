package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EnvelopeTest {
  private final TestLog log = TestLog.ready();
  private final TestRecords records = new TestRecords(log);
  private final Envelope envelope = records.signed(records.build("p", "1"));

  @Test
  void encode_parsed_isSame() throws Exception {
    assertThat(Envelope.parse(envelope.encode())).isEqualTo(envelope);
    assertThat(Envelope.parseAny(envelope.encode())).isEqualTo(envelope);
  }

  @Test
  void json_parsed_isSameEnvelopeAndSameLeaf() throws Exception {
    byte[] json = envelope.json().getBytes(StandardCharsets.UTF_8);
    assertThat(Envelope.parseJson(json).encode()).isEqualTo(envelope.encode());
    assertThat(Envelope.parseAny(json)).isEqualTo(envelope);
    assertThat(Envelope.parseAny(("\n " + envelope.json()).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(envelope);
  }

  @Test
  void json_membersOfDsse_areThere() {
    assertThat(envelope.json())
        .startsWith("{\"payload\":\"" + Base64.getEncoder().encodeToString(envelope.payload()))
        .contains("\"payloadType\":\"application/vnd.in-toto+json\"")
        .contains("\"keyid\":\"" + TestLog.id(log.key(dev.vitrine.v1.Key.Role.PIPELINE)));
  }

  @Test
  void pae_knownPayload_isAsInThePackageComment() throws Exception {
    byte[] entry =
        dev.vitrine.intoto.Envelope.newBuilder()
            .setPayload(ByteString.copyFromUtf8("hello world"))
            .setPayloadType(Envelope.PAYLOAD_TYPE)
            .addSignatures(dev.vitrine.intoto.Signature.newBuilder().setKeyid("0".repeat(64)))
            .build()
            .toByteArray();
    assertThat(new String(Envelope.parse(entry).pae(), StandardCharsets.US_ASCII))
        .isEqualTo("DSSEv1 28 application/vnd.in-toto+json 11 hello world");
  }

  @Test
  void parse_secondEncodingOfTheSameEnvelope_refused() throws Exception {
    dev.vitrine.intoto.Envelope message = dev.vitrine.intoto.Envelope.parseFrom(envelope.encode());
    byte[] type = message.toBuilder().clearPayload().clearSignatures().build().toByteArray();
    byte[] rest = message.toBuilder().clearPayloadType().build().toByteArray();
    byte[] swapped = java.util.Arrays.copyOf(type, type.length + rest.length);
    System.arraycopy(rest, 0, swapped, type.length, rest.length);
    assertThat(dev.vitrine.intoto.Envelope.parseFrom(swapped)).isEqualTo(message);
    refused(swapped, "ENVELOPE_NOT_CANONICAL");
    byte[] unknownField = java.util.Arrays.copyOf(envelope.encode(), envelope.encode().length + 2);
    unknownField[unknownField.length - 2] = 0x78;
    refused(unknownField, "ENVELOPE_NOT_CANONICAL");
  }

  @Test
  void parse_malformed_refusedByCode() throws Exception {
    dev.vitrine.intoto.Envelope message = dev.vitrine.intoto.Envelope.parseFrom(envelope.encode());
    refused(new byte[] {1, 2, 3}, "ENVELOPE_FORMAT");
    refused(message.toBuilder().setPayloadType("text/plain").build().toByteArray(), "PAYLOAD_TYPE");
    refused(message.toBuilder().clearSignatures().build().toByteArray(), "SIGNATURE_COUNT");
    refused(message.toBuilder().clearPayload().build().toByteArray(), "FIELD_REQUIRED");
    refused(
        message.toBuilder().addSignatures(message.getSignatures(0)).build().toByteArray(),
        "SIGNATURE_DUPLICATE");
    refused(
        message.toBuilder()
            .addSignatures(dev.vitrine.intoto.Signature.newBuilder().setKeyid("ABC"))
            .build()
            .toByteArray(),
        "KEY_ID_FORMAT");
    dev.vitrine.intoto.Envelope.Builder many = message.toBuilder();
    for (int i = 0; i < 17; i++) {
      many.addSignatures(
          dev.vitrine.intoto.Signature.newBuilder().setKeyid(TestLog.sha256("k" + i)));
    }
    refused(many.build().toByteArray(), "SIGNATURE_COUNT");
  }

  private static void refused(byte[] bytes, String code) {
    assertThatThrownBy(() -> Envelope.parse(bytes))
        .isInstanceOfSatisfying(
            RecordFormatException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @EnumSource(
      value = SignatureAlgorithm.class,
      names = {"ED25519", "ECDSA_P256", "ML_DSA_44", "ML_DSA_65"})
  void sign_everyAlgorithm_verifiesAndBreaksWithTheMessage(SignatureAlgorithm algorithm)
      throws Exception {
    byte[] seed = new byte[32];
    new Random(7).nextBytes(seed);
    SigningKey key = SigningKey.ofSeed(algorithm, seed);
    Statement statement = envelope.statement();
    Envelope signed = Envelope.unsigned(statement).signedBy(key);
    signed.verify(key.verifyingKey());
    Envelope other =
        Envelope.unsigned(
                new Statement(
                    List.of(TestLog.subject("other")), statement.kind(), statement.predicate()))
            .signedBy(key);
    dev.vitrine.intoto.Envelope mixed =
        dev.vitrine.intoto.Envelope.parseFrom(other.encode()).toBuilder()
            .setPayload(ByteString.copyFrom(signed.payload()))
            .build();
    assertThatThrownBy(() -> Envelope.parse(mixed.toByteArray()).verify(key.verifyingKey()))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void verify_keyThatDidNotSign_refused() {
    assertThatThrownBy(() -> envelope.verify(TestLog.key(999).verifyingKey()))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("none by key");
  }
}
