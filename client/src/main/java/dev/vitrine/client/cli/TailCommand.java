package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.merkle.TreeHasher;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine tail}: the newest entries, and those that follow. */
@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Print the newest entries, each proven; with --follow go on as the log grows.")
final class TailCommand implements Callable<Integer> {
  private static final int PREVIEW_BYTES = 60;

  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Option(
      names = "-n",
      paramLabel = "COUNT",
      defaultValue = "10",
      description = "How many to begin with. Default: ${DEFAULT-VALUE}.")
  private long count;

  @Option(names = "--from", paramLabel = "INDEX", description = "Begin at this index instead.")
  private @Nullable Long from;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with every entry that is published.")
  private boolean follow;

  @Option(
      names = "--until",
      paramLabel = "SIZE",
      description = "With --follow: end when the log has this many entries.")
  private long until = Long.MAX_VALUE;

  @Override
  public Integer call() throws Exception {
    try (LogClient client = log.open()) {
      VerifiedHead head = client.head();
      long next = from != null ? from : Math.max(0, head.size() - count);
      if (next < 0 || next > head.size()) {
        throw new UsageException("--from: %d (expected: 0 to %d)".formatted(next, head.size()));
      }
      while (true) {
        long end = Math.min(head.size(), until);
        client.entries(next, end, head, this::print);
        output.out().flush();
        next = end;
        if (!follow || next >= until) {
          return 0;
        }
        head = client.awaitHead(next + 1, Duration.ofDays(365));
      }
    }
  }

  private void print(long index, byte[] entry) {
    PrintWriter out = output.out();
    String leafHash = TreeHasher.leaf(entry).hex();
    if (output.json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("index", index);
      line.put("leafHash", leafHash);
      line.put("entryBase64", Base64.getEncoder().encodeToString(entry));
      out.println(Json.write(line));
    } else {
      out.printf(
          "%d  %s…  %5d bytes  %s%n",
          index, leafHash.substring(0, 16), entry.length, GetCommand.preview(entry, PREVIEW_BYTES));
    }
  }
}
