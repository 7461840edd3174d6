package dev.vitrine.client.cli;

import dev.vitrine.record.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine record sign}: the second signature, made somewhere else by somebody else. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = "Add a signature to a record and write it to another file.")
final class RecordSignCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Parameters(index = "0", paramLabel = "RECORD", description = "A record, in either form.")
  private Path record;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "A record key. May be repeated.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Where the record goes.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    Envelope envelope = RecordCommand.read(record);
    for (Path key : keys) {
      envelope = RecordCommand.signed(envelope, RecordKeyFile.read(key));
    }
    Files.write(out, envelope.encode());
    output.print(
        Answer.of("SIGNED", "a " + envelope.statement().kind().id() + " record")
            .fact("signers", new ArrayList<Object>(RecordCommand.signers(envelope)))
            .fact("file", out.toString()));
    return 0;
  }
}
