package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedEntry;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.FileProof;
import dev.vitrine.record.Manifest;
import dev.vitrine.v1.DetectionUpdate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vitrine record file-proof}: one file of an update, proven in two steps. */
@Command(
    name = "file-proof",
    mixinStandardHelpOptions = true,
    description = "Prove one file of an update: file to manifest root, and that record to the log.")
final class RecordFileProofCommand implements Callable<Integer> {
  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file as received.")
  private Path file;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "PATH",
      description = "The file's path in the update.")
  private String path;

  @Option(
      names = "--manifest",
      required = true,
      paramLabel = "FILE",
      description = "The update's manifest, from the vendor or from the log's documents.")
  private Path manifestFile;

  @Option(
      names = "--update",
      required = true,
      paramLabel = "INDEX",
      description = "The update's entry.")
  private long index;

  @Override
  public Integer call() throws Exception {
    try (LogClient client = log.open()) {
      VerifiedEntry entry = client.entry(index);
      if (!(Envelope.parse(entry.bytes()).statement().predicate()
          instanceof DetectionUpdate update)) {
        throw new UsageException("--update: entry " + index + " is not a detection update");
      }
      Optional<FileProof> proof = Manifest.parse(Files.readAllBytes(manifestFile)).prove(path);
      if (proof.isEmpty()) {
        output.print(Answer.of("NOT IN LOG", path + " is not in that manifest"));
        return 10;
      }
      Hash actual = Manifest.sha256(file);
      if (!actual.equals(proof.get().file().sha256())) {
        output.print(
            Answer.of("DIFFERS FROM LOG", path + " has another content")
                .fact("sha256", actual.hex())
                .fact("expected", proof.get().file().sha256().hex()));
        return 11;
      }
      proof.get().verify(Hash.ofHex(update.getFiles().getManifestRoot()));
      output.print(
          Facts.head(
              Answer.of("VERIFIED", path + " is part of the update at entry " + index)
                  .fact("sha256", actual.hex())
                  .fact("manifestRoot", update.getFiles().getManifestRoot())
                  .fact("stream", update.getCommon().getStream())
                  .fact("sequence", update.getCommon().getSequence())
                  .fact("fileProofHashes", (long) proof.get().proof().path().size()),
              entry.head()));
      return 0;
    }
  }
}
