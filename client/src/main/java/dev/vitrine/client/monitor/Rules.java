package dev.vitrine.client.monitor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of a monitor; see the package for what each one looks for. */
public final class Rules {
  private Rules() {}

  /**
   * @param ledger the vendor's own releases, one JSON object a line, if somebody keeps them
   * @param grace how long after its release a ledger line may be missing in the log
   */
  public static List<Rule> standard(Optional<Path> ledger, Duration grace) {
    List<Rule> rules =
        new ArrayList<>(
            List.of(
                new KeyEvents(),
                new Rebuilds(),
                new Withdrawals(),
                new Streams(),
                new Versions(),
                new Relocations()));
    ledger.ifPresent(file -> rules.add(new Ledger(new LedgerFile(file), grace)));
    return List.copyOf(rules);
  }
}
