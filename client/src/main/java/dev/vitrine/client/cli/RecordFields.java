package dev.vitrine.client.cli;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.vitrine.record.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The fields of a kind as the help of its command lists them. */
final class RecordFields {
  private static final String LINE = "  %-22s %s";

  private RecordFields() {}

  static List<String> of(Kind kind) {
    List<String> lines = new ArrayList<>();
    for (FieldDescriptor field : kind.prototype().getDescriptorForType().getFields()) {
      if (!field.getName().equals("common")) {
        lines.add(LINE.formatted(name(field), words(field)));
      }
    }
    lines.add(
        LINE.formatted(
            "common",
            "of every record: .backfill and .backfillReason for what is told late, .supersedes,"
                + " .corrects {index, leafHash}"));
    return lines;
  }

  private static String name(FieldDescriptor field) {
    return field.getJsonName() + (field.isRepeated() ? "[]" : "");
  }

  private static String words(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> "text";
      case INT, LONG -> "number";
      case BOOLEAN -> "true or false";
      case BYTE_STRING -> "base64";
      case ENUM ->
          field.getEnumType().getValues().stream()
              .filter(value -> value.getNumber() != 0)
              .map(EnumValueDescriptor::getName)
              .collect(Collectors.joining(", "));
      case MESSAGE -> words(field.getMessageType());
      case FLOAT, DOUBLE -> throw new IllegalStateException(field + " (expected: no such field)");
    };
  }

  private static String words(Descriptor message) {
    return message.getFullName().equals("google.protobuf.Timestamp")
        ? "time, as 2026-11-24T08:00:00Z"
        : message.getFields().stream()
            .map(RecordFields::name)
            .collect(Collectors.joining(", ", "{", "}"));
  }
}
