package dev.vitrine.server;

import dev.vitrine.admission.TestLog;
import dev.vitrine.admission.TestRecords;
import dev.vitrine.server.api.listen.ApiServer;
import dev.vitrine.server.config.Config;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A real server of records on a port of its own whose root policy is entry 0 of {@link #model}; the
 * test appends the other entries.
 */
public final class ServedRecords implements AutoCloseable {
  public final TestLog model = TestLog.ready();
  public final TestRecords records = new TestRecords(model);

  private final LogServer server;

  /** Starts over {@code folder}/data, unless the settings name another folder. */
  public ServedRecords(Path folder, Map<String, String> settings) throws IOException {
    this(folder, settings, parts -> parts);
  }

  public ServedRecords(Path folder, Map<String, String> settings, UnaryOperator<Parts> parts)
      throws IOException {
    Path policy = Files.write(folder.resolve("root-policy"), model.entries.get(0));
    Config config = TestServers.recordsConfig(folder, policy).with("listen", "127.0.0.1:0");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    server =
        LogServer.start(
            config,
            parts.apply(
                Parts.standard(failure -> {})
                    .withClock(Clock.fixed(TestLog.NOW, ZoneOffset.UTC))
                    .withApis(List.of(new ApiServer()))));
  }

  public LogServer server() {
    return server;
  }

  public URI address() {
    return URI.create(server.addresses().get(0));
  }

  /** Stores what the model's records name as documents. */
  public void putBlobs() throws IOException {
    for (byte[] blob : model.blobs.values()) {
      server.context().reads().putBlob(blob);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
