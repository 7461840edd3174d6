package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Times;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.EntryState;
import dev.vitrine.v1.EventState;
import dev.vitrine.v1.Evidence;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.StreamState;
import dev.vitrine.v1.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The stateful rules that hold for every kind, around those of the one kind. */
final class StatefulRules {
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final String AT = "predicate.common.";

  private StatefulRules() {}

  static Decision admit(
      CheckedRecord record,
      LogState state,
      StateHead head,
      Policy policy,
      Signers signers,
      Instant time)
      throws RejectionException {
    Statement statement = record.statement();
    Common common = statement.common();
    checkSize(record, policy);
    checkTime(common, time);
    Optional<StreamState> stream = checkStream(statement, state);
    ByteString leaf = ByteString.copyFrom(record.leafHash().toByteArray());
    Admitting admitting =
        new Admitting(
            record,
            state,
            head.size(),
            policy,
            signers,
            new LookupKeys.Rows(),
            EntryState.newBuilder().setLeafHash(leaf).setKind(statement.kind().number()),
            stream.map(StreamState::toBuilder).orElseGet(StreamState::newBuilder));
    if (common.hasSupersedes()) {
      admitting.require(common.getSupersedes(), AT + "supersedes");
    }
    if (common.hasCorrects()) {
      admitting.require(common.getCorrects(), AT + "corrects");
    }
    RecordRules.admit(admitting);
    putCommon(admitting, leaf);
    addRows(admitting);
    return new Decision.Admitted(state.finish(head), admitting.rows().list());
  }

  private static void checkSize(CheckedRecord record, Policy policy) throws RejectionException {
    int max =
        policy.getMaxEntrySize() == 0
            ? PolicyRules.DEFAULT_MAX_ENTRY_SIZE
            : policy.getMaxEntrySize();
    if (record.entry().length > max) {
      throw Reason.ENTRY_SIZE.refuse(
          "", record.entry().length + " bytes", "at most " + max + ", by the policy");
    }
  }

  private static void checkTime(Common common, Instant time) throws RejectionException {
    Instant issued = Times.instant(common.getIssuedAt());
    boolean early = !common.getBackfill() && issued.isBefore(time.minus(WINDOW));
    if (early || issued.isAfter(time.plus(WINDOW))) {
      throw Reason.ISSUED_AT_WINDOW.refuse(
          AT + "issuedAt",
          issued.toString(),
          "within 15 minutes of " + time + (early ? ", or backfill" : ""));
    }
  }

  private static Optional<StreamState> checkStream(Statement statement, LogState state)
      throws RejectionException {
    Common common = statement.common();
    if (common.getStream().isEmpty()) {
      return Optional.empty();
    }
    Optional<StreamState> before = state.stream(common.getStream());
    long next = before.map(StreamState::getLastSequence).orElse(0L) + 1;
    if (before.isPresent() && before.get().getKind() != statement.kind().number()) {
      throw Reason.STREAM_KIND.refuse(
          AT + "stream", common.getStream(), "a stream of " + statement.kind().id());
    }
    if (common.getSequence() != next) {
      throw Reason.SEQUENCE.refuse(
          AT + "sequence", Long.toString(common.getSequence()), next + ", the stream's next");
    }
    String previous =
        before.map(s -> HexFormat.of().formatHex(s.getLastLeafHash().toByteArray())).orElse("");
    if (!common.getPrevious().equals(previous)) {
      throw Reason.PREVIOUS.refuse(
          AT + "previous",
          common.getPrevious(),
          previous.isEmpty() ? "nothing, it is the first" : previous);
    }
    return before;
  }

  private static void putCommon(Admitting admitting, ByteString leaf) {
    Common common = admitting.common();
    LogState state = admitting.state();
    state.put(StateKeys.entry(admitting.index()), admitting.entry().build());
    state.put(
        StateKeys.event(common.getEventId()),
        EventState.newBuilder()
            .setIndex(admitting.index())
            .setPayloadSha256(ByteString.copyFrom(admitting.record().payloadSha256().toByteArray()))
            .build());
    if (!common.getStream().isEmpty()) {
      state.put(
          StateKeys.stream(common.getStream()),
          admitting.stream()
              .setKind(admitting.statement().kind().number())
              .setLastSequence(common.getSequence())
              .setLastLeafHash(leaf)
              .setLastIndex(admitting.index())
              .build());
    }
  }

  private static void addRows(Admitting admitting) {
    LookupKeys.Rows rows = admitting.rows();
    Statement statement = admitting.statement();
    Common common = admitting.common();
    rows.add(LookupKeys.event(common.getEventId()));
    if (!common.getStream().isEmpty()) {
      rows.add(LookupKeys.stream(common.getStream()));
      rows.add(LookupKeys.sequence(common.getStream(), common.getSequence()));
    }
    for (Signers.Signer signer : admitting.signers().list()) {
      rows.add(LookupKeys.key(signer.keyId()));
    }
    for (Evidence document : RecordRules.documents(statement).list()) {
      rows.add(LookupKeys.blob(Hash.ofHex(document.getSha256())));
    }
    FileAndKeyRows.add(rows, statement);
    if (statement.kind() == Kind.BUILD || statement.kind() == Kind.DETECTION_UPDATE) {
      statement.subjects().forEach(s -> addSubject(rows, s));
    }
  }

  private static void addSubject(LookupKeys.Rows rows, Subject subject) {
    for (Map.Entry<String, String> digest : subject.getDigestMap().entrySet()) {
      if (digest.getKey().endsWith("sha256") && Digests.isSha256(digest.getValue())) {
        rows.add(LookupKeys.artifact(Hash.ofHex(digest.getValue())));
      }
    }
    if (subject.getUri().startsWith("pkg:")) {
      rows.add(LookupKeys.purl(subject.getUri()));
    }
  }
}
