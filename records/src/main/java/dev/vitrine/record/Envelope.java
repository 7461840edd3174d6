package dev.vitrine.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.DiscardUnknownFieldsParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.crypto.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A DSSE envelope: a payload, its type, and signatures over both. Immutable.
 *
 * <p>The stored form is the protobuf message {@code io.intoto.Envelope} in its one canonical
 * encoding; {@link #json()} is the same envelope as cosign and in-toto write it.
 */
public final class Envelope {
  /** The only payload type of a record. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  /** More signatures than this are refused: each costs a verification. */
  public static final int MAX_SIGNATURES = 16;

  private static final MessageReader JSON =
      MessageReader.of(dev.vitrine.intoto.Envelope.getDefaultInstance());

  // Without unknown fields a parsed envelope encodes to other bytes than those that carried them.
  private static final Parser<dev.vitrine.intoto.Envelope> PARSER =
      DiscardUnknownFieldsParser.wrap(dev.vitrine.intoto.Envelope.parser());

  private final dev.vitrine.intoto.Envelope message;
  private final List<EnvelopeSignature> signatures;

  private Envelope(dev.vitrine.intoto.Envelope message) {
    this.message = message;
    List<EnvelopeSignature> list = new ArrayList<>(message.getSignaturesCount());
    for (dev.vitrine.intoto.Signature s : message.getSignaturesList()) {
      list.add(new EnvelopeSignature(s.getKeyid(), s.getSig()));
    }
    this.signatures = List.copyOf(list);
  }

  /** A signature and the id of the key that made it. */
  public record EnvelopeSignature(String keyId, ByteString signature) {}

  /** An envelope that nobody has signed yet. */
  public static Envelope unsigned(Statement statement) {
    return new Envelope(
        dev.vitrine.intoto.Envelope.newBuilder()
            .setPayload(ByteString.copyFrom(statement.encode()))
            .setPayloadType(PAYLOAD_TYPE)
            .build());
  }

  /**
   * Reads the protobuf form.
   *
   * @throws RecordFormatException if the bytes are not exactly what {@link #encode} gives for an
   *     envelope with a payload and 1..{@value #MAX_SIGNATURES} signatures by different keys
   */
  public static Envelope parse(byte[] bytes) throws RecordFormatException {
    dev.vitrine.intoto.Envelope message;
    try {
      message = PARSER.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new RecordFormatException(
          "ENVELOPE_FORMAT", "", bytes.length + " bytes", "a protobuf io.intoto.Envelope");
    }
    // A second encoding of one envelope would be a second leaf for one record.
    if (message.getSerializedSize() != bytes.length
        || !Arrays.equals(message.toByteArray(), bytes)) {
      throw new RecordFormatException(
          "ENVELOPE_NOT_CANONICAL",
          "",
          bytes.length + " bytes",
          "the canonical encoding, without unknown or empty fields");
    }
    return checked(message);
  }

  /** Reads the DSSE JSON form, under the same conditions. */
  public static Envelope parseJson(byte[] json) throws RecordFormatException {
    dev.vitrine.intoto.Envelope.Builder builder = dev.vitrine.intoto.Envelope.newBuilder();
    JsonReader reader = new JsonReader(json);
    JSON.read(reader, builder);
    reader.end();
    return checked(builder.build());
  }

  /**
   * Reads whichever of the two forms it is. A protobuf envelope starts with 0x0a, which may also be
   * a line feed before JSON, so protobuf is tried first there.
   */
  public static Envelope parseAny(byte[] bytes) throws RecordFormatException {
    if (bytes.length == 0 || bytes[0] != 0x0a) {
      return bytes.length > 0 && " \t\r{".indexOf(bytes[0]) >= 0 ? parseJson(bytes) : parse(bytes);
    }
    try {
      return parse(bytes);
    } catch (RecordFormatException e) {
      if (!e.code().equals("ENVELOPE_FORMAT")) {
        throw e;
      }
      return parseJson(bytes);
    }
  }

  private static Envelope checked(dev.vitrine.intoto.Envelope message)
      throws RecordFormatException {
    if (!message.getPayloadType().equals(PAYLOAD_TYPE)) {
      throw new RecordFormatException(
          "PAYLOAD_TYPE", "payloadType", message.getPayloadType(), PAYLOAD_TYPE);
    }
    if (message.getPayload().isEmpty()) {
      throw new RecordFormatException("FIELD_REQUIRED", "payload", "", "a statement");
    }
    int count = message.getSignaturesCount();
    if (count == 0 || count > MAX_SIGNATURES) {
      throw new RecordFormatException(
          "SIGNATURE_COUNT", "signatures", Integer.toString(count), "1.." + MAX_SIGNATURES);
    }
    for (int i = 0; i < count; i++) {
      checkSignature(message, i);
    }
    return new Envelope(message);
  }

  private static void checkSignature(dev.vitrine.intoto.Envelope message, int i)
      throws RecordFormatException {
    String keyId = message.getSignatures(i).getKeyid();
    if (!KeyIds.isWellFormed(keyId)) {
      throw new RecordFormatException(
          "KEY_ID_FORMAT", "signatures[" + i + "].keyid", keyId, KeyIds.EXPECTATION);
    }
    for (int j = 0; j < i; j++) {
      if (message.getSignatures(j).getKeyid().equals(keyId)) {
        throw new RecordFormatException(
            "SIGNATURE_DUPLICATE", "signatures[" + i + "].keyid", keyId, "one signature a key");
      }
    }
  }

  /** The canonical protobuf form: the leaf's bytes. */
  public byte[] encode() {
    return message.toByteArray();
  }

  /** The DSSE JSON form. */
  public String json() {
    StringBuilder out = new StringBuilder(message.getSerializedSize() * 4 / 3 + 200);
    Base64.Encoder base64 = Base64.getEncoder();
    out.append("{\"payload\":\"").append(base64.encodeToString(payload()));
    out.append("\",\"payloadType\":\"").append(PAYLOAD_TYPE).append("\",\"signatures\":[");
    String comma = "";
    for (EnvelopeSignature s : signatures) {
      String sig = base64.encodeToString(s.signature().toByteArray());
      out.append(comma).append("{\"sig\":\"").append(sig);
      out.append("\",\"keyid\":\"").append(s.keyId()).append("\"}");
      comma = ",";
    }
    return out.append("]}").toString();
  }

  /** A copy of the payload. */
  public byte[] payload() {
    return message.getPayload().toByteArray();
  }

  public List<EnvelopeSignature> signatures() {
    return signatures;
  }

  /** The statement in the payload. */
  public Statement statement() throws RecordFormatException {
    return Statement.parse(payload());
  }

  /**
   * The bytes that are signed (DSSE v1 pre-authentication encoding): {@code DSSEv1 SP LEN(type) SP
   * type SP LEN(payload) SP payload}, lengths in decimal.
   */
  public byte[] pae() {
    ByteString payload = message.getPayload();
    byte[] head =
        ("DSSEv1 " + PAYLOAD_TYPE.length() + " " + PAYLOAD_TYPE + " " + payload.size() + " ")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] pae = Arrays.copyOf(head, head.length + payload.size());
    payload.copyTo(pae, head.length);
    return pae;
  }

  /**
   * The same envelope with one more signature.
   *
   * @throws IllegalArgumentException if the key has signed it already
   */
  public Envelope signedBy(SigningKey key) throws SignatureException {
    String keyId = KeyIds.of(key.verifyingKey());
    if (signatures.stream().anyMatch(s -> s.keyId().equals(keyId))) {
      throw new IllegalArgumentException("key " + keyId + ": has signed this envelope already");
    }
    return new Envelope(
        message.toBuilder()
            .addSignatures(
                dev.vitrine.intoto.Signature.newBuilder()
                    .setSig(ByteString.copyFrom(key.sign(pae())))
                    .setKeyid(keyId))
            .build());
  }

  /**
   * Returns when {@code key} has signed this envelope.
   *
   * @throws SignatureException if there is no signature by the key, or it does not verify
   */
  public void verify(VerifyingKey key) throws SignatureException {
    String keyId = KeyIds.of(key);
    for (EnvelopeSignature s : signatures) {
      if (s.keyId().equals(keyId)) {
        key.verify(pae(), s.signature().toByteArray());
        return;
      }
    }
    throw new SignatureException("signatures: none by key " + keyId);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Envelope other && message.equals(other.message);
  }

  @Override
  public int hashCode() {
    return message.hashCode();
  }

  @Override
  public String toString() {
    return json();
  }
}
