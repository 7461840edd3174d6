package dev.vitrine.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z.-]+)` \\| ([^|]*) \\|(?: `([^`]+)`)? \\|.*\\|$");

  @TempDir Path folder;

  @Test
  void document_everyKey_sameFormAndDefaultAsCode() throws Exception {
    List<String> documented = new ArrayList<>();
    Path file = Path.of(System.getProperty("vitrine.root"), "docs", "configuration.md");
    for (String line : Files.readAllLines(file)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String fallback = row.group(3) == null ? "" : row.group(3);
        documented.add(row.group(1) + " | " + row.group(2) + " | " + fallback);
      }
    }
    List<String> inCode =
        Settings.all().stream()
            .map(s -> s.key() + " | " + s.form() + " | " + s.defaultValue())
            .toList();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(inCode);
  }

  @Test
  void defaults_noFile_areTheDesigns() {
    Config config = Config.defaults();
    assertThat(config.listen()).isEqualTo(new HostPort("127.0.0.1", 6962));
    assertThat(config.dataFolder()).isEqualTo(Path.of("./vitrine-data"));
    assertThat(config.admission()).isEqualTo(AdmissionMode.RECORDS);
    assertThat(config.checkpointInterval()).isEqualTo(Duration.ofMillis(100));
    assertThat(config.origin()).isEmpty();
    assertThat(config.tls()).isEmpty();
    assertThat(config.checkThreads()).isPositive();
  }

  @Test
  void load_exampleOfThePackage_isRead() throws Exception {
    Config config =
        load(
            """
            data-folder: /var/lib/vitrine
            listen: 0.0.0.0:6962
            admission: open
            queue:
              entries: 10000
            """);
    assertThat(config.dataFolder()).isEqualTo(Path.of("/var/lib/vitrine"));
    assertThat(config.listen()).isEqualTo(new HostPort("0.0.0.0", 6962));
    assertThat(config.admission()).isEqualTo(AdmissionMode.OPEN);
    assertThat(config.queueEntries()).isEqualTo(10_000);
  }

  @Test
  void load_emptyFile_givesDefaults() throws Exception {
    assertThat(load("").queueEntries()).isEqualTo(16_384);
  }

  @Test
  void load_unknownKey_namesItAndGuesses() {
    assertThatThrownBy(() -> load("entries: 5"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("unknown key: entries")
        .hasMessageContaining("queue.entries");
  }

  @Test
  void load_repeatedKey_refused() {
    assertThatThrownBy(() -> load("listen: a:1\nlisten: a:2"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("listen");
  }

  @Test
  void load_dottedKey_refused() {
    assertThatThrownBy(() -> load("queue.entries: 5"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void load_list_refused() {
    assertThatThrownBy(() -> load("listen: [a, b]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("listen")
        .hasMessageContaining("single value");
  }

  @ParameterizedTest
  @CsvSource({
    "listen, nowhere, host:port",
    "listen, host:70000, 0..65535",
    "listen, ::1:80, IPv6",
    "queue.entries, 0, 1..10000000",
    "queue.entries, many, whole number",
    "queue.bytes, 5MB, MiB",
    "checkpoint-interval, 5, ms",
    "checkpoint-interval, 2h, 1ms",
    "admission, closed, records or open",
    "store.verify-at-start, yes, true or false",
    "origin, log+one, visible ASCII",
    "tls.key-file, key.pem, both or none",
  })
  void of_badValue_namesKeyAndExpectation(String key, String value, String expected) {
    assertThatThrownBy(() -> Config.of(Map.of(key, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(expected);
  }

  @Test
  void of_maxAgeBelowInterval_refused() {
    assertThatThrownBy(
            () -> Config.of(Map.of("checkpoint-max-age", "1s", "checkpoint-interval", "2s")))
        .hasMessageContaining("checkpoint-max-age");
  }

  @Test
  void adminListen_off_isEmpty() {
    assertThat(Config.of(Map.of("admin-listen", "off")).adminListen()).isEmpty();
  }

  @Test
  void with_oneKey_leavesTheOthers() {
    Config config = Config.of(Map.of("queue.entries", "7")).with("batch.entries", "3");
    assertThat(config.queueEntries()).isEqualTo(7);
    assertThat(config.batchEntries()).isEqualTo(3);
  }

  private Config load(String yaml) throws Exception {
    Path file = folder.resolve("config.yaml");
    Files.writeString(file, yaml);
    return Config.load(file);
  }
}
