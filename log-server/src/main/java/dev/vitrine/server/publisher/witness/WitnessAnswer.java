package dev.vitrine.server.publisher.witness;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * An HTTP answer of a witness or mirror.
 *
 * @param contentType lower case, without parameters; empty if there is none
 * @param retryAfter zero if the witness did not say
 */
public record WitnessAnswer(int status, String contentType, Duration retryAfter, String body) {
  private static final int SHOWN = 200;

  public WitnessAnswer {
    int parameters = contentType.indexOf(';');
    contentType =
        (parameters < 0 ? contentType : contentType.substring(0, parameters))
            .trim()
            .toLowerCase(Locale.ROOT);
  }

  /** The size the witness cosigned last, if this is the conflict that tells it. */
  OptionalLong conflictSize() {
    boolean typed = status == 409 && contentType.equals("text/x.tlog.size");
    if (!typed || !body.matches("(0|[1-9][0-9]{0,18})\n?")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(body.strip()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Status and the beginning of the body, for the operator. */
  public String summary() {
    String text = body.strip().replaceAll("\\p{Cntrl}+", " ");
    return "status "
        + status
        + (text.isEmpty() ? "" : ": ")
        + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text);
  }
}
