package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.VerifiedEntry;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.FileProof;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.v1.DetectionUpdate;
import dev.vitrine.v1.Evidence;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  private static final int MAX_MANIFEST_BYTES = 16 << 20;

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
      paramLabel = "FILE",
      description = "The update's manifest. Default: fetched from the log's documents.")
  private @Nullable Path manifestFile;

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
      Manifest manifest = manifest(client, update.getFiles().getManifest());
      String root = update.getFiles().getManifestRoot();
      if (!manifest.root().hex().equals(root)) {
        output.print(
            Answer.of(
                    "DIFFERS FROM LOG",
                    source() + " is not the manifest of the update at entry " + index)
                .fact("manifestRoot", manifest.root().hex())
                .fact("expected", root));
        return 11;
      }
      Optional<FileProof> proof = manifest.prove(path);
      if (proof.isEmpty()) {
        output.print(
            Answer.of(
                "NOT IN LOG",
                "%s is none of the %,d files of the update at entry %d"
                    .formatted(path, manifest.files().size(), index)));
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
      proof.get().verify(Hash.ofHex(root));
      output.print(
          Facts.head(
              Answer.of("VERIFIED", path + " is part of the update at entry " + index)
                  .fact("sha256", actual.hex())
                  .fact("manifestRoot", root)
                  .fact("stream", update.getCommon().getStream())
                  .fact("sequence", update.getCommon().getSequence())
                  .fact("fileProofHashes", (long) proof.get().proof().path().size()),
              entry.head()));
      return 0;
    }
  }

  private Manifest manifest(LogClient client, Evidence document) throws Exception {
    if (manifestFile == null && document.getAccess() != Evidence.Access.PUBLIC) {
      throw new UsageException(
          "the manifest of entry %d is not public but %s (expected: --manifest FILE, from whoever holds it)"
              .formatted(index, document.getAccess()));
    }
    byte[] bytes =
        manifestFile != null
            ? Files.readAllBytes(manifestFile)
            : client.document(Hash.ofHex(document.getSha256()), MAX_MANIFEST_BYTES);
    try {
      return Manifest.parse(bytes);
    } catch (RecordFormatException e) {
      throw new UsageException(source() + " is no manifest: " + e.getMessage());
    }
  }

  private String source() {
    return manifestFile == null ? "the log's document" : manifestFile.toString();
  }
}
