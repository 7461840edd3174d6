package dev.vitrine.bench.interop;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.load.Fill;
import dev.vitrine.bench.load.RandomEntries;
import dev.vitrine.bench.load.Target;
import dev.vitrine.bench.load.Via;
import dev.vitrine.bench.options.Usage;
import dev.vitrine.bench.peer.RunningLog;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.VerifierKey;
import dev.vitrine.v1.Stage;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench fill}. */
@Command(
    name = "fill",
    description =
        "Appends unique entries until a log has exactly a size, and awaits its checkpoint.",
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // set by picocli
public final class FillCommand implements Callable<Integer> {

  private static final int CONNECTIONS = 32;

  @Option(names = "--url", required = true, description = "The log.")
  private String url;

  @Option(names = "--vkey", required = true, description = "Its Ed25519 verifier key.")
  private String vkey;

  @Option(names = "--to", required = true, description = "The size to reach.")
  private long to;

  @Option(
      names = "--size",
      defaultValue = "300",
      description = "Bytes in an entry. Default: ${DEFAULT-VALUE}")
  private int size;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Endpoint endpoint = Usage.check(spec, () -> Endpoint.parse(url));
    RandomEntries entries = Usage.check(spec, () -> new RandomEntries(size, 1));
    try (RunningLog log = RunningLog.remote(endpoint, key())) {
      long from = log.checkpoint().checkpoint().size();
      if (from > to) {
        throw Usage.error(spec, "--to: " + to + " (expected: >= the size, " + from + ")");
      }
      try (Target target = Via.http.open(endpoint, CONNECTIONS, Stage.STAGE_DURABLE)) {
        Fill.append(target, entries, from, to - from);
      }
      long reached = log.awaitSize(to).checkpoint().size();
      spec.commandLine().getOut().println(reached);
      return reached == to ? 0 : 1;
    }
  }

  private VerifierKey key() {
    try {
      return VerifierKey.parse(vkey);
    } catch (NoteFormatException e) {
      throw Usage.error(spec, "--vkey: " + e.getMessage());
    }
  }
}
