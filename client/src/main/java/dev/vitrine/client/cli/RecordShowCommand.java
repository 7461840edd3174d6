package dev.vitrine.client.cli;

import dev.vitrine.merkle.TreeHasher;
import dev.vitrine.record.Envelope;
import dev.vitrine.v1.DetectionUpdate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vitrine record show}: what a record says, and who says it. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Show what a record says. Signatures are not checked: keys live in the log.")
final class RecordShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Parameters(index = "0", paramLabel = "RECORD", description = "A record, in either form.")
  private Path record;

  @Override
  public Integer call() throws Exception {
    Envelope envelope = RecordCommand.read(record);
    Answer answer = Answer.of("RECORD", "a " + envelope.statement().kind().id() + " record");
    if (envelope.statement().predicate() instanceof DetectionUpdate update) {
      answer.fact("manifestDigest", update.getFiles().getManifest().getSha256());
    }
    output.print(
        answer
            .fact("statement", RecordCommand.statement(envelope.payload(), output.json))
            .fact("signers", new ArrayList<Object>(RecordCommand.signers(envelope)))
            .fact("leafHash", TreeHasher.leaf(envelope.encode()).hex())
            .notProven("the signatures, and that a log holds the record"));
    return 0;
  }
}
