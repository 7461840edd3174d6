package dev.vitrine.server.publisher.witness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.note.Cosignature;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteSignature;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.SignedNote;
import dev.vitrine.note.VerifiedNote;
import java.util.ArrayList;
import java.util.List;

/** The body of a witness's 200. */
final class CosignatureLines {
  private CosignatureLines() {}

  /**
   * Keeps the lines of the witness's key, which must verify and state a time; lines of other keys
   * say nothing and are dropped.
   *
   * @return at least one line
   */
  static List<NoteSignature> verify(SignedCheckpoint signed, String body, WitnessPeer peer)
      throws WitnessRefusalException {
    try {
      String note = signed.note().text() + "\n" + body;
      SignedNote cosigned = SignedNote.parse(note.getBytes(UTF_8));
      VerifiedNote verified = cosigned.verify(List.of(peer.key()));
      requireTime(verified, peer);
      List<NoteSignature> own = new ArrayList<>(cosigned.signatures());
      own.removeAll(verified.unverified());
      return List.copyOf(own);
    } catch (NoteFormatException | NoteVerificationException e) {
      throw new WitnessRefusalException(peer.name() + ": cosignature: " + e.getMessage());
    }
  }

  private static void requireTime(VerifiedNote verified, WitnessPeer peer)
      throws WitnessRefusalException {
    for (Cosignature cosignature : verified.verified()) {
      if (cosignature.timestamp() == 0) {
        throw new WitnessRefusalException(
            peer.name() + ": cosignature states time 0 (expected: the time of cosigning)");
      }
    }
  }
}
