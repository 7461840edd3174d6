package dev.vitrine.admission;

import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.EntryState;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Need;
import dev.vitrine.v1.StreamRange;
import dev.vitrine.v1.StreamState;
import dev.vitrine.v1.Withdrawal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Withdrawals: by whom could have logged the target, by the supervisor, or by the root quorum. */
final class WithdrawalRules implements KindRules<Withdrawal> {
  private static final String AT = "predicate.";
  private static final Set<Kind> KEPT = EnumSet.of(Kind.POLICY, Kind.KEY, Kind.WITHDRAWAL);

  @Override
  public Documents documents(Withdrawal withdrawal) {
    return new Documents();
  }

  @Override
  public void check(Statement statement, Withdrawal withdrawal, BlobView blobs)
      throws RejectionException {
    Check.required(
        withdrawal.hasTarget() != withdrawal.hasStreamRange(),
        AT + "target",
        "either target or streamRange");
    if (withdrawal.hasTarget()) {
      Check.reference(withdrawal.getTarget(), AT + "target");
    } else {
      StreamRange range = withdrawal.getStreamRange();
      Check.name(range.getStream(), AT + "streamRange.stream");
      Check.range(range.getFrom(), 1, Long.MAX_VALUE, AT + "streamRange.from");
      Check.range(range.getTo(), range.getFrom(), Long.MAX_VALUE, AT + "streamRange.to");
    }
    Check.required(
        withdrawal.getReason() != Withdrawal.Reason.REASON_UNSPECIFIED,
        AT + "reason",
        "FAULTY, VULNERABLE, COMPROMISED_KEY or LEGAL");
    Check.required(
        withdrawal.getSeverity() != Withdrawal.Severity.SEVERITY_UNSPECIFIED,
        AT + "severity",
        "LOW, MEDIUM, HIGH or CRITICAL");
    Check.required(
        withdrawal.getAction() != Withdrawal.Action.ACTION_UNSPECIFIED,
        AT + "action",
        "STOP, ROLL_BACK or WARN");
    Check.required(withdrawal.getDescription(), AT + "description");
    if (withdrawal.hasReplacement()) {
      Check.reference(withdrawal.getReplacement(), AT + "replacement");
    }
    Check.required(
        withdrawal.getAction() != Withdrawal.Action.ROLL_BACK || withdrawal.hasReplacement(),
        AT + "replacement",
        "what to roll back to");
  }

  @Override
  public void admit(Admitting admitting, Withdrawal withdrawal) throws RejectionException {
    Kind kind =
        withdrawal.hasTarget() ? target(admitting, withdrawal) : range(admitting, withdrawal);
    checkSigners(admitting, kind);
    if (withdrawal.hasReplacement()) {
      admitting.require(withdrawal.getReplacement(), AT + "replacement");
    }
    if (withdrawal.hasEffectiveFrom() && withdrawal.getEffectiveFrom() < admitting.index()) {
      throw Reason.EFFECTIVE_FROM.refuse(
          AT + "effectiveFrom",
          Long.toString(withdrawal.getEffectiveFrom()),
          "at least " + admitting.index() + ", the record's own index");
    }
  }

  private static Kind target(Admitting admitting, Withdrawal withdrawal) throws RejectionException {
    EntryState target = admitting.require(withdrawal.getTarget(), AT + "target");
    Kind kind = kind(target.getKind());
    if (KEPT.contains(kind)) {
      throw Reason.TARGET_KIND.refuse(
          AT + "target.index", kind.id(), "an entry that is not policy, key or withdrawal");
    }
    return kind;
  }

  private static Kind range(Admitting admitting, Withdrawal withdrawal) throws RejectionException {
    StreamRange range = withdrawal.getStreamRange();
    StreamState stream = admitting.state().stream(range.getStream()).orElse(null);
    if (stream == null || range.getTo() > stream.getLastSequence()) {
      throw Reason.STREAM_UNKNOWN.refuse(
          AT + "streamRange",
          range.getStream() + " " + range.getFrom() + ".." + range.getTo(),
          stream == null ? "a stream of this log" : "at most " + stream.getLastSequence());
    }
    admitting.rows().add(LookupKeys.ranges());
    admitting.rows().add(LookupKeys.stream(range.getStream()));
    return kind(stream.getKind());
  }

  private static void checkSigners(Admitting admitting, Kind kind) throws RejectionException {
    Set<Key.Role> roles = EnumSet.of(Key.Role.SUPERVISOR);
    for (Need need : Needs.of(admitting.policy(), kind)) {
      roles.addAll(need.getAnyOfList());
    }
    boolean root = admitting.signers().rootCount() >= admitting.policy().getRootQuorum();
    if (!root && admitting.signers().count(roles) == 0) {
      throw Reason.ROLE_MISSING.refuse(
          "signatures",
          admitting.signers().roles(),
          "one of " + roles + " or the root quorum, to withdraw a " + kind.id());
    }
  }

  private static Kind kind(int number) {
    return Arrays.stream(Kind.values())
        .filter(k -> k.number() == number)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("admission state: kind " + number));
  }
}
