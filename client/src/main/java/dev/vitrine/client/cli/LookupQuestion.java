package dev.vitrine.client.cli;

import dev.vitrine.client.LogUnreachableException;
import dev.vitrine.client.LookupKey;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code vitrine lookup} was asked: one key. */
final class LookupQuestion {
  @Option(
      names = "--artifact",
      paramLabel = "SHA256",
      description = "Records about a file, by its digest: builds, updates, rebuilds.")
  private @Nullable String artifact;

  @Option(names = "--file", paramLabel = "FILE", description = "The same; the digest is computed.")
  private @Nullable Path file;

  @Option(
      names = "--file-name",
      paramLabel = "NAME",
      description = "Builds and updates with a file of this name, without folders.")
  private @Nullable String fileName;

  @Option(names = "--purl", paramLabel = "PURL", description = "Records about a package URL.")
  private @Nullable String purl;

  @Option(names = "--product", paramLabel = "NAME", description = "Builds of a product.")
  private @Nullable String product;

  @Option(
      names = "--of-version",
      paramLabel = "VERSION",
      description = "With --product: of this version alone.")
  private @Nullable String version;

  @Option(
      names = "--stream",
      paramLabel = "NAME",
      description = "Records of a stream, withdrawals of a part of it, counts of a day.")
  private @Nullable String stream;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description = "With --stream: the record of this number alone.")
  private @Nullable Long sequence;

  @Option(names = "--dataset", paramLabel = "ID", description = "Relocations of a dataset.")
  private @Nullable String dataset;

  @Option(names = "--relocation", paramLabel = "ID", description = "The steps of a relocation.")
  private @Nullable String relocation;

  @Option(
      names = "--region",
      paramLabel = "CODE",
      description = "Relocations that name exactly this region; 'where' answers more.")
  private @Nullable String region;

  @Option(
      names = "--key-id",
      paramLabel = "ID",
      description = "Records about a key, and all that it signed.")
  private @Nullable String keyId;

  @Option(names = "--about-key", paramLabel = "ID", description = "Records about a key alone.")
  private @Nullable String aboutKey;

  @Option(
      names = "--target",
      paramLabel = "INDEX",
      description =
          "What is known about an entry: rebuilds, countersignatures, withdrawals, corrections.")
  @Nullable Long target;

  @Option(names = "--event", paramLabel = "ID", description = "The record of an event id.")
  private @Nullable String event;

  @Option(
      names = "--document",
      paramLabel = "SHA256",
      description = "Records that name a document as evidence, by its digest.")
  private @Nullable String document;

  /** The one key given. */
  LookupKey key() throws UsageException, IOException {
    List<LookupKey> keys = new ArrayList<>();
    add(keys, "--artifact", artifact, text -> LookupKey.artifact(hash(text)));
    if (file != null) {
      keys.add(LookupKey.artifact(Manifest.sha256(file)));
    }
    add(keys, "--file-name", fileName, LookupKey::fileName);
    add(keys, "--purl", purl, LookupKey::purl);
    add(keys, "--product", product, name -> LookupKey.product(name, detail(version)));
    add(keys, "--stream", stream, name -> LookupKey.stream(name, detail(sequence)));
    add(keys, "--dataset", dataset, LookupKey::dataset);
    add(keys, "--relocation", relocation, LookupKey::relocation);
    add(keys, "--region", region, LookupKey::region);
    add(keys, "--key-id", keyId, LookupKey::key);
    add(keys, "--about-key", aboutKey, LookupKey::aboutKey);
    add(keys, "--target", target, LookupKey::target);
    add(keys, "--event", event, LookupKey::event);
    add(keys, "--document", document, text -> LookupKey.document(hash(text)));
    if (keys.size() != 1) {
      throw new UsageException(
          "%d keys to look up given (expected: one of --artifact, --file, --file-name, --purl, --product, --stream, --dataset, --relocation, --region, --key-id, --about-key, --target, --event, --document)"
              .formatted(keys.size()));
    }
    requireWith("--product", product, "--of-version", version);
    requireWith("--stream", stream, "--sequence", sequence);
    return keys.get(0);
  }

  private static <T> void add(
      List<LookupKey> keys, String option, @Nullable T given, Function<T, LookupKey> keyOf)
      throws UsageException {
    if (given != null) {
      requireUsable(option, given);
      try {
        keys.add(keyOf.apply(given));
      } catch (IllegalArgumentException e) {
        throw new UsageException("%s: %s".formatted(option, e.getMessage()));
      }
    }
  }

  private static void requireWith(
      String key, @Nullable String keyGiven, String option, @Nullable Object given)
      throws UsageException {
    if (given != null && keyGiven == null) {
      throw new UsageException("%s: %s (expected: with %s)".formatted(option, given, key));
    }
    if (given != null) {
      requireUsable(option, given);
    }
  }

  private static void requireUsable(String option, Object given) throws UsageException {
    if (given instanceof String text && text.isEmpty()) {
      throw new UsageException(option + ": empty (expected: what to look up)");
    }
    if (given instanceof Long number && number < 0) {
      throw new UsageException("%s: %d (expected: >= 0)".formatted(option, number));
    }
  }

  private static String detail(@Nullable Object given) {
    return given == null ? "" : given.toString();
  }

  private static Hash hash(String text) {
    try {
      return Hash.ofHex(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          text + " (expected: a SHA-256 value, 64 hexadecimal digits)", e);
    }
  }

  /** The question in words, such as {@code product app, version 1.2}. */
  static String words(LookupKey key) {
    String name =
        switch (key.field()) {
          case TARGET_INDEX -> "entry";
          default -> key.field().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    String detail = key.field() == LookupKey.Field.PRODUCT ? ", version " : ", sequence ";
    return GetCommand.plain(
        name + " " + key.value() + (key.detail().isEmpty() ? "" : detail + key.detail()));
  }

  /**
   * Whether a record holds what it was found by. A range may hold an entry without naming it:
   * whether it does is the log's word.
   */
  static boolean isAnswered(LookupKey key, FoundRecord found) {
    String value = key.value();
    return switch (key.field()) {
      case TARGET_INDEX ->
          found.has("index", value) || found.has("range") || found.has("streamRange");
      case FILE_NAME -> found.hasFile(value);
      case KEY_ID -> found.isSignedBy(value) || found.hasValue(value);
      case PRODUCT -> found.has("product", value) && hasDetail(found, "version", key);
      case STREAM -> found.has("stream", value) && hasDetail(found, "sequence", key);
      case PURL -> found.has("uri", value);
      case RELOCATION_ID -> found.has("relocationId", value);
      case EVENT_ID -> found.has("eventId", value);
      case BLOB_SHA256 -> found.has("sha256", value);
      // These may be in several fields.
      case ARTIFACT_SHA256, DATASET, REGION, ABOUT_KEY -> found.hasValue(value);
    };
  }

  private static boolean hasDetail(FoundRecord found, String field, LookupKey key) {
    return key.detail().isEmpty() || found.has(field, key.detail());
  }

  /** What the log's look-up index answered, of a log that has one. */
  static <T> T required(Optional<T> answer) throws LogUnreachableException {
    return answer.orElseThrow(
        () ->
            new LogUnreachableException(
                "this log has no look-up index (expected: the address of a log server; folders and plain files have none)"));
  }
}
