package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.RecordFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
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
      CommandLine command = new CommandLine(new RecordKindCommand(kind));
      UsageMessageSpec usage = command.getCommandSpec().usageMessage();
      List<String> footer = new ArrayList<>(List.of(usage.footer()));
      footer.addAll(List.of("", "Fields (docs/records/" + kind.id() + ".schema.json says more):"));
      footer.addAll(RecordFields.of(kind));
      usage.footer(footer.toArray(String[]::new));
      line.addSubcommand(kind.id(), command);
    }
    return line;
  }

  /** A record in either form. */
  static Envelope read(Path file) throws IOException, UsageException {
    try {
      return Envelope.parseAny(Files.readAllBytes(file));
    } catch (RecordFormatException e) {
      throw new UsageException(file + ": no signed record: " + e.code() + ": " + e.getMessage());
    }
  }

  static Envelope signed(Envelope envelope, SigningKey key)
      throws SignatureException, UsageException {
    String id = KeyIds.of(key.verifyingKey());
    if (signers(envelope).contains(id)) {
      throw new UsageException(
          "--key: key " + id + " has signed this record already (expected: another key)");
    }
    return envelope.signedBy(key);
  }

  /** What is signed: for people line by line, for programs as it is. */
  static String statement(byte[] payload, boolean json) throws IOException {
    String text = new String(payload, StandardCharsets.UTF_8);
    return json ? text : new ObjectMapper().readTree(text).toPrettyString();
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
