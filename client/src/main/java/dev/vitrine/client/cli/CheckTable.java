package dev.vitrine.client.cli;

import dev.vitrine.client.Verdict;
import dev.vitrine.client.check.CheckReport;
import dev.vitrine.client.check.FolderCheck;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints what checks came to: one report in full, many as a table with a summary. */
final class CheckTable {
  /** More different values than a person reads; --json has all. */
  private static final int MOST = 20;

  private CheckTable() {}

  /**
   * Prints.
   *
   * @param hint what else to pass where a file is not in the log; empty for nothing
   */
  static void print(List<CheckReport> reports, String hint, OutputOptions output) {
    if (reports.size() == 1) {
      output.print(answer(reports.get(0), hint));
    } else if (output.json) {
      output.out().println(Json.write(json(reports, hint)));
    } else {
      text(reports, hint, output.out());
    }
    output.out().flush();
  }

  private static Answer answer(CheckReport report, String hint) {
    Answer answer = Answer.of(report.verdict().words(), report.summary());
    report.facts().forEach(answer::fact);
    if (report.verdict() != Verdict.VERIFIED) {
      answer.fact("remedy", report.verdict().remedy());
    }
    if (report.verdict() == Verdict.NOT_IN_LOG && !hint.isEmpty()) {
      answer.fact("hint", hint);
    }
    report.notProven().forEach(answer::notProven);
    return answer;
  }

  private static Map<String, Object> json(List<CheckReport> reports, String hint) {
    Map<String, Object> all = new LinkedHashMap<>();
    Verdict worst = FolderCheck.worst(reports);
    all.put("verdict", worst.words());
    all.put("summary", summary(reports));
    all.put("remedy", worst.remedy());
    if (hasUnknown(reports) && !hint.isEmpty()) {
      all.put("hint", hint);
    }
    all.put("counts", counts(reports));
    List<Object> files = new ArrayList<>();
    for (CheckReport report : reports) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("verdict", report.verdict().words());
      file.put("subject", report.subject());
      file.put("summary", report.summary());
      file.putAll(report.facts());
      file.put("remedy", report.verdict().remedy());
      file.put("notProven", report.notProven());
      files.add(file);
    }
    all.put("files", files);
    all.put("notProven", List.copyOf(gaps(reports)));
    return all;
  }

  private static Map<String, Object> counts(List<CheckReport> reports) {
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    reports.forEach(report -> counts.merge(report.verdict(), 1L, Long::sum));
    Map<String, Object> named = new LinkedHashMap<>();
    counts.forEach((verdict, count) -> named.put(verdict.words(), count));
    return named;
  }

  private static String summary(List<CheckReport> reports) {
    List<String> parts = new ArrayList<>();
    counts(reports).forEach((verdict, count) -> parts.add(count + " " + verdict));
    return "%,d files: %s".formatted(reports.size(), String.join(", ", parts));
  }

  private static Set<String> gaps(List<CheckReport> reports) {
    Set<String> gaps = new LinkedHashSet<>();
    reports.forEach(report -> gaps.addAll(report.notProven()));
    return gaps;
  }

  private static boolean hasUnknown(List<CheckReport> reports) {
    return reports.stream().anyMatch(report -> report.verdict() == Verdict.NOT_IN_LOG);
  }

  private static void text(List<CheckReport> reports, String hint, PrintWriter out) {
    for (CheckReport report : reports) {
      String index = report.facts().containsKey("index") ? "" + report.facts().get("index") : "-";
      out.printf(
          "%-16s %8s  %s%n", report.verdict().words(), index, GetCommand.plain(report.subject()));
      if (report.verdict() != Verdict.VERIFIED) {
        out.printf("  %s%n", report.summary());
      }
    }
    Verdict worst = FolderCheck.worst(reports);
    out.printf("%s: %s%n", worst.words(), summary(reports));
    shared(reports, out);
    if (worst != Verdict.VERIFIED) {
      out.printf("  remedy:        %s%n", worst.remedy());
    }
    if (hasUnknown(reports) && !hint.isEmpty()) {
      out.printf("  hint:          %s%n", hint);
    }
    gaps(reports).forEach(gap -> out.printf("  not proven:    %s%n", gap));
  }

  /** What the files have in common, said once. */
  private static void shared(List<CheckReport> reports, PrintWriter out) {
    for (String name :
        List.of(
            "product",
            "version",
            "stream",
            "signers",
            "rebuilders",
            "countersignatures",
            "withdrawals",
            "origin",
            "size",
            "headSignedBy",
            "witnesses")) {
      Set<Object> values = new LinkedHashSet<>();
      for (CheckReport report : reports) {
        Object value = report.facts().get(name);
        if (value instanceof List<?> list) {
          values.addAll(list);
        } else if (value != null) {
          values.add(value);
        }
      }
      print(Answer.words(name), values, out);
    }
  }

  private static void print(String name, Set<Object> values, PrintWriter out) {
    values.stream().limit(MOST).forEach(value -> out.printf("  %-14s %s%n", name + ":", value));
    if (values.size() > MOST) {
      out.printf("  %-14s … and %,d more%n", name + ":", values.size() - MOST);
    }
  }
}
