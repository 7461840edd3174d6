package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import dev.vitrine.admission.CheckedRecord.CheckedSignature;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Envelope.EnvelopeSignature;
import dev.vitrine.record.Kind;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.EventState;
import dev.vitrine.v1.KeyState;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.PolicyState;
import java.security.SignatureException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Only signed records may enter, and only such as the log's own rules allow.
 *
 * <p>{@link #check} parses, checks forms and documents, and verifies the signatures of all keys
 * that the committed state knows, on as many threads as there are. {@link #admit} trusts nothing of
 * that but the arithmetic: which key an id names, whether it is in force and in which role is
 * decided on the state at the record's own index. A key that was registered in between, by an entry
 * on its way in, is verified there.
 */
public final class RecordAdmission implements Admission {
  private final BlobView blobs;
  private final KeyCache keys;
  private final Decoded<PolicyState> policyStates = new Decoded<>(PolicyState.parser());
  private final Decoded<KeyState> keyStates = new Decoded<>(KeyState.parser());
  private final Optional<Hash> rootPolicy;

  /**
   * @param committed the state of what is committed; asked from any thread
   * @param rootPolicy SHA-256 of the payload that entry 0 must have; empty to take any policy whose
   *     own quorum signed it, as somebody does who replays a log and compares the policy afterwards
   */
  public RecordAdmission(StateView committed, BlobView blobs, Optional<Hash> rootPolicy) {
    this.keys = new KeyCache(committed);
    this.blobs = blobs;
    this.rootPolicy = rootPolicy;
  }

  @Override
  public Candidate check(byte[] entry) throws RejectionException {
    return read(entry).verify();
  }

  @Override
  public Unverified read(byte[] entry) throws RejectionException {
    if (entry.length == 0 || entry.length > OpenAdmission.MAX_ENTRY_LENGTH) {
      throw Reason.ENTRY_SIZE.refuse(
          "", entry.length + " bytes", "1.." + OpenAdmission.MAX_ENTRY_LENGTH);
    }
    try {
      Envelope envelope = Envelope.parseAny(entry);
      // JSON is turned into protobuf once, here; what is stored is never encoded again.
      byte[] leaf = envelope.encode();
      byte[] payload = envelope.payload();
      Statement statement = Statement.parse(payload);
      RecordRules.check(statement, blobs);
      Hash leafHash = TreeHasher.leaf(leaf);
      Hash payloadSha256 = Hash.of(Digests.sha256(payload));
      return () ->
          CheckedRecord.of(
              leaf, leafHash, envelope, statement, payloadSha256, checkSignatures(envelope));
    } catch (RecordFormatException e) {
      throw Reason.refuse(e);
    }
  }

  private List<CheckedSignature> checkSignatures(Envelope envelope) throws RejectionException {
    byte[] pae = envelope.pae();
    List<CheckedSignature> checked = new ArrayList<>(envelope.signatures().size());
    for (EnvelopeSignature signature : envelope.signatures()) {
      Optional<VerifyingKey> key = keys.find(signature.keyId());
      if (key.isPresent()) {
        verify(key.get(), pae, signature);
      }
      checked.add(new CheckedSignature(signature.keyId(), key.map(VerifyingKey::algorithm)));
    }
    return List.copyOf(checked);
  }

  static void verify(VerifyingKey key, byte[] pae, EnvelopeSignature signature)
      throws RejectionException {
    try {
      key.verify(pae, signature.signature().toByteArray());
    } catch (SignatureException e) {
      throw Reason.SIGNATURE_INVALID.refuse(
          "signatures", signature.keyId(), "a valid " + key.algorithm() + " signature");
    }
  }

  @Override
  public Decision admit(StateView view, Candidate candidate, long index, Instant batchTime) {
    CheckedRecord record = (CheckedRecord) candidate;
    StateHead head = StateHead.of(view);
    if (head.size() != index) {
      throw new StateMismatchException(
          "admission state: made by " + head.size() + " entries (expected: " + index + ")");
    }
    LogState state = new LogState(view, policyStates, keyStates);
    try {
      Policy policy = policy(state, record);
      SignerCheck check = new SignerCheck(state, record, policy);
      Signers signers = check.resolve();
      Optional<EventState> event = state.event(record.statement().common().getEventId());
      if (event.isPresent()) {
        return repeated(event.get(), record, state);
      }
      check.requireInForce(signers);
      Needs.check(policy, record.statement().kind(), signers);
      return StatefulRules.admit(record, state, head, policy, signers, batchTime);
    } catch (RejectionException e) {
      return new Decision.Rejected(e.rejection());
    }
  }

  private Policy policy(LogState state, CheckedRecord record) throws RejectionException {
    Optional<PolicyState> policy = state.policy();
    if (policy.isPresent()) {
      return policy.get().getPolicy();
    }
    if (record.statement().kind() != Kind.POLICY) {
      throw Reason.POLICY_MISSING.refuse(
          "predicateType", record.statement().kind().id(), "a root policy as the first entry");
    }
    if (rootPolicy.isPresent() && !rootPolicy.get().equals(record.payloadSha256())) {
      throw Reason.POLICY_MISMATCH.refuse(
          "payload", record.payloadSha256().hex(), rootPolicy.get().hex() + ", as configured");
    }
    return (Policy) record.statement().predicate();
  }

  /**
   * The same event again is a success with the first index; another event of that id is refused.
   */
  private static Decision repeated(EventState event, CheckedRecord record, LogState state)
      throws RejectionException {
    ByteString payload = ByteString.copyFrom(record.payloadSha256().toByteArray());
    if (!event.getPayloadSha256().equals(payload)) {
      throw Reason.EVENT_ID_REUSED.refuse(
          "predicate.common.eventId",
          record.statement().common().getEventId(),
          "an id of its own; entry " + event.getIndex() + " has this one");
    }
    return new Decision.DuplicateOf(event.getIndex(), state.leafHash(event.getIndex()));
  }
}
