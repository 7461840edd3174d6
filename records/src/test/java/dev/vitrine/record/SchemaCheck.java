package dev.vitrine.record;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Holds a value against what {@link JsonSchema} uses of JSON Schema, which is all it reads. */
final class SchemaCheck {
  private final JsonObject root;
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck(JsonObject root) {
    this.root = root;
  }

  /** What is wrong with the value, each with its place; empty where it fits. */
  static List<String> faults(JsonObject schema, JsonElement value) {
    SchemaCheck check = new SchemaCheck(schema);
    check.check(schema, value, "");
    return check.faults;
  }

  private void check(JsonObject schema, JsonElement value, String at) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").getAsString().substring("#/$defs/".length());
      check(root.getAsJsonObject("$defs").getAsJsonObject(name), value, at);
      return;
    }
    if (schema.has("enum") && !schema.getAsJsonArray("enum").contains(value)) {
      faults.add(at + ": " + value + " (expected: one of " + schema.get("enum") + ")");
    } else if (schema.has("type") && !types(schema).contains(new JsonPrimitive(type(value)))) {
      faults.add(at + ": " + type(value) + " (expected: " + schema.get("type") + ")");
    } else if (value.isJsonObject()) {
      checkObject(schema, value.getAsJsonObject(), at);
    } else if (value.isJsonArray()) {
      for (int i = 0; i < value.getAsJsonArray().size(); i++) {
        check(schema.getAsJsonObject("items"), value.getAsJsonArray().get(i), at + "[" + i + "]");
      }
    } else if (schema.has("pattern")
        && type(value).equals("string")
        && !Pattern.compile(schema.get("pattern").getAsString())
            .matcher(value.getAsString())
            .find()) {
      faults.add(at + ": " + value + " (expected: " + schema.get("pattern") + ")");
    }
  }

  private void checkObject(JsonObject schema, JsonObject value, String at) {
    JsonObject properties =
        schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
    JsonElement rest = schema.get("additionalProperties");
    for (Map.Entry<String, JsonElement> field : value.entrySet()) {
      String place = at + "." + field.getKey();
      if (properties.has(field.getKey())) {
        check(properties.getAsJsonObject(field.getKey()), field.getValue(), place);
      } else if (rest.isJsonObject()) {
        check(rest.getAsJsonObject(), field.getValue(), place);
      } else {
        faults.add(place + " (expected: one of " + properties.keySet() + ")");
      }
    }
  }

  private static JsonArray types(JsonObject schema) {
    JsonElement type = schema.get("type");
    if (type.isJsonArray()) {
      return type.getAsJsonArray();
    }
    JsonArray one = new JsonArray();
    one.add(type);
    return one;
  }

  private static String type(JsonElement value) {
    if (value.isJsonObject()) {
      return "object";
    }
    if (value.isJsonArray()) {
      return "array";
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    return primitive.isBoolean() ? "boolean" : primitive.isNumber() ? "integer" : "string";
  }
}
