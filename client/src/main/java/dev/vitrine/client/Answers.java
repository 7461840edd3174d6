package dev.vitrine.client;

import dev.vitrine.tile.TileFormatException;
import dev.vitrine.tile.TileVerificationException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** What a failed read comes to: silence is not a lie, and a lie is not silence. */
final class Answers {
  private Answers() {}

  /** A read from a transport. */
  @FunctionalInterface
  interface Read<T> {
    T read() throws IOException;
  }

  /** Reads, and turns what goes wrong into a verdict. */
  static <T> T ask(LogTransport transport, Read<T> read) throws LogException {
    try {
      return read.read();
    } catch (IOException e) {
      throw explain(transport, e);
    } catch (RuntimeException e) {
      // Whatever a transport makes of a hostile answer, it is not the caller's programming error.
      throw new UntrustedException(
          "%s gave an answer of the wrong shape: %s".formatted(transport.address(), e.getMessage()),
          e);
    }
  }

  static LogException explain(LogTransport transport, IOException e) {
    if (e instanceof NewerAnswerException) {
      return new FormatNewerException(String.valueOf(e.getMessage()), e);
    }
    if (!isUnreachable(e)) {
      return new UntrustedException("%s: %s".formatted(transport.address(), e.getMessage()), e);
    }
    if (e instanceof NoSuchFileException) {
      return new LogUnreachableException(
          "%s does not serve what its signed head implies: %s"
              .formatted(transport.address(), e.getMessage()),
          e);
    }
    return new LogUnreachableException(String.valueOf(e.getMessage()), e);
  }

  static boolean isUnreachable(IOException e) {
    return !(e instanceof TileVerificationException || e instanceof TileFormatException);
  }
}
