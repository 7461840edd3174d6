package dev.vitrine.client.check;

import dev.vitrine.client.LogException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.crypto.KeyFormatException;
import dev.vitrine.crypto.SignatureAlgorithm;
import dev.vitrine.crypto.VerifyingKey;
import dev.vitrine.record.Envelope.EnvelopeSignature;
import dev.vitrine.record.KeyIds;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.Policy;
import dev.vitrine.v1.RootKey;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the signers of a record by the keys that the log registered before it, verifies their
 * signatures again, and follows each registration to the root keys of the log's first policy.
 */
final class SignerCheck {
  private final RecordSource source;
  private final Map<Long, Boolean> rooted = new HashMap<>();

  SignerCheck(RecordSource source) {
    this.source = source;
  }

  /**
   * Who signed, one sentence each.
   *
   * @throws UntrustedException if a signature does not verify, or its key was not in force
   */
  List<String> describe(LoggedRecord record, CheckReport.Builder report) throws LogException {
    List<String> signers = new ArrayList<>();
    for (EnvelopeSignature signature : record.envelope().signatures()) {
      signers.add(describe(record, signature.keyId(), report));
    }
    return signers;
  }

  /**
   * A key of a role that signed a record, in force when it entered.
   *
   * @param role what its registration must say; unspecified for any
   * @return owner and role; empty where there is none
   */
  Optional<String> signer(LoggedRecord record, Key.Role role) throws LogException {
    for (EnvelopeSignature signature : record.envelope().signatures()) {
      Optional<Key> key = inForce(record, signature.keyId());
      boolean fits =
          key.isPresent() && (role == Key.Role.ROLE_UNSPECIFIED || key.get().getRole() == role);
      if (fits && isVerified(record, key.get())) {
        return Optional.of("%s as %s".formatted(key.get().getOwner(), key.get().getRole()));
      }
    }
    return Optional.empty();
  }

  /** The registration of a key, unless it was ended before a record. */
  private Optional<Key> inForce(LoggedRecord record, String keyId) throws LogException {
    List<LoggedRecord> before =
        events(keyId).stream().filter(event -> isNotAfter(event, record)).toList();
    boolean ended = before.stream().anyMatch(event -> isEnd(key(event), keyId));
    return ended ? Optional.empty() : before.stream().findFirst().map(SignerCheck::key);
  }

  private static boolean isVerified(LoggedRecord record, Key key) {
    try {
      record.envelope().verify(verifyingKey(key.getAlgorithm(), key.getSpki().toByteArray()));
      return true;
    } catch (SignatureException | KeyFormatException e) {
      return false;
    }
  }

  private String describe(LoggedRecord record, String keyId, CheckReport.Builder report)
      throws LogException {
    List<LoggedRecord> events = events(keyId);
    LoggedRecord last = null;
    for (LoggedRecord event : events) {
      if (event.index() < record.index()) {
        last = event;
      } else if (isEnd(key(event), keyId)) {
        report.notProven(
            "that key %s was not misused: it was ended (%s) later, at entry %d"
                .formatted(shorten(keyId), key(event).getAction(), event.index()));
      }
    }
    Optional<LoggedRecord> registration =
        events.stream()
            .filter(event -> !isEnd(key(event), keyId) && isNotAfter(event, record))
            .findFirst();
    if (last == null || registration.isEmpty()) {
      report.notProven(
          "who signed with key %s: no registration of it was found".formatted(shorten(keyId)));
      return "key " + shorten(keyId) + ", not named in the log";
    }
    if (isEnd(key(last), keyId)) {
      throw new UntrustedException(
          "entry %d is signed by key %s, which entry %d ended (expected: a key in force)"
              .formatted(record.index(), shorten(keyId), last.index()));
    }
    verify(record, key(registration.get()));
    return words(registration.get(), report);
  }

  private static boolean isNotAfter(LoggedRecord event, LoggedRecord record) {
    return event.index() < record.index();
  }

  private List<LoggedRecord> events(String keyId) throws LogException {
    return source.find(LookupKey.aboutKey(keyId)).stream()
        .filter(
            record ->
                record.statement().predicate() instanceof Key key
                    && (key.getKeyId().equals(keyId) || isRotation(key, keyId)))
        .toList();
  }

  private static Key key(LoggedRecord record) {
    return (Key) record.statement().predicate();
  }

  /** Whether an event ends a key: a rotation ends the one that it replaces. */
  private static boolean isEnd(Key key, String keyId) {
    return key.getAction() == Key.Action.RETIRE
        || key.getAction() == Key.Action.REVOKE
        || isRotation(key, keyId);
  }

  private static boolean isRotation(Key key, String replaced) {
    return key.getAction() == Key.Action.ROTATE && key.getReplaces().equals(replaced);
  }

  private String words(LoggedRecord registration, CheckReport.Builder report) throws LogException {
    Key key = key(registration);
    if (!isRooted(registration)) {
      report.notProven(
          "that the log's root quorum registered key %s (entry %d)"
              .formatted(shorten(key.getKeyId()), registration.index()));
    }
    return "%s as %s (%s, key %s, registered at entry %d)"
        .formatted(
            key.getOwner(),
            key.getRole(),
            key.getAlgorithm(),
            shorten(key.getKeyId()),
            registration.index());
  }

  private static void verify(LoggedRecord record, Key key) throws UntrustedException {
    try {
      record.envelope().verify(verifyingKey(key.getAlgorithm(), key.getSpki().toByteArray()));
    } catch (SignatureException | KeyFormatException e) {
      throw new UntrustedException(
          "signature of entry %d by key %s of %s: %s"
              .formatted(record.index(), shorten(key.getKeyId()), key.getOwner(), e.getMessage()),
          e);
    }
  }

  private static VerifyingKey verifyingKey(Key.Algorithm algorithm, byte[] spki)
      throws KeyFormatException {
    return VerifyingKey.ofSpki(SignatureAlgorithm.valueOf(algorithm.name()), spki);
  }

  private boolean isRooted(LoggedRecord registration) throws LogException {
    Boolean known = rooted.get(registration.index());
    if (known == null) {
      known = countsRootQuorum(registration);
      rooted.put(registration.index(), known);
    }
    return known;
  }

  private boolean countsRootQuorum(LoggedRecord registration) throws LogException {
    Optional<LoggedRecord> first = source.at(0);
    if (first.isEmpty() || !(first.get().statement().predicate() instanceof Policy policy)) {
      return false;
    }
    int signed = 0;
    for (RootKey root : policy.getRootKeysList()) {
      if (hasSigned(registration, root)) {
        signed++;
      }
    }
    return policy.getRootQuorum() > 0 && signed >= policy.getRootQuorum();
  }

  private static boolean hasSigned(LoggedRecord registration, RootKey root) {
    byte[] spki = root.getSpki().toByteArray();
    String keyId = KeyIds.ofSpki(spki);
    if (registration.envelope().signatures().stream().noneMatch(s -> s.keyId().equals(keyId))) {
      return false;
    }
    try {
      registration.envelope().verify(verifyingKey(root.getAlgorithm(), spki));
      return true;
    } catch (SignatureException | KeyFormatException e) {
      return false;
    }
  }

  static String shorten(String keyId) {
    return keyId.length() > 12 ? keyId.substring(0, 12) + "…" : keyId;
  }
}
