package dev.vitrine.client.cli;

import dev.vitrine.client.LogClient;
import dev.vitrine.client.check.BundleMaker;
import dev.vitrine.client.check.StapledBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine bundle}: the one small file to ship beside an update. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = "Write record, manifest steps and proof into one file to ship beside an update.")
final class BundleCommand implements Callable<Integer> {
  @Mixin private LogOptions log;
  @Mixin private OutputOptions output;

  @Option(
      names = "--index",
      required = true,
      paramLabel = "INDEX",
      description = "The entry of the build or update.")
  private long index;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "For an update: its manifest, so that each of its files can be checked.")
  private @Nullable Path manifest;

  @Option(
      names = "--as",
      paramLabel = "PATH",
      description = "With --manifest: take only the steps of this file.")
  private @Nullable String path;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "The bundle to write.")
  private Path out;

  @Override
  public Integer call() throws Exception {
    if (path != null && manifest == null) {
      throw new UsageException("--as (expected: --manifest with it)");
    }
    try (LogClient client = log.open()) {
      BundleMaker maker = new BundleMaker(client);
      StapledBundle bundle = maker.make(index, manifestBytes(), Optional.ofNullable(path));
      byte[] bytes = bundle.encode();
      Files.write(out, bytes);
      output.print(
          Facts.head(
              Answer.of("VERIFIED", "entry %d, bundle of %,d bytes".formatted(index, bytes.length))
                  .fact("index", index)
                  .fact("bytes", (long) bytes.length)
                  .fact("steps", bundle.steps())
                  .fact("written", out.toString()),
              maker.head()));
      return 0;
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private Optional<byte[]> manifestBytes() throws IOException {
    return manifest == null ? Optional.empty() : Optional.of(Files.readAllBytes(manifest));
  }
}
