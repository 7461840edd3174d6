package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine head}: the newest head, verified. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    description =
        "Show the log's newest head, its signatures, and that it extends the head seen before.")
final class HeadCommand implements Callable<Integer> {
  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Also write the signed checkpoint, as it came.")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    try (LogClient client = log.open()) {
      VerifiedHead head = client.head();
      Answer answer =
          Facts.head(
              Answer.of("VERIFIED", "%s has %,d entries".formatted(head.origin(), head.size())),
              head);
      if (out != null) {
        Files.write(out, head.signed().encode());
        answer.fact("written", out.toString());
      }
      output.print(answer);
      return 0;
    }
  }
}
