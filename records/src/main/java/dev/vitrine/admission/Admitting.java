package dev.vitrine.admission;

import dev.vitrine.record.Statement;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.EntryRef;
import dev.vitrine.v1.EntryState;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.StreamState;
import java.util.HexFormat;

/**
 * One record on its way through the stateful rules. Confined to one call of {@link
 * RecordAdmission#admit}.
 *
 * @param state what the log holds below {@code index}, and the changes so far
 * @param policy the policy in force; the record itself where it is the first
 * @param entry what later records may ask of this one; builds and updates add their subjects
 * @param stream the stream's new state; kinds add what they order; unused without a stream
 */
record Admitting(
    CheckedRecord record,
    LogState state,
    long index,
    Policy policy,
    Signers signers,
    LookupKeys.Rows rows,
    EntryState.Builder entry,
    StreamState.Builder stream) {

  Statement statement() {
    return record.statement();
  }

  Common common() {
    return record.statement().common();
  }

  /** The state of a referenced entry, which must lie in the log under the hash told. */
  EntryState require(EntryRef ref, String field) throws RejectionException {
    EntryState found = ref.getIndex() >= index ? null : state.entry(ref.getIndex()).orElse(null);
    if (found == null) {
      throw Reason.REFERENCE.refuse(
          field + ".index", Long.toString(ref.getIndex()), "an index below " + index);
    }
    String hash = HexFormat.of().formatHex(found.getLeafHash().toByteArray());
    if (!hash.equals(ref.getLeafHash())) {
      throw Reason.REFERENCE.refuse(
          field + ".leafHash", ref.getLeafHash(), hash + ", of entry " + ref.getIndex());
    }
    rows.add(LookupKeys.target(ref.getIndex()));
    return found;
  }

  /** Refuses signers that do not reach the root quorum in force. */
  void requireRootQuorum() throws RejectionException {
    if (signers.rootCount() < policy.getRootQuorum()) {
      throw Reason.ROOT_QUORUM.refuse(
          "signatures",
          signers.rootCount() + " root keys",
          policy.getRootQuorum() + " of " + policy.getRootKeysCount());
    }
  }
}
