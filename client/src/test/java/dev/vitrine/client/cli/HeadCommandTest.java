package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.TestLog;
import dev.vitrine.client.TileServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code vitrine head} says of a log, with its exit code. */
class HeadCommandTest extends VitrineFixture {

  @Test
  void head_ofHonestLog_saysWhoSignedAndWhatIsNotProven() {
    assertThat(vitrine("head")).isZero();
    assertThat(out)
        .startsWith("VERIFIED: test.example/log has 700 entries")
        .contains(log.root(700).hex())
        .contains("signed by:     test.example/log (Ed25519, key ")
        .contains("not proven:    that everybody is shown this history")
        .contains("first head of it seen here");
    assertThat(vitrine("head")).isZero();
    assertThat(out).contains("remembered size: 700").doesNotContain("first head");
  }

  @Test
  void head_asJson_isOneObjectWithTheSameFacts() throws Exception {
    assertThat(vitrine("head", "--json")).isZero();
    assertThat(json().get("verdict").asText()).isEqualTo("VERIFIED");
    assertThat(json().get("size").asLong()).isEqualTo(700);
    assertThat(json().get("root").asText()).isEqualTo(log.root(700).hex());
    assertThat(json().get("signedBy")).hasSize(1);
    assertThat(json().get("notProven")).hasSize(2);
  }

  @Test
  void head_ofForkedLog_exits13AndWritesEvidenceThatIsNamed() throws Exception {
    vitrine("head");
    server.show(TestLog.of(800, "other"), 800);
    assertThat(vitrine("head", "--json")).isEqualTo(13);
    assertThat(json().get("verdict").asText()).isEqualTo("LOG FORKED");
    Path evidence = Path.of(json().get("evidence").asText());
    dev.vitrine.client.ForkEvidence.parse(Files.readString(evidence)).verify();
  }

  @Test
  void head_ofOlderHead_exits14() {
    vitrine("head");
    server.show(log, 600);
    assertThat(vitrine("head")).isEqualTo(14);
    assertThat(err).startsWith("STALE HEAD: ").contains("remedy:");
  }

  @Test
  void head_ofAWebPage_exits16AndDoesNotReadLikeTampering() {
    server.lie(
        "checkpoint", exchange -> TileServer.respond(exchange, 200, "text/html", new byte[] {'<'}));
    assertThat(vitrine("head")).isEqualTo(16);
    assertThat(err).startsWith("LOG UNREACHABLE: ").doesNotContainIgnoringCase("tamper");
  }

  @Test
  void head_signedBySomebodyElse_exits17() throws Exception {
    server.lie("checkpoint", TestLog.of(1, "x").head(1).encode());
    byte[] note = log.head(700).encode();
    note[note.length - 10] ^= 4;
    server.lie("checkpoint", note);
    assertThat(vitrine("head")).isEqualTo(17);
    assertThat(err).startsWith("UNTRUSTED: ");
  }
}
