package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.vitrine.intoto.Envelope;
import dev.vitrine.intoto.Signature;
import dev.vitrine.server.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log that takes any bytes, among them a record of a version that this tool does not know. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckOpenLogTest {
  @TempDir Path folder;
  private String url = "";
  private Path policy = Path.of("");

  private Command check(Path file, Object... more) {
    List<Object> options =
        new ArrayList<>(
            List.of("--log", url, "--policy", policy, "--trust-dir", folder.resolve("trust")));
    options.addAll(Arrays.asList(more));
    return Command.run(options, "check", file);
  }

  @Test
  void recordOfANewerVersion_isFormatNewer_anEntryItselfIsVerified() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("open.yaml"),
            "data-folder: %s\nlisten: 127.0.0.1:0\nadmin-listen: \"off\"\nadmission: open\n"
                .formatted(folder.resolve("data")));
    try (RunningProcess server =
        RunningProcess.start(
            folder.resolve("server.log"), Main.class, "--config", config.toString())) {
      url = server.await("address");
      StringBuilder keys = new StringBuilder();
      server.seen("vkey").forEach(vkey -> keys.append("log ").append(vkey).append('\n'));
      policy = Files.writeString(folder.resolve("policy"), keys + "quorum none\n");
      Path file = Files.writeString(folder.resolve("setup.bin"), "the installer");
      Path record = Files.write(folder.resolve("record"), newerRecord());
      Command.must(List.of("--log", url, "--policy", policy, "--forget"), "append", record);

      Command newer = check(file, "--scan");
      assertThat(newer.exitCode()).isEqualTo(15);
      assertThat(newer.errors())
          .startsWith("FORMAT NEWER: entry 0: predicateType: https://vitrine.dev/build/v7")
          .contains("remedy:        update this tool")
          .doesNotContainIgnoringCase("tamper");

      Command itself = check(record);
      assertThat(itself.exitCode()).isZero();
      assertThat(itself.output())
          .startsWith("VERIFIED: record is itself entry 0 of ")
          .contains("not proven:    anything that this entry says");
      assertThat(check(Files.writeString(folder.resolve("other"), "other"), "--scan").exitCode())
          .isEqualTo(10);
    }
  }

  private static byte[] newerRecord() {
    String payload =
        """
        {"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"setup.bin",\
        "digest":{"sha256":"%s"}}],"predicateType":"https://vitrine.dev/build/v7","predicate":{}}"""
            .formatted(Vendor.sha256("the installer"));
    return Envelope.newBuilder()
        .setPayload(ByteString.copyFromUtf8(payload))
        .setPayloadType("application/vnd.in-toto+json")
        .addSignatures(
            Signature.newBuilder()
                .setKeyid("0".repeat(64))
                .setSig(ByteString.copyFrom(new byte[64])))
        .build()
        .toByteArray();
  }
}
