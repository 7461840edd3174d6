package dev.vitrine.client.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command found out: a headline and named facts in the order in which they matter. Printed
 * as text or as one JSON object, with the same content.
 *
 * <p>A fact is a {@code String}, {@code Number}, {@code Boolean}, or a {@code List} or {@code Map}
 * of such.
 */
final class Answer {
  private final String headline;
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final List<String> notProven = new ArrayList<>();

  private Answer(String headline) {
    this.headline = headline;
  }

  static Answer of(String verdict, String headline) {
    return new Answer(verdict + ": " + headline).fact("verdict", verdict).fact("summary", headline);
  }

  /**
   * Adds a fact.
   *
   * @param name camelCase, as in the JSON; the text shows it with spaces
   */
  Answer fact(String name, Object value) {
    facts.put(name, value);
    return this;
  }

  /** Adds something that a reader might believe and that was not shown. */
  Answer notProven(String what) {
    notProven.add(what);
    return this;
  }

  void print(PrintWriter out, boolean json) {
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>(facts);
      all.put("notProven", notProven);
      out.println(Json.write(all));
    } else {
      printText(out);
    }
    out.flush();
  }

  private void printText(PrintWriter out) {
    out.println(headline);
    facts.forEach(
        (name, value) -> {
          if (!name.equals("verdict") && !name.equals("summary")) {
            printFact(out, words(name), value);
          }
        });
    for (String gap : notProven) {
      printFact(out, "not proven", gap);
    }
  }

  private static void printFact(PrintWriter out, String label, Object value) {
    if (value instanceof List<?> list) {
      if (list.isEmpty()) {
        out.printf("  %-14s none%n", label + ":");
      }
      list.forEach(element -> printFact(out, label, element));
    } else if (value instanceof Map<?, ?> map) {
      List<String> parts = new ArrayList<>();
      map.forEach((key, part) -> parts.add(words(key.toString()) + " " + part));
      printFact(out, label, String.join(", ", parts));
    } else {
      out.printf("  %-14s %s%n", label + ":", String.valueOf(value).replace("\n", "\n    "));
    }
  }

  /** {@code leafHash} becomes {@code leaf hash}. */
  static String words(String name) {
    StringBuilder words = new StringBuilder();
    for (char c : name.toCharArray()) {
      if (Character.isUpperCase(c)) {
        words.append(' ');
      }
      words.append(Character.toLowerCase(c));
    }
    return words.toString();
  }
}
