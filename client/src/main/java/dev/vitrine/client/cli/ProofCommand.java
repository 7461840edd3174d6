package dev.vitrine.client.cli;

import dev.vitrine.client.Acknowledgement;
import dev.vitrine.client.LogClient;
import dev.vitrine.client.LogException;
import dev.vitrine.client.OfflineProof;
import dev.vitrine.client.VerifiedConsistency;
import dev.vitrine.client.VerifiedHead;
import dev.vitrine.client.VerifiedInclusion;
import dev.vitrine.merkle.Hash;
import dev.vitrine.note.NoteFormatException;
import dev.vitrine.note.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vitrine proof …}: proofs, fetched and checked. */
@Command(
    name = "proof",
    mixinStandardHelpOptions = true,
    description = "Fetch a proof and check it, or check one that is there.",
    subcommands = {
      ProofCommand.Inclusion.class,
      ProofCommand.Consistency.class,
      ProofCommand.Bundle.class,
      ProofCommand.Acknowledged.class,
      ProofCommand.Verify.class
    })
final class ProofCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no proof named (expected: inclusion, consistency, bundle, acknowledged or verify)");
  }

  private static List<Object> hex(List<Hash> path) {
    return new ArrayList<>(path.stream().map(Hash::hex).toList());
  }

  /** That an entry is in the newest head. */
  @Command(
      name = "inclusion",
      mixinStandardHelpOptions = true,
      description = "Prove that the newest head covers an entry.")
  static final class Inclusion implements Callable<Integer> {
    @Mixin private LogOptions log;
    @Mixin private OutputOptions output;
    @Mixin private LeafChoice leaf;

    @Override
    public Integer call() throws Exception {
      try (LogClient client = log.open()) {
        VerifiedInclusion inclusion = leaf.prove(client);
        Answer answer =
            Answer.of(
                "VERIFIED",
                "entry %d is in the log of %,d entries"
                    .formatted(inclusion.proof().index(), inclusion.head().size()));
        Facts.inclusion(answer, inclusion).fact("path", hex(inclusion.proof().path()));
        output.print(answer);
        return 0;
      }
    }
  }

  /** That the newest head extends an older one. */
  @Command(
      name = "consistency",
      mixinStandardHelpOptions = true,
      description = "Prove that the newest head extends an older one.")
  static final class Consistency implements Callable<Integer> {
    @Mixin private LogOptions log;
    @Mixin private OutputOptions output;

    @Parameters(
        index = "0",
        paramLabel = "OLD",
        description =
            "The older head: a file with its signed checkpoint, or its size (whose root the newest head then tells).")
    private String old;

    @Override
    public Integer call() throws Exception {
      try (LogClient client = log.open()) {
        boolean bySize = old.matches("0|[1-9][0-9]{0,17}");
        VerifiedConsistency proven =
            bySize
                ? client.consistency(Long.parseLong(old))
                : client.consistency(checkpoint(Path.of(old)));
        long oldSize = proven.proof().oldSize();
        Answer answer =
            Answer.of(
                    "VERIFIED",
                    "the log of %,d entries extends that of %,d"
                        .formatted(proven.head().size(), oldSize))
                .fact("oldSize", oldSize)
                .fact("oldRoot", proven.oldRoot().hex());
        Facts.head(answer, proven.head()).fact("path", hex(proven.proof().path()));
        if (bySize) {
          answer.notProven("that the log ever signed a head of size %d".formatted(oldSize));
        }
        output.print(answer);
        return 0;
      }
    }

    private static SignedCheckpoint checkpoint(Path file) throws IOException, UsageException {
      try {
        return SignedCheckpoint.parse(Files.readAllBytes(file));
      } catch (NoteFormatException e) {
        throw new UsageException("%s is no signed checkpoint: %s".formatted(file, e.getMessage()));
      }
    }
  }

  /** A file that proves an inclusion offline. */
  @Command(
      name = "bundle",
      mixinStandardHelpOptions = true,
      description =
          "Write a .tlog-proof: proof and signed head in one file, enough to verify offline.")
  static final class Bundle implements Callable<Integer> {
    @Mixin private LogOptions log;
    @Mixin private OutputOptions output;
    @Mixin private LeafChoice leaf;

    @Option(
        names = {"-o", "--out"},
        required = true,
        paramLabel = "FILE",
        description = "The .tlog-proof to write.")
    private Path out;

    @Override
    public Integer call() throws Exception {
      try (LogClient client = log.open()) {
        VerifiedInclusion inclusion = leaf.prove(client);
        Files.write(out, client.bundle(inclusion).encode());
        Answer answer =
            Answer.of(
                "VERIFIED",
                "entry %d, proof written to %s".formatted(inclusion.proof().index(), out));
        output.print(Facts.inclusion(answer, inclusion).fact("written", out.toString()));
        return 0;
      }
    }
  }

  /** That the log kept what it acknowledged. */
  @Command(
      name = "acknowledged",
      mixinStandardHelpOptions = true,
      description =
          "Prove that the newest head has every entry of a file that append --acks wrote, each at its index.")
  static final class Acknowledged implements Callable<Integer> {
    @Mixin private LogOptions log;
    @Mixin private OutputOptions output;

    @Parameters(index = "0", paramLabel = "FILE", description = "What append --acks wrote.")
    private Path file;

    @Override
    public Integer call() throws Exception {
      List<Acknowledgement> promises = Acks.read(file);
      try (LogClient client = log.open()) {
        VerifiedHead head = client.head();
        client.requireLeaves(promises, head);
        Answer answer =
            Answer.of(
                    "VERIFIED",
                    "all %,d acknowledged entries are in the log".formatted(promises.size()))
                .fact("entries", (long) promises.size());
        output.print(Facts.head(answer, head));
        return 0;
      }
    }
  }

  /** A {@code .tlog-proof} and an entry, without any network. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Verify an entry against a .tlog-proof. Opens no connection.")
  static final class Verify implements Callable<Integer> {
    @Mixin private OutputOptions output;

    @Option(
        names = "--policy",
        paramLabel = "FILE",
        description = "Whose signatures count. Default: $VITRINE_POLICY.")
    private @Nullable Path policyFile;

    @Option(
        names = "--vkey",
        paramLabel = "VKEY|FILE",
        description = "Instead of a policy: a key of the log.")
    private List<String> vkeys = new ArrayList<>();

    @Option(
        names = "--proof",
        required = true,
        paramLabel = "FILE",
        description = "The .tlog-proof.")
    private Path proof;

    @Parameters(index = "0", paramLabel = "FILE", description = "The entry's bytes.")
    private Path file;

    @Override
    public Integer call() throws LogException, IOException, UsageException {
      OfflineProof verified =
          OfflineProof.verify(
              Files.readAllBytes(proof),
              Files.readAllBytes(file),
              Policies.read(java.util.Optional.ofNullable(policyFile), vkeys));
      Answer answer =
          Answer.of(
                  "VERIFIED",
                  "%s is entry %d of %s".formatted(file, verified.index(), verified.origin()))
              .fact("origin", verified.origin())
              .fact("index", verified.index())
              .fact("size", verified.size())
              .fact("leafHash", verified.leafHash().hex());
      Facts.signatures(answer, verified.signatures());
      output.print(
          answer.notProven("anything newer than the head in the proof: no connection was made"));
      return 0;
    }
  }
}
