package dev.vitrine.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.note.SignatureType;
import dev.vitrine.note.SignerKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code vitrine check} as a customer runs it, against the real server in a process of its own,
 * with a real witness: every verdict that an honest server can give, with its exit code and its
 * words.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckAgainstServerTest {
  @TempDir static Path folder;
  @TempDir Path own;
  private static Vendor vendor;

  @BeforeAll
  static void publish() throws Exception {
    vendor = new Vendor(folder);
  }

  @AfterAll
  static void stop() {
    vendor.close();
  }

  private static Command check(Path file, Object... more) {
    return check(vendor.witnessed, file, more);
  }

  private static Command check(Path policy, Path file, Object... more) {
    List<Object> options = new ArrayList<>(vendor.options(policy, "trust"));
    options.addAll(Arrays.asList(more));
    return Command.run(options, "check", file);
  }

  private Path altered(String name) throws Exception {
    return Files.writeString(own.resolve(name), "altered");
  }

  private static Command lookup(Object... question) {
    List<Object> options = new ArrayList<>(vendor.options(vendor.witnessed, "trust"));
    options.addAll(Arrays.asList(question));
    return Command.run(options, "lookup", "--json");
  }

  @Test
  void lookup_whatIsKnownAboutAnEntry_andEachKeyThatFindsIt() throws Exception {
    Command about = lookup("--target", vendor.setup);
    assertThat(about.exitCode()).as(about.output()).isZero();
    assertThat(about.json().get("summary").asText())
        .isEqualTo("2 rebuild records, 1 countersign record about entry " + vendor.setup);
    for (List<Object> key :
        List.<List<Object>>of(
            List.of("--purl", "pkg:generic/suite@1.2"),
            List.of("--product", "Suite", "--of-version", "1.2"),
            List.of("--file-name", "setup.bin"),
            List.of("--stream", "av/linux", "--sequence", 1))) {
      Command found = lookup(key.toArray());
      assertThat(found.exitCode()).as(found.output()).isZero();
      assertThat(found.json().get("record").get(0).get("entry").asLong())
          .isEqualTo(key.contains("av/linux") ? vendor.update : vendor.setup);
    }
  }

  @Test
  void lookup_newestFirst_inPagesOfOne_isTheWholeListBackwards() throws Exception {
    List<String> forward = lookup("--product", "Suite").json().findValuesAsText("entry");
    List<String> backward = new ArrayList<>();
    List<Object> page = List.of();
    boolean more;
    do {
      List<Object> question = new ArrayList<>(List.of("--product", "Suite", "--newest-first"));
      question.addAll(List.of("-n", 1));
      question.addAll(page);
      JsonNode answer = lookup(question.toArray()).json();
      backward.addAll(answer.findValuesAsText("entry"));
      more = answer.has("nextPage");
      page = more ? List.of((Object[]) answer.get("nextPage").asText().split(" ")) : page;
    } while (more && backward.size() < 10);
    Collections.reverse(backward);
    assertThat(backward).isEqualTo(forward).hasSizeGreaterThan(1);
  }

  @Test
  void releasedFile_isVerifiedAndEverythingIsNamed() {
    Command run = check(vendor.received.resolve("setup.bin"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .startsWith(
            "VERIFIED: entry %d of %s, signed by Vendor AG as PIPELINE"
                .formatted(vendor.setup, Vendor.ORIGIN))
        .contains("product:       Suite", "version:       1.2", "index:         " + vendor.setup)
        .contains("signers:       Vendor AG as PIPELINE (ED25519, key ")
        .contains("signers:       Vendor AG as RELEASE_MANAGER (ED25519, key ")
        .contains("rebuilders:    university.example (THIRD_PARTY): GOOD, 1 of 1 files equal")
        .contains("signed by University of Example as REBUILDER")
        .contains("; but 1 rebuilder could not make it from its source")
        .contains("signed by Audit GmbH as SUPERVISOR", "withdrawals:   none")
        .contains("rebuilders:    chaos.example (THIRD_PARTY): BAD, 0 of 1 files equal")
        .contains("countersignatures: SOURCE_MATCHES, by source shown in the review room")
        .contains("head signed by: " + Vendor.ORIGIN + " (ML-DSA-44, key ")
        .containsPattern(
            "witnesses: +w \\(Ed25519 cosignature, key [0-9a-f]{8}, at 20[0-9T:-]+Z\\)")
        .contains("not proven:    that no other withdrawal")
        .contains("not proven:    that the file is harmless")
        .doesNotContain("remedy", "no witness of the policy");
  }

  @Test
  void folder_givesARowAFileAndTheGravestVerdict() throws Exception {
    Files.copy(vendor.received.resolve("setup.bin"), own.resolve("setup.bin"));
    Files.copy(vendor.received.resolve("old.bin"), own.resolve("old.bin"));
    Files.writeString(own.resolve("unknown.bin"), "never released");
    Command run = check(own);
    assertThat(run.exitCode()).isEqualTo(12);
    assertThat(run.output())
        .containsPattern("VERIFIED +%d  setup.bin".formatted(vendor.setup))
        .containsPattern("WITHDRAWN +%d  old.bin".formatted(vendor.withdrawn))
        .containsPattern("NOT IN LOG +-  unknown.bin")
        .contains("WITHDRAWN: 3 files: 1 VERIFIED, 1 NOT IN LOG, 1 WITHDRAWN");
  }

  @Test
  void database_isVerifiedAsAWhole_andAlteredFilesAreNamed() throws Exception {
    Command whole = check(vendor.database);
    assertThat(whole.exitCode()).isZero();
    assertThat(whole.output())
        .contains("VERIFIED: 2 files: 2 VERIFIED", "stream:        av/linux")
        .contains("signers:       Vendor AG as UPDATE_ASSEMBLER")
        .containsPattern("witnesses: +w \\(");
    Path rules = Files.createDirectory(own.resolve("rules"));
    Files.writeString(rules.resolve("a.conf"), "altered");
    Files.writeString(rules.resolve("c.conf"), "foreign");
    Command altered = check(own, "--stream", "av/linux");
    assertThat(altered.exitCode()).isEqualTo(11);
    assertThat(altered.output())
        .contains("holds a file rules/a.conf, and this is not it")
        .contains("holds a file rules/b.conf, and it is missing here")
        .containsPattern("NOT IN LOG +-  rules/c.conf");
  }

  @Test
  void fileThatWasNeverReleased_isNotInLog() throws Exception {
    Command run = check(altered("unknown.bin"));
    assertThat(run.exitCode()).isEqualTo(10);
    assertThat(run.output())
        .startsWith("NOT IN LOG: no record about unknown.bin among the 13 entries")
        .contains("not proven:    that the log holds no such record")
        .doesNotContainIgnoringCase("tamper");
    assertThat(check(altered("unknown.bin"), "--scan").exitCode()).isEqualTo(10);
  }

  @Test
  void alteredFile_differs() throws Exception {
    for (List<String> hint :
        List.<List<String>>of(
            List.of(), List.of("--product", "Suite", "--of-version", "1.2"), List.of("--scan"))) {
      Command run = check(altered("setup.bin"), hint.toArray());
      assertThat(run.exitCode()).isEqualTo(11);
      assertThat(run.output())
          .startsWith("DIFFERS FROM LOG: ")
          .contains("expected sha256: " + Vendor.sha256("the installer"))
          .contains("remedy:        do not install it");
    }
  }

  @Test
  void withdrawnFile_isWithdrawnAndSaysWhy() {
    Command run = check(vendor.received.resolve("old.bin"));
    assertThat(run.exitCode()).isEqualTo(12);
    assertThat(run.output())
        .startsWith(
            "WITHDRAWN: entry %d is withdrawn: VULNERABLE, HIGH: can be made to run anything; STOP"
                .formatted(vendor.withdrawn));
  }

  @Test
  void withdrawnFile_acceptedByTheReader_isVerifiedAndTheWithdrawalStillTold() {
    Command run = check(vendor.received.resolve("old.bin"), "--accept-withdrawn");
    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .startsWith("VERIFIED: ")
        .containsPattern("withdrawals: +.*VULNERABLE, HIGH: can be made to run anything; STOP");
  }

  @Test
  void youngUpdate_markedEmergency_needsNoAge() {
    Command run = check(vendor.database, "--min-age", "1d");
    assertThat(run.exitCode()).describedAs("%s", run).isZero();
    assertThat(check(vendor.received.resolve("setup.bin"), "--min-age", "1d").exitCode())
        .isEqualTo(18);
  }

  @Test
  void headOlderThanAsked_isStaleAndNothingWorse() {
    Path setup = vendor.received.resolve("setup.bin");
    assertThat(check(setup, "--max-age", "3600").exitCode()).isZero();
    // An idle head is signed again only after hours, so it comes to be older than this.
    Command stale = check(setup, "--max-age", "1");
    while (stale.exitCode() == 0) {
      stale = check(setup, "--max-age", "1");
    }
    assertThat(stale.exitCode()).isEqualTo(14);
    assertThat(stale.output() + stale.errors())
        .contains("STALE HEAD: ", "expected: not before ")
        .doesNotContainIgnoringCase("tamper");
  }

  @Test
  void requirementsThatAreNotMet_areNamed() throws Exception {
    Path setup = vendor.received.resolve("setup.bin");
    assertThat(check(setup, "--rebuilders", "1", "--independent").exitCode()).isZero();
    assertThat(check(setup, "--countersign", "SOURCE_MATCHES").exitCode()).isZero();
    Command rebuilders = check(setup, "--rebuilders", "2");
    assertThat(rebuilders.exitCode()).isEqualTo(18);
    assertThat(rebuilders.output()).contains("rebuilders that say GOOD: 1 (expected: at least 2)");
    Command age = check(setup, "--min-age", "1d");
    assertThat(age.exitCode()).isEqualTo(18);
    assertThat(age.output()).startsWith("POLICY NOT MET: ").contains("age of the entry");
    Path require = Files.writeString(own.resolve("require"), "countersign AUDIT_PERIOD_OK\n");
    assertThat(check(setup, "--require", require).exitCode()).isEqualTo(18);
  }

  @Test
  void keysOrWitnessesThatDidNotSign_areUntrusted() throws Exception {
    Path setup = vendor.received.resolve("setup.bin");
    String other =
        SignerKey.generate(Vendor.ORIGIN, SignatureType.ED25519).verifierKey().toString();
    Command key =
        Command.run(List.of("--log", vendor.url(), "--vkey", other, "--forget"), "check", setup);
    assertThat(key.exitCode()).isEqualTo(17);
    assertThat(key.errors()).startsWith("UNTRUSTED: the policy does not accept the head");
    String stranger =
        SignerKey.generate("w2.example", SignatureType.ED25519_COSIGNATURE)
            .verifierKey()
            .toString();
    Path policy =
        Files.writeString(
            own.resolve("policy"),
            Files.readString(vendor.unwitnessed)
                .replace("quorum none", "witness w2 " + stranger + "\nquorum w2"));
    Command quorum = check(policy, setup);
    assertThat(quorum.exitCode()).isEqualTo(17);
    assertThat(quorum.errors()).contains("quorum");
  }

  @Test
  void json_hasEveryFactOfTheText() throws Exception {
    Path setup = vendor.received.resolve("setup.bin");
    check(setup);
    String text = check(setup).output();
    JsonNode answer = check(setup, "--json").json();
    assertThat(answer.get("witnesses")).hasSize(1);
    answer
        .fields()
        .forEachRemaining(
            field -> {
              for (JsonNode value :
                  field.getValue().isArray() ? field.getValue() : List.of(field.getValue())) {
                assertThat(text).contains(value.asText());
              }
            });
  }

  @Test
  void stapledBundle_isCheckedOffline() throws Exception {
    Path bundle = own.resolve("setup.stapled");
    Command.must(
        vendor.options(vendor.witnessed, "trust"), "bundle", "--index", vendor.setup, "-o", bundle);
    Command run = offline(vendor.received.resolve("setup.bin"), "--proof", bundle);
    assertThat(run.exitCode()).isZero();
    assertThat(run.output())
        .startsWith("VERIFIED: setup.bin is in entry %d of ".formatted(vendor.setup))
        .contains("product:       Suite")
        .containsPattern("witnesses: +w \\(Ed25519 cosignature, key [0-9a-f]{8}, at 20")
        .contains("not proven:    that it has not been withdrawn since");
    assertThat(offline(altered("setup.bin"), "--proof", bundle).exitCode()).isEqualTo(11);
    Path manifest = own.resolve("manifest");
    Files.write(manifest, dev.vitrine.record.Manifest.ofFolder(vendor.database).encode());
    Path update = own.resolve("update.stapled");
    Command.must(
        vendor.options(vendor.witnessed, "trust"),
        "bundle",
        "--index",
        vendor.update,
        "--manifest",
        manifest,
        "-o",
        update);
    assertThat(offline(vendor.database, "--proof", update).exitCode()).isZero();
  }

  @Test
  void tlogProofWithItsRecord_isCheckedOffline() throws Exception {
    Path proof = own.resolve("setup.tlog-proof");
    Path record = own.resolve("setup.record");
    List<Object> options = vendor.options(vendor.witnessed, "trust");
    Command.must(options, "proof", "bundle", "--index", vendor.setup, "-o", proof);
    Command.must(options, "get", vendor.setup, "-o", record);
    Path setup = vendor.received.resolve("setup.bin");
    Command run = offline(setup, "--proof", proof, "--record", record);
    assertThat(run.exitCode()).isZero();
    assertThat(run.output()).startsWith("VERIFIED: setup.bin is in entry " + vendor.setup);
    assertThat(offline(altered("setup.bin"), "--proof", proof, "--record", record).exitCode())
        .isEqualTo(11);
    assertThat(offline(setup, "--proof", proof).exitCode()).isEqualTo(2);
  }

  private static Command offline(Path file, Object... more) {
    List<Object> options = new ArrayList<>(List.of("--policy", vendor.witnessed, "--offline"));
    options.addAll(Arrays.asList(more));
    return Command.run(options, "check", file);
  }
}
