package dev.vitrine.client.cli;

import dev.vitrine.record.Envelope;
import dev.vitrine.record.RecordFormatException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads entries from files and standard input: whole, or line by line. */
final class EntryInput {
  static final int MAX_ENTRY_BYTES = 65_535;

  private EntryInput() {}

  /**
   * The form in which a log stores an entry: the protobuf form of a DSSE envelope in JSON, and
   * anything else as it is. What the log answers must be compared with the leaf hash of this.
   */
  static byte[] canonical(byte[] entry) {
    if (entry.length == 0 || " \t\r\n{".indexOf(entry[0]) < 0) {
      return entry;
    }
    try {
      return Envelope.parseAny(entry).encode();
    } catch (RecordFormatException e) {
      // JSON of another kind: the log decides whether it takes it.
      return entry;
    }
  }

  /** Takes an entry. */
  @FunctionalInterface
  interface Sink {
    void accept(String source, byte[] entry)
        throws IOException, InterruptedException, UsageException;
  }

  static void read(List<String> files, boolean lines, Sink sink)
      throws IOException, InterruptedException, UsageException {
    for (String file : files.isEmpty() ? List.of("-") : files) {
      boolean standardInput = file.equals("-");
      if (!standardInput && Files.isDirectory(Path.of(file))) {
        throw new UsageException(
            "%s: a folder (expected: files, such as %s/*)".formatted(file, file));
      }
      try (InputStream in =
          new BufferedInputStream(standardInput ? System.in : new FileInputStream(file))) {
        if (lines) {
          readLines(file, in, sink);
        } else {
          sink.accept(file, checked(file, in.readNBytes(MAX_ENTRY_BYTES + 1)));
        }
      }
    }
  }

  private static void readLines(String file, InputStream in, Sink sink)
      throws IOException, InterruptedException, UsageException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int number = 1;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        line.write(b);
        continue;
      }
      offer(file, number++, line, sink);
    }
    offer(file, number, line, sink);
  }

  private static void offer(String file, int number, ByteArrayOutputStream line, Sink sink)
      throws IOException, InterruptedException, UsageException {
    if (line.size() > 0) {
      String source = file + ":" + number;
      sink.accept(source, checked(source, line.toByteArray()));
      line.reset();
    }
  }

  private static byte[] checked(String source, byte[] entry) throws UsageException {
    if (entry.length == 0 || entry.length > MAX_ENTRY_BYTES) {
      throw new UsageException(
          "%s: %s bytes (expected: 1 to %d)"
              .formatted(
                  source,
                  entry.length == 0 ? "0" : "more than " + MAX_ENTRY_BYTES,
                  MAX_ENTRY_BYTES));
    }
    return entry;
  }
}
