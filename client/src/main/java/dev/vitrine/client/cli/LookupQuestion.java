package dev.vitrine.client.cli;

import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What {@code vitrine lookup} was asked: one key, with the parameters of {@code GET /v1/lookup}.
 */
final class LookupQuestion {
  /** In which field of a statement the value of a key is. Those of other keys may be in several. */
  private static final Map<String, String> FIELDS =
      Map.of(
          "purl", "uri",
          "product", "product",
          "version", "version",
          "stream", "stream",
          "sequence", "sequence",
          "relocation_id", "relocationId",
          "event_id", "eventId",
          "blob_sha256", "sha256");

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

  /** The key alone, as the parameters of {@code GET /v1/lookup}, the key's own first. */
  Map<String, String> parameters() throws UsageException, IOException {
    Map<String, String> keys = new LinkedHashMap<>();
    put(keys, "artifact_sha256", artifact == null ? null : hash("--artifact", artifact));
    if (file != null) {
      put(keys, artifact == null ? "artifact_sha256" : "file", Manifest.sha256(file).hex());
    }
    put(keys, "file_name", fileName);
    put(keys, "purl", purl);
    put(keys, "product", product);
    put(keys, "stream", stream);
    put(keys, "dataset", dataset);
    put(keys, "relocation_id", relocation);
    put(keys, "region", region);
    put(keys, "key_id", keyId);
    put(keys, "about_key", aboutKey);
    put(keys, "target_index", target == null ? null : target.toString());
    put(keys, "event_id", event);
    put(keys, "blob_sha256", document == null ? null : hash("--document", document));
    if (keys.size() != 1) {
      throw new UsageException(
          "%d keys to look up given (expected: one of --artifact, --file, --file-name, --purl, --product, --stream, --dataset, --relocation, --region, --key-id, --about-key, --target, --event, --document)"
              .formatted(keys.size()));
    }
    detail(keys, "product", "version", "--of-version", version);
    detail(keys, "stream", "sequence", "--sequence", sequence == null ? null : sequence.toString());
    return keys;
  }

  private static void put(Map<String, String> keys, String name, @Nullable String value)
      throws UsageException {
    if (value != null) {
      if (value.isEmpty()) {
        throw new UsageException(name.replace('_', ' ') + ": empty (expected: what to look up)");
      }
      keys.put(name, value);
    }
  }

  private static void detail(
      Map<String, String> keys, String key, String name, String option, @Nullable String value)
      throws UsageException {
    if (value != null) {
      if (!keys.containsKey(key)) {
        throw new UsageException(option + ": " + value + " (expected: with --" + key + ")");
      }
      put(keys, name, value);
    }
  }

  private static String hash(String option, String text) throws UsageException {
    try {
      return Hash.ofHex(text).hex();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          option + ": " + text + " (expected: a SHA-256 value, 64 hexadecimal digits)");
    }
  }

  /** The question in words, such as {@code product app, version 1.2}. */
  static String words(Map<String, String> parameters) {
    List<String> words = new ArrayList<>();
    parameters.forEach(
        (name, value) ->
            words.add(
                (name.equals("target_index") ? "entry" : name.replace('_', ' ')) + " " + value));
    return GetCommand.plain(String.join(", ", words));
  }

  /**
   * Whether a record holds what it was found by. A range may hold an entry without naming it:
   * whether it does is the log's word.
   */
  static boolean isAnswered(Map<String, String> parameters, FoundRecord found) {
    return parameters.entrySet().stream()
        .allMatch(key -> holds(found, key.getKey(), key.getValue()));
  }

  private static boolean holds(FoundRecord found, String key, String value) {
    return switch (key) {
      case "target_index" ->
          found.has("index", value) || found.has("range") || found.has("streamRange");
      case "file_name" -> found.hasFile(value);
      case "key_id" -> found.isSignedBy(value) || found.hasValue(value);
      default -> {
        String field = FIELDS.get(key);
        yield field == null ? found.hasValue(value) : found.has(field, value);
      }
    };
  }
}
