package dev.vitrine.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.vitrine.admission.BlobView;
import dev.vitrine.admission.Candidate;
import dev.vitrine.admission.RecordAdmission;
import dev.vitrine.admission.RejectionException;
import dev.vitrine.admission.StateView;
import dev.vitrine.admission.TestLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Whatever bytes come: an answer by the rules, never another exception, never two readings. */
class RecordFuzzTest {
  private static final RecordAdmission ADMISSION =
      new RecordAdmission(StateView.empty(), BlobView.none(), Optional.empty());

  @FuzzTest(maxDuration = "5m")
  void envelope_anyBytes_refusedOrReadBothWays(byte[] bytes) throws Exception {
    Envelope envelope;
    try {
      envelope = Envelope.parseAny(bytes);
    } catch (RecordFormatException e) {
      return;
    }
    assertThat(Envelope.parse(envelope.encode())).isEqualTo(envelope);
    assertThat(Envelope.parseJson(envelope.json().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(envelope);
  }

  /** Whole payloads, whatever they claim to be. */
  @FuzzTest(maxDuration = "5m")
  void statement_anyPayload_refusedOrAccepted(byte[] payload) throws Exception {
    check(payload);
  }

  @FuzzTest(maxDuration = "5m")
  void build_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.BUILD, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void detectionUpdate_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.DETECTION_UPDATE, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void dataRelocation_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.DATA_RELOCATION, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void rebuild_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.REBUILD, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void withdrawal_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.WITHDRAWAL, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void key_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.KEY, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void countersign_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.COUNTERSIGN, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void policy_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.POLICY, predicate));
  }

  @FuzzTest(maxDuration = "5m")
  void releaseReconciliation_anyPredicate_refusedOrAccepted(byte[] predicate) throws Exception {
    check(statement(Kind.RELEASE_RECONCILIATION, predicate));
  }

  private static byte[] statement(Kind kind, byte[] predicate) {
    String head =
        "{\"_type\":\""
            + Statement.TYPE
            + "\",\"subject\":[{\"name\":\"a\",\"digest\":{\"sha256\":\""
            + TestLog.sha256("a")
            + "\"}}],\"predicateType\":\""
            + kind.uri()
            + "\",\"predicate\":";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(predicate);
    out.write('}');
    return out.toByteArray();
  }

  private static void check(byte[] payload) throws Exception {
    try {
      Statement statement = Statement.parse(payload);
      assertThat(Statement.parse(statement.encode())).isEqualTo(statement);
    } catch (RecordFormatException e) {
      // An answer by the rules.
    }
    try {
      Candidate candidate = ADMISSION.check(envelope(payload));
      assertThat(candidate.issuedAt()).isPresent();
    } catch (RejectionException e) {
      assertThat(e.rejection().code()).isNotEmpty();
    }
  }

  private static byte[] envelope(byte[] payload) {
    return dev.vitrine.intoto.Envelope.newBuilder()
        .setPayload(com.google.protobuf.ByteString.copyFrom(payload))
        .setPayloadType(Envelope.PAYLOAD_TYPE)
        .addSignatures(dev.vitrine.intoto.Signature.newBuilder().setKeyid("0".repeat(64)))
        .build()
        .toByteArray();
  }
}
