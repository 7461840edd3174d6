package dev.vitrine.bench.peer;

import dev.vitrine.bench.load.Endpoint;
import dev.vitrine.bench.process.ServerProcess;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts Tessera's POSIX conformance server. */
public final class TesseraServer {

  private static final Duration START = Duration.ofSeconds(30);

  private TesseraServer() {}

  /**
   * @param binary the built {@code cmd/conformance/posix}
   * @param work a folder for its data, key and output
   * @param antispam with its (best-effort) duplicate detection
   */
  public static RunningLog start(Path binary, Path work, boolean antispam)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(work).resolve("data");
    SignerKey signer = key();
    Path keyFile = Files.writeString(work.resolve("key"), signer.encodePrivate());
    int port = ServerProcess.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                binary.toString(),
                "--storage_dir=" + data,
                "--listen=127.0.0.1:" + port,
                "--private_key=" + keyFile));
    if (antispam) {
      command.add("--antispam");
    }
    ServerProcess process =
        ServerProcess.start("tessera", command, Map.of(), work.resolve("tessera.log"));
    process.awaitOk("http://127.0.0.1:" + port + "/checkpoint", START);
    return RunningLog.started(
        new Endpoint("127.0.0.1", port, ""), signer.verifierKey(), process, data);
  }

  private static SignerKey key() {
    try {
      return SignerKey.generate("bench.example/tessera", SignatureType.ED25519);
    } catch (NoteFormatException e) {
      throw new IllegalStateException("a valid name was refused", e);
    }
  }
}
