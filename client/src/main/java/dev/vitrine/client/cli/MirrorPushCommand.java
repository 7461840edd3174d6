package dev.vitrine.client.cli;

import dev.vitrine.client.follow.RemoteLog;
import dev.vitrine.client.mirror.MirrorPush;
import dev.vitrine.mirror.MirrorAheadException;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.NoteVerificationException;
import dev.vitrine.note.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine mirror push}. */
@Command(
    name = "push",
    mixinStandardHelpOptions = true,
    description = {
      "Pushes a log to a mirror that takes pushes (C2SP tlog-mirror).",
      "Exit code 0: the mirror holds all and cosigned it. 1: it does not."
    })
final class MirrorPushCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @Option(
      names = "--log",
      required = true,
      description = "URL of the log's tiles; repeat for more of the same log.")
  private List<URI> log;

  @Option(names = "--to", required = true, description = "The mirror's submission prefix.")
  private URI mirror;

  @Option(
      names = "--mirror-key",
      description = "vkey its cosignature must verify with; repeat for more.")
  private List<String> mirrorKeys = List.of();

  @Option(
      names = "--every",
      description = "Push again after this pause, for ever, for instance PT2S (default: once).")
  private @Nullable Duration every;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    MirrorPush push = new MirrorPush(new RemoteLog(log, TIMEOUT), mirror, keys(), TIMEOUT);
    if (every == null) {
      return push(push) ? 0 : 1;
    }
    while (true) {
      push(push);
      TimeUnit.MILLISECONDS.sleep(every.toMillis());
    }
  }

  private boolean push(MirrorPush push) {
    try {
      spec.commandLine().getOut().println(push.push());
      spec.commandLine().getOut().flush();
      return true;
    } catch (IOException
        | NoteFormatException
        | NoteVerificationException
        | MirrorAheadException e) {
      spec.commandLine().getErr().println(mirror + ": " + e.getMessage());
      return false;
    }
  }

  private List<VerifierKey> keys() {
    List<VerifierKey> keys = new ArrayList<>();
    for (String vkey : mirrorKeys) {
      try {
        keys.add(VerifierKey.parse(vkey));
      } catch (NoteFormatException e) {
        throw new ParameterException(
            spec.commandLine(), "--mirror-key " + vkey + ": " + e.getMessage());
      }
    }
    return keys;
  }
}
