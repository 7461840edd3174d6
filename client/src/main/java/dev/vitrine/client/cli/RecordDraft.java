package dev.vitrine.client.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.merkle.Hash;
import dev.vitrine.record.Kind;
import dev.vitrine.record.Manifest;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import dev.vitrine.record.Ulid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;

/** A statement in the making: JSON, field by field, until it is read by the rules of records. */
final class RecordDraft {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LITERAL = "true|false|[\\[{\"].*";

  private final Kind kind;
  private final ObjectNode predicate;
  private final ArrayNode subjects = JSON.createArrayNode();

  /**
   * @param start the predicate to start from
   */
  RecordDraft(Kind kind, ObjectNode start) {
    this.kind = kind;
    this.predicate = start;
  }

  static RecordDraft empty(Kind kind) {
    return new RecordDraft(kind, JSON.createObjectNode());
  }

  static RecordDraft read(Kind kind, Path file) throws IOException, UsageException {
    JsonNode node = read(file);
    JsonNode start = node != null && node.has("predicate") ? node.get("predicate") : node;
    if (!(start instanceof ObjectNode object)) {
      throw new UsageException(file + ": not a JSON object (expected: a predicate or a statement)");
    }
    return new RecordDraft(kind, object);
  }

  private static JsonNode read(Path file) throws IOException, UsageException {
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new UsageException(
          file + ": not JSON (expected: a predicate or a statement): " + e.getOriginalMessage());
    }
  }

  /** Fills in what every record carries and nobody should have to write. */
  void complete(String issuer, Instant now) {
    ObjectNode common = common();
    common.put("schema", kind.uri());
    common.put("issuer", issuer);
    if (!common.has("eventId")) {
      common.put("eventId", Ulid.of(now, new SecureRandom()));
    }
    if (!common.has("issuedAt")) {
      common.put("issuedAt", now.truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  ObjectNode common() {
    return object(predicate, "common");
  }

  boolean has(String name) {
    return predicate.has(name);
  }

  /**
   * Sets a field.
   *
   * @param path names joined by dots; a name that ends with {@code []} appends to a list
   * @param value JSON where it looks like JSON, else a string
   */
  void set(String path, String value) throws UsageException {
    String[] names = path.split("\\.");
    ObjectNode at = predicate;
    for (int i = 0; i < names.length - 1; i++) {
      at = object(at, names[i]);
    }
    String last = names[names.length - 1];
    if (last.endsWith("[]")) {
      String name = last.substring(0, last.length() - 2);
      JsonNode list = at.get(name);
      (list instanceof ArrayNode array ? array : at.putArray(name)).add(json(value));
    } else {
      at.set(last, json(value));
    }
  }

  void put(String path, JsonNode value) {
    int dot = path.lastIndexOf('.');
    ObjectNode at = predicate;
    for (String name : dot < 0 ? new String[0] : path.substring(0, dot).split("\\.")) {
      at = object(at, name);
    }
    at.set(path.substring(dot + 1), value);
  }

  /** Adds a document to the common evidence. */
  void evidence(ObjectNode document) {
    JsonNode list = common().get("evidence");
    (list instanceof ArrayNode array ? array : common().putArray("evidence")).add(document);
  }

  /** A file as a subject: its name, its purl where there is one, its digest. */
  void subject(Path file, String purl) throws IOException {
    ObjectNode subject = subject(String.valueOf(file.getFileName()), Manifest.sha256(file).hex());
    if (!purl.isEmpty()) {
      subject.put("uri", purl);
    }
    if (kind == Kind.BUILD) {
      JsonNode list = predicate.get("artifacts");
      ArrayNode sizes = list instanceof ArrayNode array ? array : predicate.putArray("artifacts");
      String name = String.valueOf(file.getFileName());
      // A draft may start from an earlier record about a file of this name.
      for (Iterator<JsonNode> all = sizes.elements(); all.hasNext(); ) {
        if (all.next().path("name").asText().equals(name)) {
          all.remove();
        }
      }
      sizes.addObject().put("name", name).put("size", Files.size(file));
    }
  }

  ObjectNode subject(String name, String sha256) {
    ObjectNode subject = subjects.addObject().put("name", name);
    subject.putObject("digest").put("sha256", sha256);
    return subject;
  }

  boolean hasSubject() {
    return !subjects.isEmpty();
  }

  /** A document as records name it. */
  static ObjectNode document(String name, String mediaType, byte[] content, String access) {
    return JSON.createObjectNode()
        .put("name", name)
        .put("mediaType", mediaType)
        .put("sha256", Hash.of(dev.vitrine.record.Digests.sha256(content)).hex())
        .put("size", content.length)
        .put("access", access);
  }

  static ObjectNode reference(long index, String leafHash) {
    return JSON.createObjectNode().put("index", index).put("leafHash", leafHash);
  }

  /** Reads the draft by the strict rules. */
  Statement statement() throws UsageException {
    ObjectNode statement = JSON.createObjectNode().put("_type", Statement.TYPE);
    statement.set("subject", subjects);
    statement.put("predicateType", kind.uri());
    statement.set("predicate", predicate);
    try {
      return Statement.parse(JSON.writeValueAsBytes(statement));
    } catch (RecordFormatException e) {
      throw new UsageException(e.code() + ": " + e.getMessage());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is JSON", e);
    }
  }

  private static ObjectNode object(ObjectNode at, String name) {
    return at.get(name) instanceof ObjectNode object ? object : at.putObject(name);
  }

  private static JsonNode json(String value) throws UsageException {
    try {
      return value.matches(LITERAL) ? JSON.readTree(value) : JSON.getNodeFactory().textNode(value);
    } catch (JsonProcessingException e) {
      throw new UsageException(value + ": not JSON (" + e.getOriginalMessage() + ")");
    }
  }
}
