package dev.vitrine.client.witness;

import dev.vitrine.note.VerifierKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The text format of log lists, C2SP tlog-list: first line {@code logs/v0}, then for each log, in
 * this order, {@code vkey V}, optionally {@code origin O}, {@code qpd N}, {@code contact C}. Lines
 * are trimmed of spaces and tabs; empty ones and those that start with {@code #} are skipped.
 */
public record LogList(List<ListedLog> logs) {
  private static final String HEADER = "logs/v0";

  public LogList {
    logs = List.copyOf(logs);
    Set<String> origins = new HashSet<>();
    for (ListedLog log : logs) {
      if (!origins.add(log.origin())) {
        throw new IllegalArgumentException(
            "origin: " + log.origin() + " twice (expected: each once)");
      }
    }
  }

  /**
   * @throws LogListException naming the line that does not fit
   */
  public static LogList parse(String text) throws LogListException {
    try {
      return new LogList(new Parser(text).logs());
    } catch (IllegalArgumentException e) {
      throw new LogListException("log list: " + e.getMessage(), e);
    }
  }

  public String encode() {
    StringBuilder out = new StringBuilder(HEADER).append('\n');
    for (ListedLog log : logs) {
      out.append("\nvkey ").append(log.key()).append('\n');
      if (!log.origin().equals(log.key().name())) {
        out.append("origin ").append(log.origin()).append('\n');
      }
      out.append("qpd ").append(log.queriesPerDay()).append('\n');
      out.append("contact ").append(log.contact()).append('\n');
    }
    return out.toString();
  }

  private static final class Parser {
    private final List<String> lines = new ArrayList<>();
    private int next;

    Parser(String text) {
      for (String line : text.split("\n", -1)) {
        String trimmed = trim(line);
        if (!trimmed.isEmpty() && !trimmed.startsWith("#")) {
          lines.add(trimmed);
        }
      }
    }

    List<ListedLog> logs() throws LogListException {
      if (lines.isEmpty() || !lines.get(next++).equals(HEADER)) {
        throw new LogListException("log list: first line is not \"" + HEADER + "\"");
      }
      List<ListedLog> logs = new ArrayList<>();
      while (next < lines.size()) {
        logs.add(log());
      }
      return logs;
    }

    private ListedLog log() throws LogListException {
      VerifierKey key = vkey(required("vkey"));
      String origin = optional("origin").orElse(key.name());
      int queriesPerDay = number(required("qpd"));
      return new ListedLog(key, origin, queriesPerDay, required("contact"));
    }

    private String required(String name) throws LogListException {
      return optional(name)
          .orElseThrow(
              () ->
                  new LogListException(
                      "log list: \""
                          + (next < lines.size() ? lines.get(next) : "end of list")
                          + "\" (expected: a \""
                          + name
                          + "\" line)"));
    }

    private Optional<String> optional(String name) {
      if (next >= lines.size() || !lines.get(next).startsWith(name + " ")) {
        return Optional.empty();
      }
      return Optional.of(trim(lines.get(next++).substring(name.length() + 1)));
    }

    private static VerifierKey vkey(String text) throws LogListException {
      try {
        return VerifierKey.parse(text);
      } catch (Exception e) {
        throw new LogListException("log list: vkey " + text + ": " + e.getMessage(), e);
      }
    }

    private static int number(String text) throws LogListException {
      if (!text.matches("[1-9][0-9]{0,9}") || Long.parseLong(text) > Integer.MAX_VALUE) {
        throw new LogListException("log list: qpd " + text + " (expected: 1..2147483647)");
      }
      return Integer.parseInt(text);
    }

    private static String trim(String line) {
      int start = 0;
      int end = line.length();
      while (start < end && isBlank(line.charAt(start))) {
        start++;
      }
      while (end > start && isBlank(line.charAt(end - 1))) {
        end--;
      }
      return line.substring(start, end);
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }
  }
}
