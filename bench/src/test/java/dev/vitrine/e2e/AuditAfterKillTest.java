package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.Acknowledgement;
import dev.vitrine.client.AppendSession;
import dev.vitrine.client.FileTrustStore;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogClientBuilder;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.server.Main;
import dev.vitrine.server.crash.CrashPoint;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server's process dies while a client appends, killed (-9) or at a named step; then {@code
 * vitrine audit} reads the data folder that it left, and the log as the next server shows it, and
 * both must be clean.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AuditAfterKillTest {
  private static final int ENOUGH = 1_000;
  private static final int LONG_KILLS = 40;
  private static final int SEED = 20261124;

  @TempDir Path folder;
  private final List<String> vkeys = new ArrayList<>();
  private final List<Acknowledgement> promises = new ArrayList<>();
  private AuditScript script;
  private RunningProcess server;
  private String http = "";
  private long audited;
  private int number;
  private volatile CompletableFuture<Void> enough = new CompletableFuture<>();

  /** Returns when the server is dead. */
  private interface Death {
    void await() throws Exception;
  }

  @BeforeEach
  void start() throws Exception {
    script = new AuditScript(folder.resolve("script"));
    Files.writeString(
        folder.resolve("server.yaml"),
        """
        data-folder: %s
        listen: 127.0.0.1:0
        admin-listen: "off"
        admission: open
        store:
          write-buffer: 256KiB
        """
            .formatted(data()));
    startServer();
    vkeys.addAll(server.seen("vkey"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void server_killedUnderLoad_auditOfItsFolderAndOfTheNextServerIsClean() throws Exception {
    killAndAudit(0);
    assertThat(audited).isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  @Tag("long")
  void server_killedAtRandomAndAtEveryStepUnderLoad_auditIsCleanEachTime() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < LONG_KILLS; i++) {
      killAndAudit(random.nextInt(500));
    }
    for (CrashPoint point : CrashPoint.values()) {
      server.close();
      startServer("-D" + CrashPoint.PROPERTY + "=" + point + ":" + (3 + random.nextInt(10)));
      dieAndAudit(() -> assertThat(server.exitCode()).isEqualTo(CrashPoint.EXIT_CODE));
    }
    System.out.printf(
        "%d kill -9 and %d deaths at named steps under load, %,d acknowledged entries, %,d in the"
            + " log; vitrine audit was clean over the folder and over HTTP each time%n",
        LONG_KILLS, CrashPoint.values().length, promises.size(), audited);
  }

  private void killAndAudit(int millis) throws Exception {
    CompletableFuture<Void> loaded = new CompletableFuture<>();
    enough = loaded;
    dieAndAudit(
        () -> {
          loaded.get(60, TimeUnit.SECONDS);
          server.killAfter(millis);
        });
    assertThat(loaded).isCompleted();
  }

  private void dieAndAudit(Death death) throws Exception {
    appendUntil(death);
    long head = requireClean(script.run(data()));
    assertThat(script.temporary()).as("nothing left behind").isEmptyDirectory();
    startServer();
    requireAllThere();
    audited = requireClean(script.run(http, "--policy", data().resolve("log.policy")));
    assertThat(audited).as("no checkpoint was withdrawn").isGreaterThanOrEqualTo(head);
  }

  private void appendUntil(Death death) throws Exception {
    ConcurrentLinkedQueue<Acknowledgement> acknowledged = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> dead = new CompletableFuture<>();
    int asked = 0;
    try (LogClient client = client().appendPatience(Duration.ofMillis(1)).build();
        AppendSession session = client.appends()) {
      new Thread(() -> awaitDeath(death, dead), "death").start();
      while (!dead.isDone()) {
        session
            .append(entry(number++))
            .whenComplete(
                (acknowledgement, failure) -> {
                  if (failure == null) {
                    acknowledged.add(acknowledgement);
                    if (acknowledged.size() >= ENOUGH) {
                      enough.complete(null);
                    }
                  }
                });
        asked++;
      }
      dead.get();
    }
    assertThat(acknowledged.size()).as("killed under load").isLessThan(asked);
    promises.addAll(acknowledged);
  }

  private static void awaitDeath(Death death, CompletableFuture<Void> dead) {
    try {
      death.await();
      dead.complete(null);
    } catch (Exception | AssertionError e) {
      dead.completeExceptionally(e);
    }
  }

  private void requireAllThere() throws Exception {
    long last = promises.stream().mapToLong(Acknowledgement::index).max().orElseThrow();
    try (LogClient client = client().build()) {
      // The client remembers the heads that it has seen: this one must extend them.
      VerifiedHead head = client.awaitHead(last + 1, Duration.ofSeconds(60));
      client.requireLeaves(promises, head);
    }
  }

  private static long requireClean(Command audit) {
    assertThat(audit.exitCode()).as("%s", audit).isZero();
    String clean = audit.output().lines().filter(l -> l.startsWith("CLEAN: ")).findAny().orElse("");
    assertThat(clean).as("%s", audit).endsWith(" entries and all tiles hash to the signed root");
    return Long.parseLong(clean.split(" ")[1].replace(",", ""));
  }

  private void startServer(String... flags) throws Exception {
    server =
        RunningProcess.start(
            folder.resolve("server.log"),
            List.of(flags),
            Main.class,
            "--config",
            folder.resolve("server.yaml").toString());
    http = server.await("address");
  }

  private LogClientBuilder client() {
    return LogClient.builder()
        .log(http)
        .appendTo("grpc://" + URI.create(http).getAuthority())
        .vkeys(vkeys.toArray(String[]::new))
        .trustStore(FileTrustStore.in(folder.resolve("trust")));
  }

  private Path data() {
    return folder.resolve("it's data");
  }

  private static byte[] entry(int number) {
    return ("entry " + number + " " + "x".repeat(number % 300)).getBytes(StandardCharsets.UTF_8);
  }
}
