package dev.vitrine.policy;

import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.StrictText;
import dev.vitrine.note.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The grammar of a policy file; see the package's documentation. One use, one thread. */
final class PolicyParser {
  private static final String NONE = "none";

  private final boolean utf8;
  private final List<PolicyLog> logs = new ArrayList<>();
  private final List<PolicyWitness> witnesses = new ArrayList<>();
  private final List<PolicyGroup> groups = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> members = new HashSet<>();
  private final Set<String> logKeys = new HashSet<>();
  private final Set<String> witnessKeys = new HashSet<>();
  private @Nullable String quorum;
  private int line;

  private PolicyParser(boolean utf8) {
    this.utf8 = utf8;
  }

  static Policy parse(byte[] policy) throws PolicyFormatException {
    if (policy.length > Policy.MAX_SIZE) {
      throw new PolicyFormatException(
          0, "size " + policy.length + " (expected: <= " + Policy.MAX_SIZE + ")");
    }
    try {
      return new PolicyParser(true).parseText(StrictText.utf8(policy));
    } catch (NoteFormatException e) {
      // Names are opaque octets; ISO-8859-1 keeps different ones different.
      return new PolicyParser(false).parseText(new String(policy, StandardCharsets.ISO_8859_1));
    }
  }

  private Policy parseText(String text) throws PolicyFormatException {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      throw new PolicyFormatException(0, "last line without a line feed");
    }
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      line++;
      List<String> items = PolicyLine.items(line, text, at, end);
      if (!items.isEmpty()) {
        parseItems(items);
      }
      at = end + 1;
    }
    if (quorum == null) {
      throw new PolicyFormatException(0, "quorum lines: 0 (expected: 1)");
    }
    return new Policy(
        logs, witnesses, groups, quorum.equals(NONE) ? Optional.empty() : Optional.of(quorum));
  }

  private void parseItems(List<String> items) throws PolicyFormatException {
    switch (items.get(0)) {
      case "log" -> parseLog(items);
      case "witness" -> parseWitness(items);
      case "group" -> parseGroup(items);
      case "quorum" -> parseQuorum(items);
      default ->
          throw bad(StrictText.show(items.get(0)) + " (expected: log, witness, group or quorum)");
    }
  }

  private void parseLog(List<String> items) throws PolicyFormatException {
    requireItems(items, 2, 3, "log <vkey> [<url>]");
    VerifierKey key = vkey(items.get(1));
    requireNew(logKeys, key, "log");
    logs.add(new PolicyLog(key, optional(items, 2)));
  }

  private void parseWitness(List<String> items) throws PolicyFormatException {
    requireItems(items, 3, 4, "witness <name> <vkey> [<url>]");
    String name = define(items.get(1));
    VerifierKey key = vkey(items.get(2));
    if (!key.algorithm().isCosignature()) {
      throw bad("witness key type " + key.algorithm() + " (expected: 0x04 or 0x06)");
    }
    requireNew(witnessKeys, key, "witness");
    witnesses.add(new PolicyWitness(name, key, optional(items, 3)));
  }

  private void parseGroup(List<String> items) throws PolicyFormatException {
    requireItems(items, 4, Integer.MAX_VALUE, "group <name> all|any|<k> <member>...");
    List<String> listed = items.subList(3, items.size());
    for (String member : listed) {
      if (!names.contains(member)) {
        throw bad("member " + StrictText.show(member) + " (expected: a name defined before)");
      }
      if (!members.add(member)) {
        throw bad("member " + StrictText.show(member) + " of two groups, or twice of one");
      }
    }
    int threshold = threshold(items.get(2), listed.size());
    groups.add(new PolicyGroup(define(items.get(1)), threshold, listed));
  }

  private int threshold(String text, int size) throws PolicyFormatException {
    if (text.equals("all")) {
      return size;
    }
    if (text.equals("any")) {
      return 1;
    }
    try {
      long k = StrictText.decimal(text);
      if (k >= 1 && k <= size) {
        return (int) k;
      }
    } catch (NoteFormatException e) {
      throw bad("group threshold " + e.getMessage());
    }
    throw bad("group threshold " + text + " (expected: 1.." + size + ", all or any)");
  }

  private void parseQuorum(List<String> items) throws PolicyFormatException {
    requireItems(items, 2, 2, "quorum <name>|none");
    if (quorum != null) {
      throw bad("second quorum line (expected: 1)");
    }
    String name = items.get(1);
    if (!name.equals(NONE) && !names.contains(name)) {
      throw bad("quorum " + StrictText.show(name) + " (expected: a name defined before, or none)");
    }
    quorum = name;
  }

  private String define(String name) throws PolicyFormatException {
    if (name.equals(NONE)) {
      throw bad("name none is reserved");
    }
    if (!names.add(name)) {
      throw bad("name " + StrictText.show(name) + " defined before (expected: a new one)");
    }
    return name;
  }

  private VerifierKey vkey(String text) throws PolicyFormatException {
    try {
      return VerifierKey.parse(
          utf8 ? text : StrictText.utf8(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoteFormatException e) {
      throw bad("vkey: " + e.getMessage());
    }
  }

  private void requireNew(Set<String> keys, VerifierKey key, String what)
      throws PolicyFormatException {
    if (!keys.add(Base64.getEncoder().encodeToString(key.publicKey().spki()))) {
      throw bad(what + " key listed before, perhaps under another name (expected: a new one)");
    }
  }

  private void requireItems(List<String> items, int min, int max, String form)
      throws PolicyFormatException {
    if (items.size() < min || items.size() > max) {
      throw bad(items.size() + " items (expected: " + form + ")");
    }
  }

  private static Optional<String> optional(List<String> items, int index) {
    return index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
  }

  private PolicyFormatException bad(String problem) {
    return new PolicyFormatException(line, problem);
  }
}
