package dev.vitrine.bench.options;

import dev.vitrine.bench.report.ReportFolder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command's reports go. */
@SuppressWarnings("NullAway.Init") // set by picocli
public final class ReportOptions {

  @Option(
      names = "--out",
      description = "Folder of the reports. Default: target/bench/ and the command's name")
  private @Nullable Path out;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The folder, made if it is missing: asked for before anything is measured. */
  public ReportFolder folder() {
    Path path = out == null ? Path.of("target", "bench", command.name()) : out;
    try {
      return new ReportFolder(path);
    } catch (UncheckedIOException e) {
      throw Usage.error(command, "--out: " + path + " (expected: a folder, or a place for one)");
    }
  }
}
