package dev.vitrine.client.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader asks of an entry beyond its being in the log. Immutable; the text form is in this
 * package's description.
 *
 * @param maxHeadAge refuses heads whose newest signature is older
 * @param minEntryAge refuses entries that are younger, unless their vendor marked them {@code
 *     emergency}; zero asks nothing
 * @param rebuilders how many rebuilders must have found it GOOD, 0 asks nothing
 * @param independentOnly whether rebuilders of the vendor itself do not count
 * @param countersignatures statements that must each have been countersigned, as {@code
 *     SOURCE_MATCHES}
 * @param refuseWithdrawn whether a withdrawn entry is refused
 */
public record Requirements(
    Optional<Duration> maxHeadAge,
    Duration minEntryAge,
    int rebuilders,
    boolean independentOnly,
    Set<String> countersignatures,
    boolean refuseWithdrawn) {
  private static final Set<String> STATEMENTS =
      Set.of("REGISTERED_AND_SEEN", "SOURCE_MATCHES", "RELOCATION_VERIFIED", "AUDIT_PERIOD_OK");

  /** Asks nothing but that the entry is not withdrawn. */
  public static final Requirements NONE =
      new Requirements(Optional.empty(), Duration.ZERO, 0, false, Set.of(), true);

  /** Checks the ranges. */
  public Requirements {
    Objects.requireNonNull(maxHeadAge, "maxHeadAge");
    if (maxHeadAge.isPresent() && (maxHeadAge.get().isNegative() || maxHeadAge.get().isZero())) {
      throw new IllegalArgumentException(
          "max-head-age: %s (expected: > 0)".formatted(maxHeadAge.get()));
    }
    if (minEntryAge.isNegative()) {
      throw new IllegalArgumentException(
          "min-entry-age: %s (expected: >= 0)".formatted(minEntryAge));
    }
    if (rebuilders < 0) {
      throw new IllegalArgumentException("rebuilders: %d (expected: >= 0)".formatted(rebuilders));
    }
    countersignatures = java.util.Collections.unmodifiableSet(new TreeSet<>(countersignatures));
    for (String statement : countersignatures) {
      if (!STATEMENTS.contains(statement)) {
        throw new IllegalArgumentException(
            "countersign: %s (expected: one of %s)"
                .formatted(statement, new TreeSet<>(STATEMENTS)));
      }
    }
  }

  /**
   * Reads the text form.
   *
   * @param text lines as this package describes them
   * @return the requirements
   * @throws IllegalArgumentException if a line is not understood; a requirement that is skipped
   *     would be a requirement that is waived
   */
  public static Requirements parse(String text) {
    Requirements requirements = NONE;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      List<String> words =
          new ArrayList<>(List.of(line.replaceFirst("#.*", "").strip().split("\\s+")));
      if (words.get(0).isEmpty()) {
        continue;
      }
      try {
        requirements = requirements.with(words);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException(
            "line %d: %s: %s".formatted(number, line.strip(), e.getMessage()), e);
      }
    }
    return requirements;
  }

  private Requirements with(List<String> words) {
    String value = words.size() > 1 ? words.get(1) : "";
    return switch (words.get(0)) {
      case "max-head-age" -> withMaxHeadAge(duration(value));
      case "min-entry-age" -> withMinEntryAge(duration(value));
      case "rebuilders" ->
          withRebuilders(
              Integer.parseInt(value), words.size() > 2 && words.get(2).equals("independent"));
      case "countersign" -> withCountersignature(value);
      case "withdrawn" -> withWithdrawnRefused(withdrawn(value));
      default ->
          throw new IllegalArgumentException(
              "expected: max-head-age, min-entry-age, rebuilders, countersign or withdrawn");
    };
  }

  private static boolean withdrawn(String value) {
    return switch (value) {
      case "refuse" -> true;
      case "accept" -> false;
      default -> throw new IllegalArgumentException("expected: refuse or accept");
    };
  }

  /** A duration as it would be written in a requirement, rounded down to its two largest parts. */
  static String words(Duration duration) {
    List<String> parts = new ArrayList<>();
    long[] numbers = {
      duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()
    };
    for (int i = 0; i < numbers.length && parts.size() < 2; i++) {
      if (numbers[i] != 0) {
        parts.add(numbers[i] + "dhms".substring(i, i + 1));
      }
    }
    return parts.isEmpty() ? "0s" : String.join(" ", parts);
  }

  /**
   * Reads a duration.
   *
   * @param text a number and {@code s}, {@code m}, {@code h} or {@code d}
   * @return the duration
   * @throws IllegalArgumentException if it is something else
   */
  public static Duration duration(String text) {
    if (!text.matches("[0-9]{1,9}[smhd]")) {
      throw new IllegalArgumentException(
          "duration: %s (expected: a number and s, m, h or d)".formatted(text));
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.toLowerCase(Locale.ROOT).charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /**
   * The same with another limit.
   *
   * @param age refuses heads that are older
   * @return new requirements
   */
  public Requirements withMaxHeadAge(Duration age) {
    return new Requirements(
        Optional.of(age),
        minEntryAge,
        rebuilders,
        independentOnly,
        countersignatures,
        refuseWithdrawn);
  }

  /**
   * The same with another limit.
   *
   * @param age refuses entries that are younger
   * @return new requirements
   */
  public Requirements withMinEntryAge(Duration age) {
    return new Requirements(
        maxHeadAge, age, rebuilders, independentOnly, countersignatures, refuseWithdrawn);
  }

  /**
   * The same with another number of rebuilders.
   *
   * @param number how many must have found it GOOD
   * @param independent whether those of the vendor do not count
   * @return new requirements
   */
  public Requirements withRebuilders(int number, boolean independent) {
    return new Requirements(
        maxHeadAge, minEntryAge, number, independent, countersignatures, refuseWithdrawn);
  }

  /**
   * The same with one more countersignature.
   *
   * @param statement for example {@code SOURCE_MATCHES}
   * @return new requirements
   */
  public Requirements withCountersignature(String statement) {
    Set<String> more = new TreeSet<>(countersignatures);
    more.add(statement);
    return new Requirements(
        maxHeadAge, minEntryAge, rebuilders, independentOnly, more, refuseWithdrawn);
  }

  /**
   * The same with another answer to withdrawals.
   *
   * @param refused whether a withdrawn entry is refused
   * @return new requirements
   */
  public Requirements withWithdrawnRefused(boolean refused) {
    return new Requirements(
        maxHeadAge, minEntryAge, rebuilders, independentOnly, countersignatures, refused);
  }
}
