package dev.vitrine.client.cli;

import dev.vitrine.record.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a record says: its fields, the files it is about, documents, its place in a stream. */
final class RecordContentOptions {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE[=PURL]",
      description = "What the record is about: each file becomes a subject.")
  private List<String> files = new ArrayList<>();

  @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Set a field.")
  private List<String> fields = new ArrayList<>();

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "The stream the record belongs to: the log is asked for sequence and previous.")
  private @Nullable String stream;

  @Option(
      names = "--target",
      paramLabel = "INDEX",
      description = "The entry spoken of: the log is asked for its leaf hash.")
  private @Nullable Long target;

  @Option(
      names = "--ref",
      paramLabel = "NAME=INDEX",
      description =
          "Set a field that refers to an entry, such as common.corrects, common.supersedes or replacement: the log is asked for the leaf hash. May be repeated.")
  private List<String> references = new ArrayList<>();

  @Option(
      names = "--public-key",
      paramLabel = "FILE[=OWNER]",
      description =
          "A public key in PEM, as record keygen or openssl write it: the key that a key record is about, or one more root key of a policy. May be repeated.")
  private List<String> publicKeys = new ArrayList<>();

  @Option(
      names = "--manifest",
      paramLabel = "FOLDER",
      description = "The files of an update: manifest, counts and root come from this folder.")
  private @Nullable Path folder;

  @Option(names = "--sbom", paramLabel = "FILE", description = "Attach an SBOM (builds).")
  private @Nullable Path sbom;

  @Option(
      names = "--provenance",
      paramLabel = "FILE",
      description = "Attach SLSA provenance or a Sigstore bundle (builds).")
  private @Nullable Path provenance;

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description = "Attach a document. May be repeated.")
  private List<Path> evidence = new ArrayList<>();

  @Option(
      names = "--access",
      defaultValue = "PUBLIC",
      paramLabel = "WHO",
      description =
          "Who sees the documents: PUBLIC (they are uploaded), REVIEW_ROOM or SUPERVISOR. Default: ${DEFAULT-VALUE}.")
  private String access;

  /** Fills in what the options name; public documents are uploaded on the way. */
  RecordParts fill(Kind kind, RecordDraft draft, RecordParts.Log log) throws Exception {
    RecordParts parts = new RecordParts(kind, draft, access, log);
    for (String field : fields) {
      int equals = equals("--set", field, "NAME=VALUE");
      draft.set(field.substring(0, equals), field.substring(equals + 1));
    }
    for (String reference : references) {
      int equals = equals("--ref", reference, "NAME=INDEX");
      parts.reference(
          reference.substring(0, equals), index(reference.substring(equals + 1), reference));
    }
    for (String file : files) {
      int purl = file.indexOf("=pkg:");
      draft.subject(
          Path.of(purl < 0 ? file : file.substring(0, purl)),
          purl < 0 ? "" : file.substring(purl + 1));
    }
    for (String key : publicKeys) {
      int owner = key.indexOf('=');
      parts.publicKey(
          Path.of(owner < 0 ? key : key.substring(0, owner)),
          owner < 0 ? "" : key.substring(owner + 1));
    }
    if (folder != null) {
      parts.manifest(folder);
    }
    if (sbom != null) {
      parts.attach("sbom", sbom);
    }
    if (provenance != null) {
      parts.attach("provenance", provenance);
    }
    for (Path file : evidence) {
      parts.evidence(file);
    }
    if (stream != null) {
      parts.position(stream);
    }
    if (target != null) {
      parts.target(target);
    }
    return parts;
  }

  private static int equals(String option, String text, String expected) throws UsageException {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new UsageException(option + ": " + text + " (expected: " + expected + ")");
    }
    return equals;
  }

  private static long index(String digits, String text) throws UsageException {
    if (!digits.matches("[0-9]{1,18}")) {
      throw new UsageException("--ref: " + text + " (expected: NAME=INDEX)");
    }
    return Long.parseLong(digits);
  }
}
