package dev.vitrine.note;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Matches signature lines with known keys and verifies those that match. */
final class NoteVerifier {
  private record KeyRef(String name, int keyId) {}

  private NoteVerifier() {}

  static VerifiedNote verify(
      NoteText text, List<NoteSignature> signatures, Collection<VerifierKey> keys)
      throws NoteVerificationException {
    Map<KeyRef, VerifierKey> known = index(keys);
    Set<KeyRef> seen = new HashSet<>();
    List<Cosignature> verified = new ArrayList<>();
    List<NoteSignature> unverified = new ArrayList<>();
    for (NoteSignature signature : signatures) {
      KeyRef ref = new KeyRef(signature.name(), signature.keyId());
      if (!seen.add(ref)) {
        continue;
      }
      VerifierKey key = known.get(ref);
      if (key == null) {
        unverified.add(signature);
      } else {
        verified.add(SignatureSchemes.verify(key, text, signature));
      }
    }
    if (verified.isEmpty()) {
      throw new NoteVerificationException(
          "signatures of known keys: 0 of " + signatures.size() + " lines (expected: at least 1)");
    }
    return new VerifiedNote(text.text(), verified, unverified);
  }

  private static Map<KeyRef, VerifierKey> index(Collection<VerifierKey> keys)
      throws NoteVerificationException {
    Map<KeyRef, VerifierKey> known = new HashMap<>();
    for (VerifierKey key : keys) {
      VerifierKey other = known.put(new KeyRef(key.name(), key.keyId()), key);
      if (other != null && !other.equals(key)) {
        throw new NoteVerificationException(
            "known keys: two different ones are named "
                + key.name()
                + "+"
                + VerifierKey.hex(key.keyId()));
      }
    }
    return known;
  }
}
