package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vitrine.client.FormatNewerException;
import dev.vitrine.client.VerifiedInclusion;
import dev.vitrine.record.Envelope;
import dev.vitrine.record.Kind;
import dev.vitrine.record.RecordFormatException;
import dev.vitrine.record.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A record that a look-up named, proven to be in the head. */
record FoundRecord(
    Envelope envelope, Kind kind, JsonNode statement, VerifiedInclusion inclusion, byte[] entry) {

  /** What a line tells of each kind: JSON pointers into its predicate. */
  private static final Map<Kind, List<String>> TOLD =
      Map.of(
          Kind.BUILD,
          List.of("/product", "/version", "/channel", "/platform", "/arch", "/respinReason"),
          Kind.DETECTION_UPDATE,
          List.of("/kind", "/version", "/databaseDate", "/files/count"),
          Kind.DATA_RELOCATION,
          List.of("/relocationId", "/state", "/dataset/id", "/due"),
          Kind.REBUILD,
          List.of("/verdict", "/rebuilder", "/independence", "/target/index"),
          Kind.WITHDRAWAL,
          List.of(
              "/reason",
              "/severity",
              "/action",
              "/target/index",
              "/streamRange/stream",
              "/streamRange/from",
              "/streamRange/to",
              "/replacement/index",
              "/description"),
          Kind.COUNTERSIGN,
          List.of(
              "/statement",
              "/method",
              "/targets/0/index",
              "/range/from",
              "/range/to",
              "/validUntil"),
          Kind.KEY,
          List.of("/action", "/role", "/owner", "/keyId", "/replaces", "/reason"),
          Kind.POLICY,
          List.of("/origin", "/rootQuorum"),
          Kind.RELEASE_RECONCILIATION,
          List.of("/day", "/ledgerSize", "/nothingElseReleased"));

  static FoundRecord of(byte[] entry, VerifiedInclusion inclusion)
      throws RecordFormatException, FormatNewerException, IOException {
    Kind kind = statement(inclusion.proof().index(), entry).kind();
    Envelope envelope = Envelope.parse(entry);
    return new FoundRecord(
        envelope, kind, new ObjectMapper().readTree(envelope.payload()), inclusion, entry);
  }

  /**
   * What an entry of the log says.
   *
   * @throws FormatNewerException if it may be a record of a newer format
   * @throws RecordFormatException if it is no record
   */
  static Statement statement(long index, byte[] entry)
      throws RecordFormatException, FormatNewerException {
    try {
      return Envelope.parse(entry).statement();
    } catch (RecordFormatException e) {
      if (e.isNewerFormat()) {
        throw new FormatNewerException("entry %d: %s".formatted(index, e.getMessage()), e);
      }
      throw e;
    }
  }

  long index() {
    return inclusion.proof().index();
  }

  /** What the record says, in one line of named parts. */
  Map<String, Object> line(boolean whole) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("entry", index());
    line.put("kind", kind.id());
    add(line, "/common/stream");
    add(line, "/common/sequence");
    TOLD.getOrDefault(kind, List.of()).forEach(pointer -> add(line, pointer));
    if (kind == Kind.BUILD || kind == Kind.DETECTION_UPDATE) {
      line.put("files", files());
    }
    add(line, "/common/issuedAt");
    add(line, "/common/corrects/index");
    add(line, "/common/supersedes/index");
    line.put("signers", new ArrayList<Object>(RecordCommand.signers(envelope)));
    line.put("leafHash", inclusion.leafHash().hex());
    if (whole) {
      line.put("statement", RecordCommand.statement(envelope.payload(), true));
    }
    return line;
  }

  private List<Object> files() {
    List<Object> files = new ArrayList<>();
    for (JsonNode subject : statement.path("subject")) {
      files.add(GetCommand.plain(subject.path("name").asText()));
    }
    return files;
  }

  private void add(Map<String, Object> line, String pointer) {
    JsonNode value = statement.path("predicate").at(pointer);
    if (!value.isMissingNode() && !value.asText().isEmpty()) {
      line.put(name(pointer), GetCommand.plain(value.asText()));
    }
  }

  /** {@code /target/index} becomes {@code target}, {@code /streamRange/from} {@code from}. */
  private static String name(String pointer) {
    String[] parts = pointer.replace("/0", "").split("/");
    String last = parts[parts.length - 1];
    return last.equals("index") || last.equals("id") ? parts[parts.length - 2] : last;
  }

  /** Whether the predicate has a field of this name. */
  boolean has(String field) {
    return statement.path("predicate").has(field);
  }

  /** Whether a field of this name, wherever it is in the statement, has this value. */
  boolean has(String field, String value) {
    return statement.findValues(field).stream().map(JsonNode::asText).anyMatch(value::equals);
  }

  /** Whether the record is about a file of this name, in whatever folder. */
  boolean hasFile(String name) {
    return statement.path("subject").findValues("name").stream()
        .map(JsonNode::asText)
        .anyMatch(path -> path.equals(name) || path.endsWith("/" + name));
  }

  boolean isSignedBy(String keyId) {
    return RecordCommand.signers(envelope).contains(keyId);
  }

  /** Whether any field has this value. */
  boolean hasValue(String value) {
    return values(statement).anyMatch(value::equals);
  }

  private static Stream<String> values(JsonNode node) {
    return node.isValueNode()
        ? Stream.of(node.asText())
        : StreamSupport.stream(node.spliterator(), false).flatMap(FoundRecord::values);
  }
}
