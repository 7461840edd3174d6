package dev.vitrine.record;

import java.time.Instant;
import java.util.random.RandomGenerator;

/** ULIDs, the event ids of records: 48 bits of time and 80 random bits in 26 base32 characters. */
public final class Ulid {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int TIME_LENGTH = 10;
  private static final long MAX_TIME = (1L << 48) - 1;

  private Ulid() {}

  /**
   * @param time 1970..10889; milliseconds count
   */
  public static String of(Instant time, RandomGenerator random) {
    long millis = time.toEpochMilli();
    if (millis < 0 || millis > MAX_TIME) {
      throw new IllegalArgumentException("time: " + time + " (expected: 1970..10889)");
    }
    char[] text = new char[LENGTH];
    for (int i = TIME_LENGTH - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) (millis & 31));
      millis >>>= 5;
    }
    for (int i = TIME_LENGTH; i < LENGTH; i++) {
      text[i] = ALPHABET.charAt(random.nextInt(32));
    }
    return new String(text);
  }

  /** Whether the text is a ULID in its canonical upper-case form. */
  public static boolean isWellFormed(String text) {
    if (text.length() != LENGTH || text.charAt(0) > '7') {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (ALPHABET.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }
}
