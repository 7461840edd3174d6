package dev.vitrine.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads the proto3-JSON form of one message type, strictly: every accepted text is also accepted,
 * with the same result, by protobuf's own JsonFormat, but unknown fields, duplicate names, nulls,
 * floats, enum numbers and second spellings (snake_case names, offsets other than Z) are refused,
 * so that a text means the same to every reader. Immutable, thread-safe.
 */
final class MessageReader {
  private final Descriptor type;
  private final Map<String, Field> fields = new HashMap<>();

  /** Compiles a reader for a message type; the types must not be recursive. */
  static MessageReader of(Message prototype) {
    return new MessageReader(prototype.getDescriptorForType());
  }

  private MessageReader(Descriptor type) {
    this.type = type;
    for (FieldDescriptor field : type.getFields()) {
      MessageReader nested =
          field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                  && !field.isMapField()
                  && field.getMessageType() != Timestamp.getDescriptor()
              ? new MessageReader(field.getMessageType())
              : null;
      fields.put(field.getJsonName(), new Field(field, nested));
    }
  }

  private record Field(
      FieldDescriptor descriptor, @org.jspecify.annotations.Nullable MessageReader nested) {}

  /**
   * Reads one object from {@code json} into {@code builder}, which must be empty and of the type.
   */
  void read(JsonReader json, Message.Builder builder) throws RecordFormatException {
    long seen = 0;
    json.beginObject();
    while (json.nextMember()) {
      Field field = fields.get(json.name());
      if (field == null) {
        throw new RecordFormatException(
            "UNKNOWN_FIELD", json.name(), json.name(), "a field of " + type.getName());
      }
      long bit = 1L << field.descriptor.getIndex();
      if ((seen & bit) != 0) {
        throw duplicate(json.name());
      }
      seen |= bit;
      readField(json, field, builder);
    }
  }

  private void readField(JsonReader json, Field field, Message.Builder builder)
      throws RecordFormatException {
    FieldDescriptor descriptor = field.descriptor;
    try {
      if (descriptor.isMapField()) {
        readMap(json, descriptor, builder);
      } else if (descriptor.isRepeated()) {
        readList(json, field, builder);
      } else {
        builder.setField(descriptor, readValue(json, field, builder));
      }
    } catch (RecordFormatException e) {
      throw e.inside(descriptor.getJsonName());
    }
  }

  private void readList(JsonReader json, Field field, Message.Builder builder)
      throws RecordFormatException {
    json.beginArray();
    for (int i = 0; json.nextElement(); i++) {
      try {
        builder.addRepeatedField(field.descriptor, readValue(json, field, builder));
      } catch (RecordFormatException e) {
        throw e.inside("[" + i + "]");
      }
    }
  }

  private static void readMap(JsonReader json, FieldDescriptor field, Message.Builder builder)
      throws RecordFormatException {
    FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
    FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
    Set<String> names = new HashSet<>();
    json.beginObject();
    while (json.nextMember()) {
      String name = json.name();
      if (!names.add(name)) {
        throw duplicate(name);
      }
      Message.Builder entry = builder.newBuilderForField(field);
      entry.setField(key, name);
      try {
        entry.setField(value, json.string());
      } catch (RecordFormatException e) {
        throw e.inside(name);
      }
      builder.addRepeatedField(field, entry.build());
    }
  }

  private static Object readValue(JsonReader json, Field field, Message.Builder builder)
      throws RecordFormatException {
    FieldDescriptor descriptor = field.descriptor;
    return switch (descriptor.getJavaType()) {
      case STRING -> json.string();
      case LONG -> json.integer();
      case INT -> int32(json.integer());
      case BOOLEAN -> json.bool();
      case ENUM -> enumValue(json.string(), descriptor);
      case BYTE_STRING -> bytes(json.string());
      case MESSAGE -> message(json, field, builder);
      default ->
          throw new IllegalStateException(descriptor.getFullName() + ": floats are not used");
    };
  }

  private static Message message(JsonReader json, Field field, Message.Builder builder)
      throws RecordFormatException {
    if (field.nested == null) {
      return Times.parse(json.string());
    }
    Message.Builder inner = builder.newBuilderForField(field.descriptor);
    field.nested.read(json, inner);
    return inner.build();
  }

  private static Integer int32(long value) throws RecordFormatException {
    if (value != (int) value) {
      throw new RecordFormatException(
          "JSON_TYPE", "", Long.toString(value), "an integer of 32 bits");
    }
    return (int) value;
  }

  private static EnumValueDescriptor enumValue(String name, FieldDescriptor field)
      throws RecordFormatException {
    EnumValueDescriptor value = field.getEnumType().findValueByName(name);
    if (value == null || value.getNumber() == 0) {
      throw new RecordFormatException("ENUM_VALUE", "", name, expectedNames(field));
    }
    return value;
  }

  private static String expectedNames(FieldDescriptor field) {
    return field.getEnumType().getValues().stream()
        .filter(v -> v.getNumber() != 0)
        .map(EnumValueDescriptor::getName)
        .reduce((a, b) -> a + ", " + b)
        .orElse("nothing");
  }

  private static ByteString bytes(String base64) throws RecordFormatException {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
        return ByteString.copyFrom(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Told below, together with the texts that the JDK decodes though they are not canonical.
    }
    throw new RecordFormatException("BASE64", "", base64, "canonical base64 with padding");
  }

  private static RecordFormatException duplicate(String name) {
    return new RecordFormatException("JSON_DUPLICATE_KEY", name, name, "each name once");
  }
}
