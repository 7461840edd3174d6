package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.record.RecordFormatException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record of a version that this tool does not know: another version of a kind or of the
 * statement, a field or a value that was added later. What it says cannot be read, but what it may
 * speak of can be seen: the digests in it.
 *
 * @param index where it is
 * @param digests the SHA-256 values in it, hexadecimal
 * @param isKey whether it is a record about a key
 * @param failure what the reader did not know
 */
record NewerRecord(long index, Set<String> digests, boolean isKey, FormatNewerException failure) {
  private static final Pattern DIGEST = Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])");

  static NewerRecord of(long index, byte[] entry, RecordFormatException e) {
    Set<String> digests = new HashSet<>();
    String text = new String(entry, StandardCharsets.ISO_8859_1);
    Matcher match = DIGEST.matcher(text);
    while (match.find()) {
      digests.add(match.group());
    }
    return new NewerRecord(
        index,
        digests,
        text.contains("https://vitrine.dev/key/"),
        new FormatNewerException("entry %d: %s".formatted(index, e.getMessage()), e));
  }
}
