package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.crypto.SigningKey;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.KeyIds;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Statement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vitrine record <kind>}: makes a record of one kind, shows it, signs it and writes it. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Make, show and sign a record of this kind; fields as in docs/records.",
    footer = {
      "",
      "Fields are set with --set NAME=VALUE, nested ones with dots (dataset.id=…), elements of lists",
      "with NAME[]=VALUE. Schema, event id, time, issuer, digests, sizes, sequence and previous are",
      "filled in. Without --out nothing is written: the record is only shown."
    })
final class RecordKindCommand implements Callable<Integer> {
  private final Kind kind;

  @Mixin private OutputOptions output;
  @Mixin private RecordContentOptions content;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Start from the predicate in this JSON file.")
  private @Nullable Path from;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "A record key to sign with; the first one is the issuer. May be repeated.")
  private List<Path> keys = new ArrayList<>();

  @Option(
      names = "--log",
      paramLabel = "URL",
      description = "The log to ask and to upload documents to. Default: $VITRINE_LOG.")
  private @Nullable String log;

  @Option(
      names = "--dry-run",
      description =
          "Ask the log what it would say, and write nothing. Public documents are uploaded, since the log looks at them.")
  private boolean dryRun;

  @Option(
      names = "--dsse-json",
      description = "Write the DSSE JSON form instead of the protobuf form that the log stores.")
  private boolean json;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where the signed record goes.")
  private @Nullable Path out;

  private Optional<RecordServer> server = Optional.empty();

  RecordKindCommand(Kind kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() throws Exception {
    List<SigningKey> signers = new ArrayList<>();
    for (Path file : keys) {
      signers.add(RecordKeyFile.read(file));
    }
    RecordDraft draft = from == null ? RecordDraft.empty(kind) : RecordDraft.read(kind, from);
    RecordParts parts = content.fill(kind, draft, this::server);
    draft.complete(KeyIds.of(signers.get(0).verifyingKey()), Instant.now());
    if (!draft.hasSubject()) {
      parts.namedSubject();
    }
    Statement statement = draft.statement();
    Envelope envelope = Envelope.unsigned(statement);
    for (SigningKey signer : signers) {
      envelope = RecordCommand.signed(envelope, signer);
    }
    return report(envelope, statement);
  }

  private RecordServer server() throws UsageException {
    if (server.isEmpty()) {
      String address = log != null ? log : System.getenv("VITRINE_LOG");
      if (address == null || address.isEmpty()) {
        throw new UsageException("no log given (expected: --log URL or VITRINE_LOG)");
      }
      server = Optional.of(new RecordServer(address));
    }
    return server.get();
  }

  private int report(Envelope envelope, Statement statement) throws Exception {
    byte[] entry = envelope.encode();
    Answer answer = Answer.of("SIGNED", "a " + kind.id() + " record");
    answer.fact("statement", RecordCommand.statement(statement.encode(), output.json));
    answer.fact("signers", new ArrayList<Object>(RecordCommand.signers(envelope)));
    answer.fact("leafHash", dev.vitrine.merkle.TreeHasher.leaf(entry).hex());
    answer.fact("bytes", (long) entry.length);
    int exit = 0;
    if (dryRun) {
      JsonNode verdict = server().validate(entry);
      AppendRehearsal.words(verdict).forEach(answer::fact);
      exit = AppendRehearsal.isAdmissible(verdict) ? 0 : 1;
    } else if (out != null) {
      Files.write(out, json ? envelope.json().getBytes(StandardCharsets.UTF_8) : entry);
      answer.fact("file", out.toString());
    }
    output.print(answer);
    return exit;
  }
}
