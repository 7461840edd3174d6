package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.http.HttpEndpoint;
import dev.vitrine.client.http.Response;
import dev.vitrine.client.testing.FakeLog;
import dev.vitrine.client.witness.WatchedLog;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.VerifierKey;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which logs a witness cosigns, by its command line. */
class WatchedLogsTest {
  private static final VerifierKey ONE = FakeLog.named("log.example/a").verifierKey();
  private static final VerifierKey TWO =
      FakeLog.newKey("log.example/a", SignatureType.ML_DSA_44_COSIGNATURE).verifierKey();
  private static final VerifierKey LISTED = FakeLog.named("log.example/listed").verifierKey();

  @TempDir Path state;

  private final StringWriter said = new StringWriter();

  @Test
  void keys_ofOneOrigin_areOneLogs() throws Exception {
    assertThat(read(List.of(ONE, TWO)))
        .singleElement()
        .satisfies(log -> assertThat(log.keys()).containsExactly(ONE, TWO));
  }

  @Test
  void log_namedAndListed_isTheOneNamed() throws Exception {
    Path list = list(LISTED);
    assertThat(read(List.of(LISTED), list.toString()))
        .containsExactly(new WatchedLog(LISTED.name(), List.of(LISTED), 3));
  }

  @Test
  void log_listed_mayBeAskedAboutAsOftenAsItsListSays() throws Exception {
    assertThat(read(List.of(), list(LISTED).toString()))
        .containsExactly(new WatchedLog(LISTED.name(), List.of(LISTED), 2));
  }

  @Test
  void list_thatCannotBeFetchedOrRead_leavesWhatWasLearned() throws Exception {
    read(List.of(), list(LISTED).toString());
    try (HttpEndpoint spoiled =
        HttpEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            2,
            request ->
                request.path().equals("/spoiled")
                    ? Response.text(200, "<html>\n")
                    : Response.text(500, "no\n"))) {
      assertThat(read(List.of(), spoiled.url() + "/", spoiled.url() + "/spoiled"))
          .extracting(WatchedLog::origin)
          .containsExactly(LISTED.name());
    }
    assertThat(said.toString())
        .contains("status 500", "first line is not \"logs/v0\"", "with the 1 logs of earlier");
  }

  @Test
  void list_thatIsAFile_mustBeThereAndBeOne() throws Exception {
    assertThatThrownBy(() -> read(List.of(ONE), "/no/such/list"))
        .isInstanceOf(NoSuchFileException.class);
    Path no = Files.writeString(state.resolve("no"), "logs/v1\n");
    assertThatThrownBy(() -> read(List.of(ONE), no.toString()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("logs/v0");
  }

  @Test
  void noLogAtAll_isUsage() {
    assertThatThrownBy(() -> read(List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--log");
  }

  @Test
  void log_withTheWitnesssOwnName_isRefusedOrLeftOut() throws Exception {
    VerifierKey own = FakeLog.named("witness.example/w").verifierKey();
    assertThatThrownBy(() -> read(List.of(own)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("own");
    assertThat(read(List.of(ONE), list(own).toString())).hasSize(1);
    assertThat(said.toString()).contains("own name");
  }

  @Test
  void key_malformed_isUsage() {
    WatchedLogs logs = new WatchedLogs(List.of("x+1"), 3, List.of(), "w", new PrintWriter(said));
    assertThatThrownBy(() -> logs.read(state))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--log x+1: ");
  }

  private List<WatchedLog> read(List<VerifierKey> keys, String... lists) throws Exception {
    PrintWriter err = new PrintWriter(said, true);
    return new WatchedLogs(
            keys.stream().map(VerifierKey::toString).toList(),
            3,
            List.of(lists),
            "witness.example/w",
            err)
        .read(state);
  }

  private Path list(VerifierKey key) throws Exception {
    return Files.writeString(
        state.resolve("list"), "logs/v0\n\nvkey " + key + "\nqpd 172800\ncontact a\n");
  }
}
