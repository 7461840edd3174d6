package dev.vitrine.client.monitor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an alert is one line of a stream or file. */
public enum AlertLine {
  /** {@link Alert#text()}. */
  TEXT {
    @Override
    String of(Alert alert) {
      return alert.text();
    }

    @Override
    Optional<Written> read(String line) {
      Matcher parts = TEXT_LINE.matcher(line);
      return parts.lookingAt()
          ? Optional.of(new Written(this, parts.group(1), Long.parseLong(parts.group(2)), line))
          : Optional.empty();
    }
  },

  /** {@link Alert#json()}. */
  JSON {
    @Override
    String of(Alert alert) {
      return alert.json();
    }

    @Override
    Optional<Written> read(String line) {
      try {
        Alert alert = Alert.parse(line);
        return Optional.of(new Written(this, alert.origin(), alert.sequence(), line));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  };

  private static final Pattern TEXT_LINE =
      Pattern.compile("\\S+ [A-Z]+ (\\S+) #([1-9][0-9]{0,17}) [0-9a-f]{16}: ");

  abstract String of(Alert alert);

  /** What a line says, if it is an alert's. */
  abstract Optional<Written> read(String line);

  Written written(Alert alert) {
    return new Written(this, alert.origin(), alert.sequence(), of(alert));
  }

  /** An alert's line as it is written somewhere; perhaps only the beginning of it. */
  public record Written(AlertLine format, String origin, long sequence, String line) {
    boolean isOf(Alert alert) {
      return line.equals(format.of(alert));
    }
  }
}
