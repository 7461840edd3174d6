package dev.vitrine.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/** What every line of a policy has in common: its characters, its comments, its items. */
final class PolicyLine {
  private static final int MAX_ITEMS = 1024;

  private PolicyLine() {}

  /** The items of the line at [from, to) of the text; none for comments and blank lines. */
  static List<String> items(int number, String text, int from, int to)
      throws PolicyFormatException {
    int first = to;
    for (int i = to - 1; i >= from; i--) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new PolicyFormatException(
            number, "control character " + (int) c + " (expected: none but tab and line feed)");
      }
      first = c == ' ' || c == '\t' ? first : i;
    }
    if (first == to || text.charAt(first) == '#') {
      return List.of();
    }
    return split(number, text.substring(first, to));
  }

  private static List<String> split(int number, String content) throws PolicyFormatException {
    List<String> items = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(content, " \t");
    while (tokens.hasMoreTokens()) {
      if (items.size() == MAX_ITEMS) {
        throw new PolicyFormatException(
            number, "more than " + MAX_ITEMS + " items (expected: at most that)");
      }
      items.add(tokens.nextToken());
    }
    return items;
  }
}
