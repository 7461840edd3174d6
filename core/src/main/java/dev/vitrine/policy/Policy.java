package dev.vitrine.policy;

import dev.vitrine.note.Checkpoint;
import dev.vitrine.note.Cosignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.StrictText;
import dev.vitrine.note.VerifiedNote;
import dev.vitrine.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which logs and how many witnesses make a checkpoint acceptable (C2SP tlog-policy). Immutable,
 * thread-safe.
 */
public final class Policy {
  /** Largest policy file in bytes. */
  public static final int MAX_SIZE = 1_000_000;

  private final List<PolicyLog> logs;
  private final List<PolicyWitness> witnesses;
  private final List<PolicyGroup> groups;
  private final Optional<String> quorum;

  Policy(
      List<PolicyLog> logs,
      List<PolicyWitness> witnesses,
      List<PolicyGroup> groups,
      Optional<String> quorum) {
    this.logs = List.copyOf(logs);
    this.witnesses = List.copyOf(witnesses);
    this.groups = List.copyOf(groups);
    this.quorum = quorum;
  }

  /**
   * @throws PolicyFormatException if the text breaks a rule of tlog-policy
   */
  public static Policy parse(String policy) throws PolicyFormatException {
    return parse(policy.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a policy file. Names that are not UTF-8 throughout the file are shown as ISO-8859-1.
   *
   * @throws PolicyFormatException if the bytes break a rule of tlog-policy
   */
  public static Policy parse(byte[] policy) throws PolicyFormatException {
    return PolicyParser.parse(policy);
  }

  /** The logs, in the order of the file; empty where it leaves them to the application. */
  public List<PolicyLog> logs() {
    return logs;
  }

  /** The witnesses, in the order of the file. */
  public List<PolicyWitness> witnesses() {
    return witnesses;
  }

  /** The groups, members before what they are members of. */
  public List<PolicyGroup> groups() {
    return groups;
  }

  /** The witness or group that must have witnessed; empty for {@code quorum none}. */
  public Optional<String> quorum() {
    return quorum;
  }

  /** This policy with one more log, for a policy file that leaves its logs to the application. */
  public Policy withLog(VerifierKey key) {
    List<PolicyLog> more = new ArrayList<>(logs);
    if (logs.stream().noneMatch(log -> log.key().equals(key))) {
      more.add(new PolicyLog(key, Optional.empty()));
    }
    return new Policy(more, witnesses, groups, quorum);
  }

  /**
   * Returns what makes the checkpoint acceptable. Lines of unlisted keys are ignored; a line of a
   * listed key that does not verify makes the whole checkpoint unacceptable.
   *
   * @throws PolicyException if the log is unlisted or has not signed, a listed key's line does not
   *     verify, or the quorum is not met
   */
  public PolicyEvidence verify(SignedCheckpoint signed) throws PolicyException {
    Checkpoint checkpoint = signed.checkpoint();
    List<VerifierKey> logKeys =
        logs.stream()
            .filter(log -> log.origin().equals(checkpoint.origin()))
            .map(PolicyLog::key)
            .toList();
    if (logKeys.isEmpty()) {
      throw new PolicyException(
          PolicyException.Reason.UNKNOWN_LOG,
          "log: "
              + StrictText.show(checkpoint.origin())
              + " (expected: one that the policy lists)");
    }
    requireLine(logKeys, signed);
    List<Cosignature> verified = verifyLines(logKeys, signed);
    List<PolicyEvidence.Witnessed> witnessed = witnessed(verified);
    requireQuorum(witnessed);
    return new PolicyEvidence(
        checkpoint,
        verified.stream().filter(signature -> logKeys.contains(signature.key())).toList(),
        witnessed);
  }

  /** Whether these witnesses, by their names in the policy, meet the quorum. */
  public boolean quorumMet(Set<String> witnessNames) {
    Set<String> met = new HashSet<>();
    witnesses.stream().map(PolicyWitness::name).filter(witnessNames::contains).forEach(met::add);
    // Members are defined before their groups, so one pass in file order is enough.
    for (PolicyGroup group : groups) {
      if (group.members().stream().filter(met::contains).count() >= group.threshold()) {
        met.add(group.name());
      }
    }
    return quorum.isEmpty() || met.contains(quorum.get());
  }

  private static void requireLine(List<VerifierKey> logKeys, SignedCheckpoint signed)
      throws PolicyException {
    if (signed.signatures().stream()
        .noneMatch(line -> logKeys.stream().anyMatch(key -> key.matches(line)))) {
      throw new PolicyException(
          PolicyException.Reason.NO_LOG_SIGNATURE,
          "signatures of "
              + StrictText.show(signed.checkpoint().origin())
              + ": none by a key that the policy lists (expected: at least 1)");
    }
  }

  private List<Cosignature> verifyLines(List<VerifierKey> logKeys, SignedCheckpoint signed)
      throws PolicyException {
    Set<VerifierKey> keys = new HashSet<>(logKeys);
    witnesses.forEach(witness -> keys.add(witness.key()));
    try {
      VerifiedNote note = signed.verify(keys);
      return note.verified();
    } catch (NoteVerificationException e) {
      throw new PolicyException(
          PolicyException.Reason.BAD_SIGNATURE, "checkpoint: " + e.getMessage(), e);
    }
  }

  private List<PolicyEvidence.Witnessed> witnessed(List<Cosignature> verified) {
    List<PolicyEvidence.Witnessed> witnessed = new ArrayList<>();
    for (PolicyWitness witness : witnesses) {
      for (Cosignature cosignature : verified) {
        // Without a time a cosigner does not say that it saw no larger, other tree.
        if (cosignature.key().equals(witness.key()) && cosignature.timestamp() != 0) {
          witnessed.add(new PolicyEvidence.Witnessed(witness, cosignature));
        }
      }
    }
    return witnessed;
  }

  private void requireQuorum(List<PolicyEvidence.Witnessed> witnessed) throws PolicyException {
    Set<String> names = new HashSet<>();
    witnessed.forEach(one -> names.add(one.witness().name()));
    if (!quorumMet(names)) {
      throw new PolicyException(
          PolicyException.Reason.QUORUM_NOT_MET,
          "witnesses: " + names + " (expected: quorum " + quorum.orElse("none") + ")");
    }
  }
}
