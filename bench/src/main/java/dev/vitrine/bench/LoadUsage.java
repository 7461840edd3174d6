package dev.vitrine.bench;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.options.Usage;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.VerifierKey;

/** Which options of {@code bench load} go together; asked before anything is started. */
final class LoadUsage {

  private LoadUsage() {}

  /**
   * @throws picocli.CommandLine.ParameterException if they do not
   */
  static void require(LoadCommand load) {
    load.plans.require();
    Via via = load.via();
    refuse(
        load,
        via == Via.http && load.wait != LoadCommand.Wait.durable,
        "--wait: " + load.wait + " over http (expected: durable, or --via grpc or stream)");
    refuse(
        load,
        load.connections != null && (load.connections < 1 || via == Via.direct),
        "--connections: "
            + load.connections
            + " (expected: 1 or more, and none with --via direct)");
    requireMultiples(load);
    if (load.url == null) {
      refuse(load, load.vkey != null, "--vkey: without --url (expected: the log's URL too)");
      refuse(
          load,
          via == Via.direct && load.server.hasJvmOptions(),
          "--server-jvm: with --via direct (expected: a server process of its own)");
    } else {
      requireRemote(load);
    }
  }

  private static void requireMultiples(LoadCommand load) {
    refuse(
        load,
        !load.plans.isMaximum() && (!load.sweep.isEmpty() || load.recovery),
        "--rate: with --sweep or --recovery (expected: none, for multiples of the maximum)");
    for (double multiple : load.sweep) {
      refuse(
          load,
          !(multiple > 0 && multiple < Double.POSITIVE_INFINITY),
          "--sweep: " + multiple + " (expected: above 0)");
    }
  }

  private static void requireRemote(LoadCommand load) {
    String own = " with --url (expected: an own server)";
    refuse(load, load.recordsMode, "--records:" + own);
    refuse(load, load.via() == Via.direct, "--via direct:" + own);
    refuse(load, !load.server.isEmpty(), "--set, --server-jvm:" + own);
    refuse(load, load.vkey == null, "--url: without --vkey (expected: the log's key too)");
    Usage.check(load.spec, () -> Endpoint.parse(String.valueOf(load.url)));
    key(load);
  }

  /** The key of the log that runs already. */
  static VerifierKey key(LoadCommand load) {
    try {
      return VerifierKey.parse(String.valueOf(load.vkey));
    } catch (NoteFormatException e) {
      throw Usage.error(load.spec, "--vkey: " + e.getMessage());
    }
  }

  private static void refuse(LoadCommand load, boolean wrong, String message) {
    if (wrong) {
      throw Usage.error(load.spec, message);
    }
  }
}
