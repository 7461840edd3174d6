package dev.vitrine.client.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.client.testing.FakeLog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogListTest {
  private static final String VKEY = FakeLog.named("log.example/a").verifierKey().toString();
  private static final String OTHER = FakeLog.named("log.example/a").verifierKey().toString();

  @TempDir Path folder;

  @Test
  void list_withCommentsBlanksAndOrigin_isRead() throws Exception {
    LogList list =
        LogList.parse(
            "\n# a list\n \tlogs/v0\n\nvkey "
                + VKEY
                + "\n\torigin other origin \nqpd 86400\n# who\ncontact a@example\n");

    assertThat(list.logs())
        .singleElement()
        .satisfies(
            log -> {
              assertThat(log.key()).hasToString(VKEY);
              assertThat(log.origin()).isEqualTo("other origin");
              assertThat(log.queriesPerDay()).isEqualTo(86400);
              assertThat(log.contact()).isEqualTo("a@example");
            });
    assertThat(LogList.parse(list.encode())).isEqualTo(list);
  }

  @Test
  void origin_missing_isTheKeysName() throws Exception {
    assertThat(LogList.parse("logs/v0\n" + log("1")).logs().get(0).origin())
        .isEqualTo("log.example/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "01", "-1", "2147483648", "99999999999", "x", ""})
  void qpd_outOfRange_isRefused(String qpd) {
    assertThatThrownBy(() -> LogList.parse("logs/v0\n" + log(qpd)))
        .isInstanceOf(LogListException.class);
  }

  @Test
  void lines_missingOrDisordered_areRefused() {
    for (String text :
        List.of(
            "",
            "vkey " + VKEY,
            "logs/v1\n",
            "logs/v0\nvkey " + VKEY + "\n",
            "logs/v0\nvkey " + VKEY + "\nqpd 1\n",
            "logs/v0\nvkey " + VKEY + "\ncontact a\nqpd 1\n",
            "logs/v0\nvkey " + VKEY.replace("+", "-") + "\nqpd 1\ncontact a\n",
            "logs/v0\n" + log("1") + log("1"),
            "logs/v0\n" + log("1") + "more\n")) {
      assertThatThrownBy(() -> LogList.parse(text)).as(text).isInstanceOf(LogListException.class);
    }
  }

  @Test
  void logs_learnedOnce_areNeitherDroppedNorChanged() throws Exception {
    LearnedLogs learned = LearnedLogs.open(folder);
    learned.learn(LogList.parse("logs/v0\n" + log("5")));
    learned.learn(LogList.parse("logs/v0\n"));
    learned.learn(LogList.parse("logs/v0\nvkey " + OTHER + "\nqpd 7\ncontact b\n"));

    assertThat(LearnedLogs.open(folder).logs())
        .singleElement()
        .satisfies(log -> assertThat(log.key()).hasToString(VKEY));
  }

  private static String log(String qpd) {
    return "vkey " + VKEY + "\nqpd " + qpd + "\ncontact a\n";
  }
}
