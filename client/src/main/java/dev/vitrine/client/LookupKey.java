package dev.vitrine.client;

import dev.vitrine.merkle.Hash;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a record is looked up by.
 *
 * @param field the name of the key on the wire
 * @param value its value as text: a digest as 64 hexadecimal digits, an index in decimal
 * @param detail the version of a product or the decimal sequence number in a stream; empty for all,
 *     and with every other key
 */
public record LookupKey(Field field, String value, String detail) {
  /** The keys that a log's look-up index holds. */
  public enum Field {
    /** SHA-256 of a file that a build or update is about. */
    ARTIFACT_SHA256,
    /** SHA-256 of a document that a record names. */
    BLOB_SHA256,
    /** Package URL of a file. */
    PURL,
    /** Name of a product, and a version of it. */
    PRODUCT,
    /** Name of a stream, and a sequence number in it. */
    STREAM,
    /** Id of a key: its own records, and those it signed. */
    KEY_ID,
    /** Id of a key: the records about it alone. */
    ABOUT_KEY,
    /** Name of a file that a build or update is about, without folders: the newest ones. */
    FILE_NAME,
    /** Index of an entry: the records about it. */
    TARGET_INDEX,
    /** Id of a dataset: relocations of it. */
    DATASET,
    /** Id of a relocation: its steps. */
    RELOCATION_ID,
    /** Code of a region, as records name it: relocations of the data of its people. */
    REGION,
    /** Id of an event: the record of it. */
    EVENT_ID;

    String wireName() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Checks that nothing is missing, and digests and numbers by their form. */
  public LookupKey {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(detail, "detail");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("value of %s: empty".formatted(field));
    }
    switch (field) {
      case ARTIFACT_SHA256, BLOB_SHA256 -> Hash.ofHex(value);
      case TARGET_INDEX -> Long.parseLong(value);
      default -> {}
    }
    if (field == Field.STREAM && !detail.isEmpty()) {
      Long.parseLong(detail);
    } else if (field != Field.PRODUCT && !detail.isEmpty()) {
      throw new IllegalArgumentException(
          "detail of %s: %s (expected: none)".formatted(field, detail));
    }
  }

  /**
   * Records about a file.
   *
   * @param sha256 its digest
   * @return the key
   */
  public static LookupKey artifact(Hash sha256) {
    return new LookupKey(Field.ARTIFACT_SHA256, sha256.hex(), "");
  }

  /**
   * Records that name a document.
   *
   * @param sha256 its digest
   * @return the key
   */
  public static LookupKey document(Hash sha256) {
    return new LookupKey(Field.BLOB_SHA256, sha256.hex(), "");
  }

  /**
   * Records about an entry.
   *
   * @param index the entry's index
   * @return the key
   */
  public static LookupKey target(long index) {
    return new LookupKey(Field.TARGET_INDEX, Long.toString(index), "");
  }

  /**
   * Records of a key, and those that it signed.
   *
   * @param keyId 64 hexadecimal digits
   * @return the key
   */
  public static LookupKey key(String keyId) {
    return new LookupKey(Field.KEY_ID, keyId, "");
  }

  /**
   * Records about a key: how it was registered, replaced or ended.
   *
   * @param keyId 64 hexadecimal digits
   * @return the key
   */
  public static LookupKey aboutKey(String keyId) {
    return new LookupKey(Field.ABOUT_KEY, keyId, "");
  }

  /**
   * The newest builds and updates with a file of a name; one page of them, not all.
   *
   * @param name without folders
   * @return the key
   */
  public static LookupKey fileName(String name) {
    return new LookupKey(Field.FILE_NAME, name, "");
  }

  /**
   * Records of a product.
   *
   * @param product its name
   * @param version empty for all
   * @return the key
   */
  public static LookupKey product(String product, String version) {
    return new LookupKey(Field.PRODUCT, product, version);
  }

  /**
   * Records of a stream.
   *
   * @param stream its name
   * @param sequence decimal; empty for all
   * @return the key
   */
  public static LookupKey stream(String stream, String sequence) {
    return new LookupKey(Field.STREAM, stream, sequence);
  }

  /**
   * Records about a package.
   *
   * @param purl its package URL
   * @return the key
   */
  public static LookupKey purl(String purl) {
    return new LookupKey(Field.PURL, purl, "");
  }

  /**
   * Relocations of a dataset.
   *
   * @param dataset its id
   * @return the key
   */
  public static LookupKey dataset(String dataset) {
    return new LookupKey(Field.DATASET, dataset, "");
  }

  /**
   * The steps of a relocation.
   *
   * @param relocationId its id
   * @return the key
   */
  public static LookupKey relocation(String relocationId) {
    return new LookupKey(Field.RELOCATION_ID, relocationId, "");
  }

  /**
   * Relocations of the data of a region's people.
   *
   * @param code exactly as the records name it
   * @return the key
   */
  public static LookupKey region(String code) {
    return new LookupKey(Field.REGION, code, "");
  }

  /**
   * The record of an event.
   *
   * @param eventId its id
   * @return the key
   */
  public static LookupKey event(String eventId) {
    return new LookupKey(Field.EVENT_ID, eventId, "");
  }

  /** Whether only the newest matches are wanted. */
  boolean isNewestOnly() {
    return field == Field.FILE_NAME;
  }

  /** The key as query parameters. */
  String query() {
    String second = field == Field.PRODUCT ? "version" : "sequence";
    return Stream.of(
            field.wireName() + "=" + encoded(value),
            detail.isEmpty() ? "" : second + "=" + encoded(detail))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("&"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
