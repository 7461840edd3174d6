package dev.vitrine.bench;

import dev.vitrine.bench.compare.CompareCommand;
import dev.vitrine.bench.follow.FollowCommand;
import dev.vitrine.bench.interop.FillCommand;
import dev.vitrine.bench.interop.FlipProxyCommand;
import dev.vitrine.bench.micro.MicroCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code scripts/bench}. */
@Command(
    name = "bench",
    description = "Measures Vitrine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      MicroCommand.class,
      LoadCommand.class,
      ProofsCommand.class,
      CompareCommand.class,
      FollowCommand.class,
      GrowthCommand.class,
      FillCommand.class,
      FlipProxyCommand.class
    })
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Main());
    line.registerConverter(java.time.Duration.class, Durations::parse);
    System.exit(line.execute(args));
  }
}
