package dev.vitrine.client.cli;

import dev.vitrine.client.EvidenceException;
import dev.vitrine.client.ForkEvidence;
import dev.vitrine.client.FormatNewerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vitrine evidence …}: what was kept of a log that lied. */
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    description = "Evidence of a forked log.",
    subcommands = {EvidenceCommand.Verify.class, EvidenceFetchCommand.class})
final class EvidenceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "nothing named (expected: verify, fetch)");
  }

  /** Two signed heads and the proof that they do not agree, checked alone. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Check fork evidence on its own: no network, no policy, no remembered state.",
        "Exit code 0: it proves a fork. 17: it proves nothing."
      })
  static final class Verify implements Callable<Integer> {
    private static final long MAX_BYTES = 4 << 20;

    @Mixin private OutputOptions output;

    @Parameters(index = "0", paramLabel = "FILE", description = "The evidence file.")
    private Path file;

    @Override
    public Integer call() throws IOException, FormatNewerException, UsageException {
      if (Files.size(file) > MAX_BYTES) {
        throw new UsageException(
            "%s: %d bytes (expected: at most %d)".formatted(file, Files.size(file), MAX_BYTES));
      }
      try {
        ForkEvidence evidence = ForkEvidence.parse(Files.readString(file));
        evidence.verify();
        output.print(proven(evidence));
        return 0;
      } catch (EvidenceException | java.nio.charset.MalformedInputException e) {
        output.print(
            Answer.of("UNTRUSTED", "%s proves no fork: %s".formatted(file, e.getMessage()))
                .fact("remedy", "ask for the file again from whoever found the fork"));
        return 17;
      }
    }

    private static Answer proven(ForkEvidence evidence) {
      return Answer.of(
              "FORK PROVEN",
              "the keys of %s signed two heads that do not agree".formatted(evidence.origin()))
          .fact("origin", evidence.origin())
          .fact("olderSize", evidence.older().checkpoint().size())
          .fact("olderRoot", evidence.older().checkpoint().root().hex())
          .fact("newerSize", evidence.newer().checkpoint().size())
          .fact("newerRoot", evidence.newer().checkpoint().root().hex())
          .fact("newerSaysOfOlder", evidence.prefixRoot().hex())
          .fact("keys", evidence.keys().stream().map(Object::toString).toList())
          .notProven(
              "that these are the log's keys: compare them with those its operator published");
    }
  }
}
