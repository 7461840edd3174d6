package dev.vitrine.client.check;

import dev.vitrine.client.LogException;
import dev.vitrine.client.LogForkedException;
import dev.vitrine.client.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a check came to: a verdict, one sentence that says why, named facts in the order in which
 * they matter, and what a reader might believe that was not proven.
 *
 * <p>A fact is a {@code String}, {@code Long}, {@code Boolean} or a {@code List} of strings. Names
 * are camelCase and stable; this package's description lists them.
 *
 * @param subject the file that was checked, as the caller named it
 * @param verdict what it came to
 * @param summary one sentence
 * @param facts by name
 * @param notProven sentences
 */
public record CheckReport(
    String subject,
    Verdict verdict,
    String summary,
    Map<String, Object> facts,
    List<String> notProven) {
  /** Copies map and list. */
  public CheckReport {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(summary, "summary");
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    notProven = List.copyOf(notProven);
  }

  /**
   * The report on a file about which something went wrong.
   *
   * @param file as received
   * @param failure with the verdict
   * @return a report of that verdict
   */
  public static CheckReport failed(FileDigest file, LogException failure) {
    Builder report = about(file);
    if (failure instanceof LogForkedException forked) {
      report.fact("evidence", forked.where());
    }
    return report.report(failure.verdict(), String.valueOf(failure.getMessage()));
  }

  /** Starts a report on a file. */
  static Builder about(FileDigest file) {
    return new Builder(file.name())
        .fact("file", file.name())
        .fact("fileSize", file.size())
        .fact("sha256", file.sha256().hex());
  }

  /** Collects a report. */
  static final class Builder {
    private final String subject;
    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final List<String> notProven = new ArrayList<>();

    Builder(String subject) {
      this.subject = subject;
    }

    /** Adds a fact, unless it is empty text. */
    Builder fact(String name, Object value) {
      if (!value.equals("")) {
        facts.put(name, value instanceof String text ? Plain.text(text) : value);
      }
      return this;
    }

    /** Adds a list of sentences, also an empty one. */
    Builder facts(String name, List<String> values) {
      facts.put(name, values.stream().map(Plain::text).toList());
      return this;
    }

    Builder notProven(String what) {
      notProven.add(Plain.text(what));
      return this;
    }

    CheckReport report(Verdict verdict, String summary) {
      return new CheckReport(subject, verdict, Plain.text(summary), facts, notProven);
    }
  }
}
