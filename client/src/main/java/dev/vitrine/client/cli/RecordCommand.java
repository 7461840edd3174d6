package dev.vitrine.client.cli;

import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vitrine record}: makes and signs records. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description = "Make and sign records for a log's records mode.",
    subcommands = {
      RecordKeygenCommand.class,
      RecordSignCommand.class,
      RecordShowCommand.class,
      RecordFileProofCommand.class,
      RecordReplayCommand.class
    })
final class RecordCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** The command with one subcommand for each kind. */
  static CommandLine create() {
    CommandLine line = new CommandLine(new RecordCommand());
    for (Kind kind : Kind.values()) {
      line.addSubcommand(kind.id(), new RecordKindCommand(kind));
    }
    return line;
  }

  static List<String> signers(Envelope envelope) {
    return envelope.signatures().stream().map(Envelope.EnvelopeSignature::keyId).toList();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no kind given (expected: keygen, sign, show, file-proof, replay or a kind)");
  }
}
