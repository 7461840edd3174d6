package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.vitrine.admission.FileAndKeyRows;
import dev.vitrine.admission.LookupKeys;
import dev.vitrine.admission.LookupRow;
import dev.vitrine.admission.RandomRecords;
import dev.vitrine.admission.TestLog;
import dev.vitrine.record.Envelope;
import dev.vitrine.server.config.Config;
import dev.vitrine.server.crash.CrashPoint;
import dev.vitrine.server.storage.StoreException;
import dev.vitrine.server.storage.rocksdb.KilledMigration;
import dev.vitrine.server.storage.rocksdb.OldStore;
import dev.vitrine.server.storage.rocksdb.RocksLogStore;
import dev.vitrine.server.storage.rocksdb.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A store that an earlier version wrote is completed; one of a later version is left alone. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StoreMigrationTest {
  private static final int RECORDS = 120;

  @TempDir private Path folder;

  private final TestLog model = TestLog.ready();

  private LogServer start() throws IOException {
    Path policy = folder.resolve("root-policy.json");
    if (!Files.exists(policy)) {
      Files.writeString(policy, json(model.entries.get(0)));
    }
    Config config = TestServers.recordsConfig(folder, policy);
    return LogServer.start(
        config, TestServers.parts().withClock(Clock.fixed(TestLog.NOW, ZoneOffset.UTC)));
  }

  private static String json(byte[] entry) {
    try {
      return Envelope.parse(entry).json();
    } catch (dev.vitrine.record.RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private Path store() {
    return folder.resolve("data").resolve("store");
  }

  /** A log of random records, its store as an earlier version left it. */
  private void writeOldLog() throws Exception {
    RandomRecords random = new RandomRecords(model, 11);
    while (model.entries.size() < RECORDS) {
      model.append(random.next());
    }
    try (LogServer server = start()) {
      for (byte[] blob : model.blobs.values()) {
        server.context().reads().putBlob(blob);
      }
      for (byte[] entry : model.entries.subList(1, model.entries.size())) {
        // One by one: records that follow from others must not overtake them in the checks.
        TestServers.append(server, List.of(entry));
      }
    }
    OldStore.makeFirstFormat(store());
  }

  private interface Starts {
    void run() throws Exception;
  }

  private static List<ILoggingEvent> migrations(Starts during) throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("vitrine");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      during.run();
    } finally {
      log.detachAppender(lines);
    }
    return lines.list.stream().filter(l -> l.getMessage().equals("STORE_MIGRATED")).toList();
  }

  private List<LookupRow> missing(RocksLogStore store) throws StoreException {
    List<LookupRow> missing = new ArrayList<>();
    for (int i = 0; i < model.entries.size(); i++) {
      for (LookupRow row : FileAndKeyRows.of(model.entries.get(i))) {
        if (!store.lookup(row.key(), i - 1L, 1, false).indices().contains((long) i)) {
          missing.add(row);
        }
      }
    }
    return missing;
  }

  @Test
  void start_storeOfFormatOne_completesTheRowsOnceAndSaysSo() throws Exception {
    writeOldLog();
    try (RocksLogStore old = RocksLogStore.open(store(), StoreOptions.small())) {
      assertThat(missing(old)).hasSizeGreaterThan(10);
    }

    byte[] rootKey = LookupKeys.aboutKey(TestLog.id(model.roots.get(0)));
    List<ILoggingEvent> lines =
        migrations(
            () -> {
              try (LogServer server = start()) {
                assertThat(server.context().reads().lookup(rootKey, -1, 10, false).indices())
                    .contains(0L);
              }
              start().close();
            });

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getKeyValuePairs().toString())
        .contains("from=\"1\"", "to=\"2\"", "size=\"" + RECORDS + "\"");
    try (RocksLogStore completed = RocksLogStore.open(store(), StoreOptions.small())) {
      assertThat(missing(completed)).isEmpty();
      assertThat(completed.format()).isEqualTo(2);
    }
  }

  @Test
  void completion_killedInTheMiddle_goesOnWhereItWas() throws Exception {
    writeOldLog();
    Process killed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledMigration.class.getName(),
                store().toString())
            .inheritIO()
            .start();
    assertThat(killed.waitFor()).isEqualTo(CrashPoint.EXIT_CODE);
    try (RocksLogStore half = RocksLogStore.open(store(), StoreOptions.small())) {
      assertThat(half.format()).isEqualTo(1);
      assertThat(missing(half)).isNotEmpty();
      List<byte[]> asked = new ArrayList<>();
      half.completeLookups(
          half.head().size(),
          entry -> {
            asked.add(entry);
            return FileAndKeyRows.of(entry).stream().map(LookupRow::key).toList();
          });
      assertThat(asked).hasSize(RECORDS - KilledMigration.COMPLETED);
      assertThat(missing(half)).isEmpty();
      assertThat(half.format()).isEqualTo(2);
    }
  }

  @Test
  void start_storeOfANewerFormat_refusedByNameAndLeftAsItWas() throws Exception {
    start().close();
    OldStore.setFormat(store(), "3");
    assertThatThrownBy(this::start)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("store format: 3 (expected: at most 2)")
        .hasMessageContaining("newer version of Vitrine");
    OldStore.setFormat(store(), "2");
    start().close();
  }

  @Test
  void start_openLogOfFormatOne_isMarkedAndNothingLookedFor() throws Exception {
    Path open = folder.resolve("open");
    try (LogServer server = TestServers.start(open)) {
      TestServers.publish(server, model.entries);
    }
    OldStore.setFormat(open.resolve("store"), "1");

    List<ILoggingEvent> lines = migrations(() -> TestServers.start(open).close());

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).getKeyValuePairs().toString()).contains("rows=\"0\"");
  }
}
