package dev.vitrine.record;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.StatementHeader;
import dev.vitrine.v1.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An in-toto Statement v1 whose predicate is one of the nine kinds.
 *
 * @param subjects what the record is about
 * @param kind which predicate it carries
 * @param predicate the message of that kind
 */
public record Statement(List<Subject> subjects, Kind kind, Message predicate) {
  public static final String TYPE = "https://in-toto.io/Statement/v1";

  private static final MessageReader SUBJECT = MessageReader.of(Subject.getDefaultInstance());

  public Statement {
    subjects = List.copyOf(subjects);
    if (predicate.getDescriptorForType() != kind.prototype().getDescriptorForType()) {
      throw new IllegalArgumentException(
          "predicate: " + predicate.getDescriptorForType().getName() + " (expected: " + kind + ")");
    }
  }

  /** The common part of the predicate. */
  public Common common() {
    return kind.common(predicate);
  }

  /**
   * Reads a payload.
   *
   * @throws RecordFormatException if it is not JSON of the strict kind, or not a statement with a
   *     known predicate; rules on values are not checked here
   */
  public static Statement parse(byte[] payload) throws RecordFormatException {
    return new StatementReader(new JsonReader(payload)).read();
  }

  /**
   * The payload in the form that {@code vitrine record} writes: proto3-JSON without white space.
   */
  public byte[] encode() {
    StatementHeader header =
        StatementHeader.newBuilder()
            .setType(TYPE)
            .addAllSubject(subjects)
            .setPredicateType(kind.uri())
            .build();
    try {
      JsonFormat.Printer printer = JsonFormat.printer().omittingInsignificantWhitespace();
      String head = printer.print(header);
      String json =
          head.substring(0, head.length() - 1) + ",\"predicate\":" + printer.print(predicate) + "}";
      return json.getBytes(StandardCharsets.UTF_8);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a record has no Any field to fail on", e);
    }
  }

  /** Reads the members of a statement in whatever order they come. */
  private static final class StatementReader {
    private final JsonReader json;
    private final List<Subject> subjects = new ArrayList<>();
    private String type = "";
    private String predicateType = "";
    private int seen;
    private int predicateAt = -1;
    private Optional<Message> predicate = Optional.empty();

    StatementReader(JsonReader json) {
      this.json = json;
    }

    Statement read() throws RecordFormatException {
      json.beginObject();
      while (json.nextMember()) {
        readMember(json.name());
      }
      json.end();
      if (!type.equals(TYPE)) {
        throw new RecordFormatException("STATEMENT_TYPE", "_type", type, TYPE);
      }
      Kind kind =
          Kind.ofUri(predicateType)
              .orElseThrow(
                  () ->
                      new RecordFormatException(
                          "KIND_UNKNOWN",
                          "predicateType",
                          predicateType,
                          "https://vitrine.dev/<kind>/v1 of a kind this version knows"));
      if (predicateAt < 0) {
        throw new RecordFormatException("FIELD_REQUIRED", "predicate", "", "an object");
      }
      if (predicate.isEmpty()) {
        json.seek(predicateAt);
        predicate = Optional.of(readPredicate(kind));
      }
      return new Statement(subjects, kind, predicate.get());
    }

    private void readMember(String name) throws RecordFormatException {
      switch (name) {
        case "_type" -> {
          once(1, name);
          type = json.string();
        }
        case "subject" -> {
          once(2, name);
          readSubjects();
        }
        case "predicateType" -> {
          once(4, name);
          predicateType = json.string();
        }
        case "predicate" -> {
          once(8, name);
          readOrSkipPredicate();
        }
        default ->
            throw new RecordFormatException("UNKNOWN_FIELD", name, name, "a field of Statement v1");
      }
    }

    /** Before its type is known, a predicate can only be skipped and come back to. */
    private void readOrSkipPredicate() throws RecordFormatException {
      predicateAt = json.position();
      Optional<Kind> kind = Kind.ofUri(predicateType);
      if (kind.isPresent()) {
        predicate = Optional.of(readPredicate(kind.get()));
      } else {
        json.skipValue();
      }
    }

    private void readSubjects() throws RecordFormatException {
      json.beginArray();
      for (int i = 0; json.nextElement(); i++) {
        Subject.Builder subject = Subject.newBuilder();
        try {
          SUBJECT.read(json, subject);
        } catch (RecordFormatException e) {
          throw e.inside("[" + i + "]").inside("subject");
        }
        subjects.add(subject.build());
      }
    }

    private Message readPredicate(Kind kind) throws RecordFormatException {
      Message.Builder builder = kind.prototype().newBuilderForType();
      try {
        kind.reader().read(json, builder);
      } catch (RecordFormatException e) {
        throw e.inside("predicate");
      }
      return builder.build();
    }

    private void once(int bit, String name) throws RecordFormatException {
      if ((seen & bit) != 0) {
        throw new RecordFormatException("JSON_DUPLICATE_KEY", name, name, "each name once");
      }
      seen |= bit;
    }
  }
}
