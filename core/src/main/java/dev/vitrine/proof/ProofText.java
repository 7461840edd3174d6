package dev.vitrine.proof;

import dev.vitrine.merkle.Hash;
import dev.vitrine.note.AsciiLines;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.StrictText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The grammar of a proof file; see the package's documentation. */
final class ProofText {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  private ProofText() {}

  static TlogProof parse(byte[] proof) throws ProofFormatException {
    if (proof.length > TlogProof.MAX_SIZE) {
      throw new ProofFormatException(
          "proof size: " + proof.length + " (expected: <= " + TlogProof.MAX_SIZE + ")");
    }
    try {
      return parse(new AsciiLines(proof));
    } catch (NoteFormatException | IllegalArgumentException e) {
      throw new ProofFormatException("proof: " + e.getMessage(), e);
    }
  }

  private static TlogProof parse(AsciiLines lines)
      throws ProofFormatException, NoteFormatException {
    String header = lines.next();
    if (!header.equals(HEADER)) {
      throw new ProofFormatException(
          "proof header: " + StrictText.show(header) + " (expected: " + HEADER + ")");
    }
    String line = lines.next();
    Optional<byte[]> extra = Optional.empty();
    if (line.startsWith(EXTRA)) {
      extra = Optional.of(StrictText.base64(line.substring(EXTRA.length())));
      line = lines.next();
    }
    if (!line.startsWith(INDEX)) {
      throw new ProofFormatException(
          "proof line: " + StrictText.show(line) + " (expected: index <decimal>)");
    }
    long index = StrictText.decimal(line.substring(INDEX.length()));
    List<Hash> path = new ArrayList<>();
    for (line = lines.next(); !line.isEmpty(); line = lines.next()) {
      if (path.size() == TlogProof.MAX_PATH) {
        throw new ProofFormatException(
            "proof hashes: more than " + TlogProof.MAX_PATH + " (expected: at most that)");
      }
      path.add(Hash.ofBase64(line));
    }
    return new TlogProof(extra, index, path, SignedCheckpoint.parse(lines.rest()));
  }

  static byte[] encode(TlogProof proof) {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    proof
        .extra()
        .ifPresent(
            extra ->
                out.append(EXTRA).append(Base64.getEncoder().encodeToString(extra)).append('\n'));
    out.append(INDEX).append(proof.index()).append('\n');
    proof.path().forEach(hash -> out.append(hash.base64()).append('\n'));
    byte[] head = out.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
    byte[] checkpoint = proof.checkpoint().encode();
    byte[] all = Arrays.copyOf(head, head.length + checkpoint.length);
    System.arraycopy(checkpoint, 0, all, head.length, checkpoint.length);
    return all;
  }
}
