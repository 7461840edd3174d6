package dev.vitrine.client.check;

import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.OfflineProof;
import dev.vitrine.client.UntrustedException;
import dev.vitrine.merkle.Hash;
import dev.vitrine.merkle.InclusionProof;
import dev.vitrine.proof.TlogProof;
import dev.vitrine.record.FileProof;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.ManifestFile;
import dev.vitrine.record.RecordFormatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Reads and writes the text of a {@link StapledBundle}. */
final class StapledText {
  /** As much as a manifest of some hundred thousand files. */
  static final int MAX_BYTES = 64 << 20;

  private static final String FAMILY = "vitrine/stapled@";
  private static final String HEADER = FAMILY + "v1";
  private static final String FILE =
      "file (0|[1-9][0-9]{0,17}) ([1-9][0-9]{0,17}) (0|[1-9][0-9]{0,17}) ([0-9a-f]{64}) (.+)";
  private static final java.util.regex.Pattern FILE_LINE = java.util.regex.Pattern.compile(FILE);

  private final byte[] bytes;
  private int at;

  private StapledText(byte[] bytes) {
    this.bytes = bytes;
  }

  static boolean isBundle(byte[] bytes) {
    byte[] family = FAMILY.getBytes(StandardCharsets.US_ASCII);
    return bytes.length >= family.length
        && Arrays.equals(bytes, 0, family.length, family, 0, family.length);
  }

  static byte[] encode(StapledBundle bundle) {
    StringBuilder head = new StringBuilder(HEADER).append('\n');
    head.append("record ").append(base64(bundle.record())).append('\n');
    bundle
        .manifest()
        .ifPresent(m -> head.append("manifest ").append(base64(m.encode())).append('\n'));
    bundle.file().ifPresent(step -> append(head, step));
    head.append('\n');
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
    out.writeBytes(bundle.proof().encode());
    return out.toByteArray();
  }

  private static void append(StringBuilder head, FileProof step) {
    InclusionProof proof = step.proof();
    head.append(
        "file %d %d %d %s %s\n"
            .formatted(
                proof.index(),
                proof.treeSize(),
                step.file().size(),
                step.file().sha256().hex(),
                step.file().path()));
    proof.path().forEach(hash -> head.append(hash.base64()).append('\n'));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  static StapledBundle parse(byte[] bytes) throws FormatNewerException, UntrustedException {
    if (bytes.length > MAX_BYTES) {
      throw bad("%d bytes (expected: at most %d)".formatted(bytes.length, MAX_BYTES), null);
    }
    StapledText text = new StapledText(bytes);
    StapledBundle bundle;
    try {
      bundle = text.read();
    } catch (IllegalArgumentException | RecordFormatException e) {
      throw bad(String.valueOf(e.getMessage()), e);
    }
    // One bundle has one spelling, so that customers who compare theirs compare the same thing.
    if (!Arrays.equals(bundle.encode(), bytes)) {
      throw bad("not the canonical spelling", null);
    }
    return bundle;
  }

  private StapledBundle read()
      throws FormatNewerException, UntrustedException, RecordFormatException {
    String header = line();
    if (!header.equals(HEADER)) {
      if (header.startsWith(FAMILY)) {
        throw new FormatNewerException(
            "stapled bundle: %s (expected: %s)".formatted(header, HEADER));
      }
      throw bad("first line: %s (expected: %s)".formatted(header, HEADER), null);
    }
    byte[] record = base64("record ", line());
    String next = line();
    if (next.isEmpty()) {
      return StapledBundle.of(record, proof());
    }
    if (next.startsWith("manifest ")) {
      Manifest manifest = Manifest.parse(base64("manifest ", next));
      requireEmpty(line());
      return StapledBundle.of(record, manifest, proof());
    }
    FileProof file = file(next);
    return StapledBundle.of(record, file, proof());
  }

  private FileProof file(String line) throws UntrustedException {
    var match = FILE_LINE.matcher(line);
    if (!match.matches()) {
      throw bad("line %s (expected: file, manifest or an empty line)".formatted(line), null);
    }
    List<Hash> path = new ArrayList<>();
    for (String hash = line(); !hash.isEmpty(); hash = line()) {
      if (path.size() == TlogProof.MAX_PATH) {
        throw bad("path of a file: more than %d hashes".formatted(TlogProof.MAX_PATH), null);
      }
      path.add(Hash.ofBase64(hash));
    }
    return new FileProof(
        new ManifestFile(
            match.group(5), Long.parseLong(match.group(3)), Hash.ofHex(match.group(4))),
        new InclusionProof(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)), path));
  }

  private TlogProof proof() throws FormatNewerException, UntrustedException {
    return OfflineProof.parse(Arrays.copyOfRange(bytes, at, bytes.length));
  }

  private static byte[] base64(String name, String line) throws UntrustedException {
    if (!line.startsWith(name)) {
      throw bad("line %.40s (expected: %s)".formatted(line, name.strip()), null);
    }
    return Base64.getDecoder().decode(line.substring(name.length()));
  }

  private static void requireEmpty(String line) throws UntrustedException {
    if (!line.isEmpty()) {
      throw bad("line %.40s (expected: an empty line)".formatted(line), null);
    }
  }

  private String line() throws UntrustedException {
    int end = at;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    if (end == bytes.length) {
      throw bad("ends in the middle of a line", null);
    }
    try {
      String line =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, at, end - at))
              .toString();
      at = end + 1;
      return line;
    } catch (CharacterCodingException e) {
      throw bad("not UTF-8", e);
    }
  }

  private static UntrustedException bad(
      String why, @org.jspecify.annotations.Nullable Exception e) {
    String message = "the stapled bundle is malformed: " + Plain.text(why);
    return e == null ? new UntrustedException(message) : new UntrustedException(message, e);
  }
}
