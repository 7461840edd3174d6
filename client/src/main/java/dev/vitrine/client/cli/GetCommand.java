package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedEntry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine get}: one entry, proven. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Fetch an entry and prove that the log's newest head covers it.")
final class GetCommand implements Callable<Integer> {
  private static final int SHOWN_BYTES = 400;

  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Parameters(index = "0", paramLabel = "INDEX", description = "The entry's index, from 0.")
  private long index;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the entry's bytes, unchanged.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    try (LogClient client = log.open()) {
      VerifiedEntry entry = client.entry(index);
      byte[] bytes = entry.bytes();
      Answer answer =
          Answer.of("VERIFIED", "entry %d, %,d bytes".formatted(index, bytes.length))
              .fact("index", index)
              .fact("leafHash", entry.leafHash().hex());
      Facts.head(answer, entry.head());
      if (out != null) {
        Files.write(out, bytes);
        answer.fact("written", out.toString());
      } else {
        answer.fact(
            output.json ? "entryBase64" : "entry",
            output.json ? Base64.getEncoder().encodeToString(bytes) : preview(bytes, SHOWN_BYTES));
      }
      output.print(answer);
      return 0;
    }
  }

  /** A name, with everything that could steer a terminal replaced. */
  static String plain(String text) {
    return preview(text.getBytes(StandardCharsets.UTF_8), 4096);
  }

  /** The beginning of an entry, with everything that could steer a terminal replaced. */
  static String preview(byte[] bytes, int atMost) {
    int shown = Math.min(bytes.length, atMost);
    StringBuilder text = new StringBuilder();
    new String(bytes, 0, shown, StandardCharsets.UTF_8)
        .codePoints()
        .map(c -> Character.isISOControl(c) || c == 0x202e ? '.' : c)
        .forEach(text::appendCodePoint);
    return shown < bytes.length ? text.append("…").toString() : text.toString();
  }
}
