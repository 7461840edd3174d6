package dev.vitrine.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads the answer of {@code /v1/lookup}. */
final class LookupJson {
  /** A page ends at about 3 MiB of records, which base64 makes a third larger. */
  static final int MAX_BYTES = 6 << 20;

  private LookupJson() {}

  static LookupPage read(byte[] json) throws IOException {
    List<UnverifiedEntry> hits = new ArrayList<>();
    String token = "";
    long covers = -1;
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      require(parser.nextToken() == JsonToken.START_OBJECT, "an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "hits" -> hits(parser, hits);
          case "nextPageToken" -> token = parser.getText();
          case "coversSize" -> covers = index(parser);
          default -> parser.skipChildren();
        }
      }
    }
    require(covers >= 0, "coversSize");
    return new LookupPage(hits, token, covers);
  }

  private static void hits(JsonParser parser, List<UnverifiedEntry> hits) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY, "hits as an array");
    while (parser.nextToken() == JsonToken.START_OBJECT) {
      long index = -1;
      byte[] entry = {};
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "index" -> index = index(parser);
          case "entry" -> entry = entry(parser);
          default -> parser.skipChildren();
        }
      }
      require(index >= 0, "an index in every hit");
      hits.add(new UnverifiedEntry(index, entry));
    }
  }

  private static byte[] entry(JsonParser parser) throws IOException {
    // Either alphabet of base64, with or without padding.
    String text = parser.getText().replace('-', '+').replace('_', '/');
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "entry in the look-up's answer: %.100s (expected: base64)".formatted(text), e);
    }
  }

  /** 64-bit numbers may come as strings, as proto3-JSON writes them. */
  private static long index(JsonParser parser) throws IOException {
    String text = parser.getText();
    require(text.matches("0|[1-9][0-9]{0,17}"), "a decimal number instead of " + text);
    return Long.parseLong(text);
  }

  private static void require(boolean condition, String expected) throws IOException {
    if (!condition) {
      throw new IOException(
          "the look-up's answer is not of this log's format (expected: %s)".formatted(expected));
    }
  }
}
