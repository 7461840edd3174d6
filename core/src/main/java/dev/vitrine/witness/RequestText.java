package dev.vitrine.witness;

import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.Subtree;
import dev.vitrine.note.AsciiLines;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The grammar that both request bodies share; see the package's documentation. */
final class RequestText {
  private static final int MAX_SIZE = 2_000_000;
  private static final String OLD = "old ";
  private static final String SUBTREE = "subtree ";

  private RequestText() {}

  static AddCheckpointRequest parseAddCheckpoint(byte[] body) throws RequestFormatException {
    try {
      AsciiLines lines = open(body);
      long old = StrictText.decimal(field(lines.next(), OLD));
      return new AddCheckpointRequest(old, proof(lines), SignedCheckpoint.parse(lines.rest()));
    } catch (NoteFormatException | IllegalArgumentException e) {
      throw new RequestFormatException("add-checkpoint: " + e.getMessage(), e);
    }
  }

  static SignSubtreeRequest parseSignSubtree(byte[] body) throws RequestFormatException {
    try {
      AsciiLines lines = open(body);
      Subtree subtree = subtree(field(lines.next(), SUBTREE));
      Hash hash = Hash.ofBase64(lines.next());
      return new SignSubtreeRequest(
          subtree, hash, proof(lines), SignedCheckpoint.parse(lines.rest()));
    } catch (NoteFormatException | IllegalArgumentException e) {
      throw new RequestFormatException("sign-subtree: " + e.getMessage(), e);
    }
  }

  static byte[] encode(String head, List<Hash> proof, SignedCheckpoint checkpoint) {
    StringBuilder out = new StringBuilder(head);
    proof.forEach(hash -> out.append(hash.base64()).append('\n'));
    byte[] first = out.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    byte[] note = checkpoint.encode();
    byte[] all = Arrays.copyOf(first, first.length + note.length);
    System.arraycopy(note, 0, all, first.length, note.length);
    return all;
  }

  static List<Hash> checkProof(List<Hash> proof) {
    if (proof.size() > AddCheckpointRequest.MAX_PROOF) {
      throw new IllegalArgumentException(
          "proof hashes: "
              + proof.size()
              + " (expected: <= "
              + AddCheckpointRequest.MAX_PROOF
              + ")");
    }
    return List.copyOf(proof);
  }

  private static AsciiLines open(byte[] body) throws NoteFormatException {
    if (body.length > MAX_SIZE) {
      throw new NoteFormatException(
          "body size: " + body.length + " (expected: <= " + MAX_SIZE + ")");
    }
    return new AsciiLines(body);
  }

  private static String field(String line, String label) throws NoteFormatException {
    if (!line.startsWith(label)) {
      throw new NoteFormatException(
          "first line: " + StrictText.show(line) + " (expected: '" + label + "...')");
    }
    return line.substring(label.length());
  }

  private static Subtree subtree(String text) throws NoteFormatException {
    int space = text.indexOf(' ');
    if (space < 0) {
      throw new NoteFormatException("first line: expected 'subtree <start> <end>'");
    }
    long start = StrictText.decimal(text.substring(0, space));
    return new Subtree(start, StrictText.decimal(text.substring(space + 1)));
  }

  private static List<Hash> proof(AsciiLines lines) throws NoteFormatException {
    List<Hash> proof = new ArrayList<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      if (proof.size() == AddCheckpointRequest.MAX_PROOF) {
        throw new NoteFormatException(
            "proof hashes: more than "
                + AddCheckpointRequest.MAX_PROOF
                + " (expected: at most that)");
      }
      proof.add(Hash.ofBase64(line));
    }
    return proof;
  }
}
