package dev.vitrine.client.monitor;

import dev.vitrine.v1.Rebuild;
import java.util.function.Consumer;

/** Somebody rebuilt a release and got something else. */
final class Rebuilds implements Rule {
  @Override
  public String name() {
    return "rebuilds";
  }

  @Override
  public void record(LoggedRecord record, Memory memory, Consumer<Finding> report) {
    if (!(record.predicate() instanceof Rebuild rebuild)) {
      return;
    }
    boolean bad = rebuild.getVerdict() == Rebuild.Verdict.BAD;
    if (bad || rebuild.getVerdict() == Rebuild.Verdict.FAIL) {
      report.accept(
          Finding.about(
              "BAD_REBUILD",
              bad ? Severity.CRITICAL : Severity.NOTICE,
              "entry " + rebuild.getTarget().getIndex(),
              String.format(
                  "%s by %s (%s) of entry %d: %d of %d files equal",
                  rebuild.getVerdict(),
                  rebuild.getRebuilder(),
                  rebuild.getIndependence(),
                  rebuild.getTarget().getIndex(),
                  rebuild.getMatched(),
                  rebuild.getTotal()),
              record.index()));
    }
  }
}
