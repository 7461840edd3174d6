package dev.vitrine.client;

import dev.vitrine.merkle.ConsistencyProof;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import dev.vitrine.note.VerifierKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The text form of {@link ForkEvidence}: one {@code name value} pair a line, in this order.
 *
 * <pre>
 * vitrine/fork-evidence@v1
 * key VKEY                     one or more
 * older BASE64                 the signed note of the smaller tree
 * newer BASE64                 the signed note of the larger tree
 * prefix BASE64                root of the larger tree's first entries, as many as the smaller one has
 * proof BASE64                 0 to 63 hashes, the consistency proof from prefix to newer
 * </pre>
 */
final class ForkEvidenceFormat {
  private static final String FAMILY = "vitrine/fork-evidence@";
  private static final String HEADER = FAMILY + "v1";

  private final String[] lines;
  private int next;

  private ForkEvidenceFormat(String text) {
    this.lines = text.split("\n", -1);
  }

  static String encode(ForkEvidence evidence) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    evidence.keys().forEach(key -> text.append("key ").append(key).append('\n'));
    text.append("older ").append(base64(evidence.older())).append('\n');
    text.append("newer ").append(base64(evidence.newer())).append('\n');
    text.append("prefix ").append(evidence.prefixRoot().base64()).append('\n');
    evidence
        .proof()
        .path()
        .forEach(hash -> text.append("proof ").append(hash.base64()).append('\n'));
    return text.toString();
  }

  private static String base64(SignedCheckpoint head) {
    return Base64.getEncoder().encodeToString(head.encode());
  }

  static ForkEvidence parse(String text) throws EvidenceException, FormatNewerException {
    return new ForkEvidenceFormat(text).parse();
  }

  private ForkEvidence parse() throws EvidenceException, FormatNewerException {
    if (!lines[0].equals(HEADER)) {
      if (lines[0].startsWith(FAMILY)) {
        throw new FormatNewerException("evidence: %s (expected: %s)".formatted(lines[0], HEADER));
      }
      throw new EvidenceException("first line: %s (expected: %s)".formatted(lines[0], HEADER));
    }
    next = 1;
    try {
      List<VerifierKey> keys = new ArrayList<>();
      for (String key : values("key")) {
        keys.add(VerifierKey.parse(key));
      }
      SignedCheckpoint older = SignedCheckpoint.parse(Base64.getDecoder().decode(value("older")));
      SignedCheckpoint newer = SignedCheckpoint.parse(Base64.getDecoder().decode(value("newer")));
      Hash prefix = Hash.ofBase64(value("prefix"));
      List<Hash> path = values("proof").stream().map(Hash::ofBase64).toList();
      requireEnd();
      long oldSize = older.checkpoint().size();
      return new ForkEvidence(
          keys,
          older,
          newer,
          prefix,
          new ConsistencyProof(oldSize, newer.checkpoint().size(), path));
    } catch (NoteFormatException | IllegalArgumentException e) {
      throw new EvidenceException("line %d or before: %s".formatted(next, e.getMessage()), e);
    }
  }

  private List<String> values(String name) {
    List<String> values = new ArrayList<>();
    while (next < lines.length && lines[next].startsWith(name + " ")) {
      values.add(lines[next++].substring(name.length() + 1));
    }
    return values;
  }

  private String value(String name) throws EvidenceException {
    List<String> values = values(name);
    if (values.size() != 1) {
      throw new EvidenceException(
          "lines named %s: %d (expected: 1, before line %d)"
              .formatted(name, values.size(), next + 1));
    }
    return values.get(0);
  }

  private void requireEnd() throws EvidenceException {
    if (next != lines.length - 1 || !lines[next].isEmpty()) {
      throw new EvidenceException(
          "line %d: %s (expected: the end)"
              .formatted(next + 1, next < lines.length ? lines[next] : "no line feed"));
    }
  }
}
