package dev.vitrine.bench;

import dev.vitrine.bench.compare.CompareCommand;
import dev.vitrine.bench.follow.FollowCommand;
import dev.vitrine.bench.interop.FillCommand;
import dev.vitrine.bench.interop.FlipProxyCommand;
import dev.vitrine.bench.micro.MicroCommand;
import dev.vitrine.bench.options.Usage;
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

  Main() {}

  public static void main(String[] args) {
    System.exit(Usage.of(new Main()).execute(args));
  }
}
