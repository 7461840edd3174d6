package dev.vitrine.record;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;

/** JSON for people. */
final class Pretty {
  private Pretty() {}

  static String json(String json) {
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .create()
            .toJson(JsonParser.parseString(json))
        + "\n";
  }
}
