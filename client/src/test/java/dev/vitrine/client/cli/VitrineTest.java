package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.client.TestLog;
import dev.vitrine.note.SignerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** The commands that read a log, their usage and their help. */
class VitrineTest extends VitrineFixture {

  @Test
  void file_thatIsNotThere_isUsageAndNoFaultOfTheLog() {
    for (String[] command :
        new String[][] {
          {"head", "--log", server.url(), "--policy", "no-such-file"},
          {"append", "no-such-file", "--log", server.url(), "--vkey", log.vkey()},
        }) {
      assertThat(plain(command)).as(err).isEqualTo(2);
      assertThat(err).startsWith("USAGE: ").contains("no-such-file");
    }
  }

  @Test
  void anyCommand_withoutKeys_exits2AndSaysWhatIsMissing() {
    assertThat(plain("head", "--log", server.url())).isEqualTo(2);
    assertThat(err).contains("--policy FILE, --vkey VKEY");
  }

  @Test
  void unknownCommandOrOption_exits2() {
    assertThat(plain("hed")).isEqualTo(2);
    assertThat(vitrine("head", "--frobnicate")).isEqualTo(2);
    assertThat(plain()).isEqualTo(2);
    assertThat(plain("proof")).isEqualTo(2);
  }

  @Test
  void help_listsEveryCommand() {
    assertThat(plain("--help")).isZero();
    assertThat(out).contains(Commands.NAMES);
  }

  @Test
  void get_writesTheEntryUnchanged() throws Exception {
    Path file = folder.resolve("entry");
    assertThat(vitrine("get", "300", "-o", file.toString())).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(log.entry(300));
    assertThat(vitrine("get", "300")).isZero();
    assertThat(out).contains("honest 300");
  }

  @Test
  void get_beyondTheLog_exits10() {
    assertThat(vitrine("get", "700")).isEqualTo(10);
  }

  @Test
  void get_ofAnEntryThatSteersTerminals_printsItHarmless() {
    server.show(
        log,
        log.add("\u001b[2J\u202eevil\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)) + 1);
    assertThat(vitrine("get", "700")).isZero();
    assertThat(out).doesNotContain("\u001b").doesNotContain("\u202e").contains("evil");
  }

  @Test
  void tail_printsTheNewestEntriesWithTheirIndices() {
    assertThat(vitrine("tail", "-n", "3")).isZero();
    assertThat(out.lines().map(line -> line.substring(0, 3))).containsExactly("697", "698", "699");
  }

  @Test
  void tail_following_goesOnUntilTheSizeAskedFor() throws Exception {
    Thread grower =
        new Thread(
            () -> {
              while (server.requests().stream().filter("checkpoint"::equals).count() < 2) {
                Thread.onSpinWait();
              }
              long size = log.add(new byte[] {'n'}) + 1;
              server.show(log, size);
            });
    grower.start();
    assertThat(vitrine("tail", "-n", "1", "--follow", "--until", "701", "--json")).isZero();
    grower.join();
    assertThat(out.lines()).hasSize(2);
  }

  @Test
  void proofs_ofEveryKind_areVerified() throws Exception {
    assertThat(vitrine("proof", "inclusion", "--index", "5")).isZero();
    assertThat(vitrine("proof", "consistency", "256", "--json")).isZero();
    assertThat(json().get("oldRoot").asText()).isEqualTo(log.root(256).hex());
    Path old = Files.write(folder.resolve("old"), log.head(99).encode());
    assertThat(vitrine("proof", "consistency", old.toString())).isZero();
    Path foreign =
        Files.write(folder.resolve("foreign"), TestLog.of(99, "other").head(99).encode());
    assertThat(vitrine("proof", "consistency", foreign.toString())).isEqualTo(17);
  }

  @Test
  void proofBundle_verifiedOffline_opensNoConnectionAndRefusesAnAlteredFile() throws Exception {
    Path entry = Files.write(folder.resolve("entry"), log.entry(44));
    Path proof = folder.resolve("entry.tlog-proof");
    assertThat(vitrine("proof", "bundle", "--file", entry.toString(), "-o", proof.toString()))
        .isZero();
    server.close();
    String[] verify = {
      "proof", "verify", "--proof", proof.toString(), "--vkey", log.vkey(), entry.toString()
    };
    assertThat(plain(verify)).isZero();
    assertThat(out).contains("entry 44 of test.example/log").contains("no connection was made");
    Files.write(entry, TestLog.flipped(log.entry(44), 3));
    assertThat(plain(verify)).isEqualTo(11);
    Files.writeString(proof, Files.readString(proof).replace("tlog-proof@v1", "tlog-proof@v9"));
    assertThat(plain(verify)).isEqualTo(15);
  }

  @Test
  void audit_ofFolderAndUrl_isCleanAndNamesAFault() throws Exception {
    Path files = folder.resolve("files");
    log.writeTo(files, 700);
    String[] audit = {"audit", files.toString(), "--vkey", log.vkey(), "--forget", "--json"};
    assertThat(plain(audit)).isZero();
    assertThat(json().get("entriesRead").asInt()).isEqualTo(700);
    assertThat(vitrine("audit")).isZero();
    assertThat(out).startsWith("CLEAN: 700 entries");
    Path bundle = files.resolve("tile/entries/001");
    Files.write(bundle, TestLog.flipped(Files.readAllBytes(bundle), 1000));
    assertThat(plain(audit)).isEqualTo(1);
    assertThat(json().get("place").asText()).startsWith("tile/entries/001, entry ");
  }

  @Test
  void keygen_writesAPrivateFileOnceAndPrintsTheVkey() throws Exception {
    Path key = folder.resolve("key");
    assertThat(plain("keygen", "a.example/log", "-o", key.toString(), "--json")).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    assertThat(SignerKey.parse(Files.readString(key).strip()).verifierKey().toString())
        .isEqualTo(json().get("vkey").asText());
    assertThat(out).doesNotContain("PRIVATE+KEY");
    assertThat(plain("keygen", "a.example/log", "-o", key.toString())).isEqualTo(1);
    assertThat(plain("keygen", "a.example/log", "--type", "ML_DSA_44", "-o", key + "2")).isZero();
  }

  @Test
  void rehearse_runsTheCommonCommands() {
    assertThat(plain("rehearse")).isZero();
  }
}
