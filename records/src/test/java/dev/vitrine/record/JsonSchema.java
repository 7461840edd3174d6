package dev.vitrine.record;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import java.util.Map;
import java.util.TreeMap;

/**
 * JSON Schema (2020-12) of the proto3-JSON form of a predicate, with the .proto file's comments.
 */
final class JsonSchema {
  private final ProtoComments comments;
  private final Map<String, JsonObject> definitions = new TreeMap<>();

  JsonSchema(ProtoComments comments) {
    this.comments = comments;
  }

  String of(Kind kind) {
    Descriptor type = kind.prototype().getDescriptorForType();
    JsonObject schema = new JsonObject();
    schema.addProperty("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.addProperty("$id", kind.uri());
    schema.addProperty("title", kind.id());
    object(type).entrySet().forEach(e -> schema.add(e.getKey(), e.getValue()));
    JsonObject defs = new JsonObject();
    definitions.forEach(defs::add);
    schema.add("$defs", defs);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(schema)
        + "\n";
  }

  private JsonObject object(Descriptor type) {
    JsonObject properties = new JsonObject();
    for (FieldDescriptor field : type.getFields()) {
      properties.add(field.getJsonName(), field(field));
    }
    JsonObject object = new JsonObject();
    describe(object, name(type.getFullName()));
    object.addProperty("type", "object");
    object.add("properties", properties);
    object.addProperty("additionalProperties", false);
    return object;
  }

  private JsonObject field(FieldDescriptor field) {
    JsonObject value;
    if (field.isMapField()) {
      value = typed("object");
      value.add("additionalProperties", typed("string"));
    } else {
      value = value(field);
      if (field.isRepeated()) {
        JsonObject list = typed("array");
        list.add("items", value);
        value = list;
      }
    }
    describe(value, name(field.getFullName()));
    return value;
  }

  private JsonObject value(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> typed("string");
      case BOOLEAN -> typed("boolean");
      case INT -> typed("integer");
      case LONG -> integer64();
      case BYTE_STRING -> {
        JsonObject bytes = typed("string");
        bytes.addProperty("contentEncoding", "base64");
        yield bytes;
      }
      case ENUM -> enumeration(field);
      case MESSAGE -> message(field.getMessageType());
      default -> throw new IllegalStateException(field.getFullName());
    };
  }

  private static JsonObject integer64() {
    JsonArray types = new JsonArray();
    types.add("string");
    types.add("integer");
    JsonObject integer = new JsonObject();
    integer.add("type", types);
    integer.addProperty("pattern", "^(0|-?[1-9][0-9]*)$");
    return integer;
  }

  private static JsonObject enumeration(FieldDescriptor field) {
    JsonArray names = new JsonArray();
    for (EnumValueDescriptor value : field.getEnumType().getValues()) {
      if (value.getNumber() != 0) {
        names.add(value.getName());
      }
    }
    JsonObject enumeration = new JsonObject();
    enumeration.add("enum", names);
    return enumeration;
  }

  private JsonObject message(Descriptor type) {
    if (type == Timestamp.getDescriptor()) {
      JsonObject time = typed("string");
      time.addProperty("format", "date-time");
      time.addProperty("pattern", "Z$");
      return time;
    }
    String name = name(type.getFullName());
    if (!definitions.containsKey(name)) {
      definitions.put(name, object(type));
    }
    JsonObject reference = new JsonObject();
    reference.addProperty("$ref", "#/$defs/" + name);
    return reference;
  }

  private void describe(JsonObject object, String name) {
    String comment = comments.of(name);
    if (!comment.isEmpty()) {
      object.addProperty("description", comment);
    }
  }

  private static JsonObject typed(String type) {
    JsonObject object = new JsonObject();
    object.addProperty("type", type);
    return object;
  }

  private static String name(String fullName) {
    return fullName.substring("vitrine.v1.".length());
  }
}
