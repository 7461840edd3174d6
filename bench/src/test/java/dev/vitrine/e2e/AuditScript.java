package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.cli.Vitrine;
import dev.vitrine.server.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code vitrine audit} as a person runs it: what {@code scripts/lib/audit.sh} makes of the command
 * line, with the server's export and the audit in processes of their own. The two programs come
 * from the class path of the tests, as there are no jars yet when tests run.
 */
final class AuditScript {
  private static final String SCRIPT =
      """
      root=$1 java=$2 classes=$3
      shift 3
      vitrine_command=("$java" -XX:+UseParallelGC -cp "$classes" %s)
      . "$root/scripts/lib/audit.sh"
      audit_data_folder "$@"
      exec "${vitrine_command[@]}" "$@"
      """
          .formatted(Vitrine.class.getName());

  private final Path folder;

  /**
   * @param folder for copies and states; what is left in it is what an audit leaves behind
   */
  AuditScript(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    Path scripts = Files.createDirectories(folder.resolve("root/scripts"));
    Path real = Path.of(System.getProperty("vitrine.root")).resolve("scripts/lib");
    Path lib = Files.createDirectories(scripts.resolve("lib"));
    Files.copy(real.resolve("audit.sh"), lib.resolve("audit.sh"));
    Files.createDirectories(temporary());
    afterExport("");
  }

  /** What is to happen between the export and the audit, in the language of the shell. */
  void afterExport(String commands) throws IOException {
    Path serve = folder.resolve("root/scripts/serve");
    Files.writeString(
        serve,
        "#!/usr/bin/env bash\n\"%s\" -XX:TieredStopAtLevel=1 -cp \"%s\" %s \"$@\" || exit\n%s\n"
            .formatted(java(), classes(), Main.class.getName(), commands));
    assertThat(serve.toFile().setExecutable(true)).isTrue();
  }

  /** What an audit keeps of its work until it is done. */
  Path temporary() {
    return folder.resolve("tmp");
  }

  /**
   * An audit under way.
   *
   * @param output what it says, on both streams
   */
  record Run(Process script, Path output) {
    String said() throws IOException {
      return Files.readString(output);
    }

    /** Its result. */
    Command end() throws Exception {
      assertThat(script.waitFor(60, TimeUnit.SECONDS)).as("ends: %s", said()).isTrue();
      return new Command(script.exitValue(), said(), "");
    }
  }

  /** Begins {@code vitrine audit ARGUMENT…}. */
  Run begin(Object... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", SCRIPT, "vitrine");
    builder.command().addAll(List.of(folder.resolve("root").toString(), java(), classes()));
    builder.command().add("audit");
    for (Object argument : arguments) {
      builder.command().add(argument.toString());
    }
    builder.environment().put("TMPDIR", temporary().toString());
    builder.environment().remove("VITRINE_POLICY");
    Path output = Files.createTempFile(folder, "output", "");
    return new Run(
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
  }

  /** Runs {@code vitrine audit ARGUMENT…} to its end. */
  Command run(Object... arguments) throws Exception {
    return begin(arguments).end();
  }

  /** kill -9 of the script and of whatever it runs. */
  static void kill(Process script) throws InterruptedException {
    List<ProcessHandle> children = script.descendants().toList();
    script.toHandle().destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    script.waitFor();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classes() {
    return System.getProperty("java.class.path");
  }
}
