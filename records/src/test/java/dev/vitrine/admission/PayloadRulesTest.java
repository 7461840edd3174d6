package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.intoto.Signature;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.v1.Key.Role;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The text of a payload: what keeps and what breaks each rule. */
class PayloadRulesTest implements RuleTable {
  private static final String VERSION = "\"version\":\"1\"";
  private static final String SIZE = "\"artifacts\":[{\"name\":\"p-1.bin\",\"size\":%s}]";

  @Override
  public void fill(Rules table) {
    syntax(table);
    strings(table);
    values(table);
    statement(table);
  }

  private static void syntax(Rules table) {
    table.acceptBytes(Reason.JSON_SYNTAX, "space and line feeds", build("\",\"", "\" ,\n\t\""));
    table.refuseBytes(Reason.JSON_SYNTAX, "a name without quotes", build("\"product\"", "product"));
    table.refuseBytes(Reason.JSON_SYNTAX, "a comma too many", build(VERSION, VERSION + ","));
    table.acceptBytes(Reason.JSON_TYPE, "a number in a string", size("\"3\""));
    table.refuseBytes(Reason.JSON_TYPE, "a bare number for text", build(VERSION, "\"version\":1"));
    table.refuseBytes(Reason.JSON_TYPE, "null", build(VERSION, "\"version\":null"));
    table.refuseBytes(Reason.JSON_TYPE, "a number of 65 bits", size("9223372036854775808"));
    table.acceptBytes(Reason.JSON_FLOAT, "the largest integer", size("9223372036854775807"));
    table.refuseBytes(Reason.JSON_FLOAT, "a fraction", size("3.0"));
    table.refuseBytes(Reason.JSON_FLOAT, "an exponent", size("3e0"));
    table.acceptBytes(Reason.JSON_DEPTH, "a predicate before its type", (l, r) -> turned(l, r, ""));
    table.refuseBytes(
        Reason.JSON_DEPTH, "25 levels", (l, r) -> turned(l, r, "[".repeat(24) + "]".repeat(24)));
    table.acceptBytes(Reason.JSON_DUPLICATE_KEY, "one name in two objects", size("3"));
    table.refuseBytes(
        Reason.JSON_DUPLICATE_KEY, "a version twice", build(VERSION, VERSION + "," + VERSION));
  }

  private static void strings(Rules table) {
    table.acceptBytes(Reason.INVALID_UTF8, "letters beyond ASCII", version("é😀\\ud83d\\ude00"));
    table.refuseBytes(Reason.INVALID_UTF8, "half a pair", version("\\ud83d"));
    table.refuseBytes(
        Reason.INVALID_UTF8,
        "a byte that no letter begins with",
        (l, r) -> {
          byte[] payload = TestRecords.utf8(text(r).replace(VERSION, "\"version\":\"~\""));
          int at = new String(payload, StandardCharsets.ISO_8859_1).indexOf('~');
          payload[at] = (byte) 0xff;
          return signed(payload, l.key(Role.PIPELINE), l.key(Role.RELEASE_MANAGER));
        });
    table.acceptBytes(Reason.CONTROL_CHARACTER, "escaped quotes", version("\\\"\\\\1\\/"));
    table.refuseBytes(Reason.CONTROL_CHARACTER, "an escaped bell", version("\\u0007"));
    table.refuseBytes(Reason.CONTROL_CHARACTER, "a delete", version("\u007f"));
    table.refuseBytes(Reason.CONTROL_CHARACTER, "a bare terminal sequence", version("\u009b2J"));
    table.refuseBytes(
        Reason.CONTROL_CHARACTER, "an escaped terminal sequence", version("\\u009b2J"));
  }

  private static void values(Rules table) {
    table.acceptBytes(
        Reason.UNKNOWN_FIELD, "an optional field", build(VERSION, VERSION + ",\"locale\":\"de\""));
    table.refuseBytes(
        Reason.UNKNOWN_FIELD, "a field of nobody", build(VERSION, VERSION + ",\"colour\":\"red\""));
    table.acceptBytes(Reason.ENUM_VALUE, "another name of it", build("RELEASE", "BETA"));
    table.refuseBytes(Reason.ENUM_VALUE, "a name that is none", build("RELEASE", "NIGHTLY"));
    table.refuseBytes(
        Reason.BASE64,
        "base64 without padding",
        (l, r) -> {
          Envelope good = l.register(Role.PIPELINE, TestLog.key(50), "v");
          String text = new String(good.payload(), StandardCharsets.UTF_8);
          byte[] bent = TestRecords.utf8(text.replaceFirst("(\"spki\":\"[^\"]*)\"", "$1A\""));
          return signed(bent, l.roots.get(0), l.roots.get(1));
        });
    table.acceptBytes(Reason.TIME_FORMAT, "half seconds", build("08:00:00Z", "08:00:00.5Z"));
    table.refuseBytes(Reason.TIME_FORMAT, "an offset", build("08:00:00Z", "08:00:00+00:00"));
  }

  private static void statement(Rules table) {
    table.acceptBytes(Reason.STATEMENT_TYPE, "a Statement v1", build("", ""));
    table.refuseBytes(
        Reason.STATEMENT_TYPE, "a Statement v0.1", build("Statement/v1", "Statement/v0.1"));
    table.acceptBytes(Reason.KIND_UNKNOWN, "a build v1", build("", ""));
    table.refuseBytes(
        Reason.KIND_UNKNOWN,
        "a build v2",
        build("Type\":\"" + Kind.BUILD.uri(), "Type\":\"https://vitrine.dev/build/v2"));
    table.acceptBytes(Reason.SCHEMA_MISMATCH, "schema and type alike", build("", ""));
  }

  private static RuleCase.Entry version(String json) {
    return build(VERSION, "\"version\":\"" + json + "\"");
  }

  private static RuleCase.Entry size(String number) {
    return build(VERSION, VERSION + "," + SIZE.formatted(number));
  }

  /** A good build whose payload is changed before it is signed. */
  private static RuleCase.Entry build(String from, String to) {
    return (log, records) ->
        signed(
            TestRecords.utf8(from.isEmpty() ? text(records) : text(records).replace(from, to)),
            log.key(Role.PIPELINE),
            log.key(Role.RELEASE_MANAGER));
  }

  private static String text(TestRecords records) {
    Envelope good = records.signed(records.build("p", "1"));
    return new String(good.payload(), StandardCharsets.UTF_8);
  }

  /** A build whose predicate, or {@code instead} of it, comes before its type is known. */
  private static byte[] turned(TestLog log, TestRecords records, String instead) throws Exception {
    String text = text(records);
    int at = text.indexOf(",\"predicate\":");
    String predicate = text.substring(at + 13, text.length() - 1);
    String first = "{\"predicate\":" + (instead.isEmpty() ? predicate : instead) + ",";
    String turned = first + text.substring(1, at) + "}";
    return signed(TestRecords.utf8(turned), log.key(Role.PIPELINE), log.key(Role.RELEASE_MANAGER));
  }

  /** Signs whatever bytes these are, which the record's own classes would not. */
  private static byte[] signed(byte[] payload, SigningKey... keys) throws Exception {
    ByteArrayOutputStream pae = new ByteArrayOutputStream();
    pae.writeBytes(
        TestRecords.utf8("DSSEv1 28 application/vnd.in-toto+json " + payload.length + " "));
    pae.writeBytes(payload);
    dev.vitrine.intoto.Envelope.Builder envelope =
        dev.vitrine.intoto.Envelope.newBuilder()
            .setPayload(ByteString.copyFrom(payload))
            .setPayloadType("application/vnd.in-toto+json");
    for (SigningKey key : keys) {
      envelope.addSignatures(
          Signature.newBuilder()
              .setSig(ByteString.copyFrom(key.sign(pae.toByteArray())))
              .setKeyid(TestLog.id(key)));
    }
    return envelope.build().toByteArray();
  }
}
