package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What kind of document a file is, by what it says of itself. */
final class MediaTypes {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";

  private MediaTypes() {}

  static String of(String name, byte[] content) {
    if (!name.endsWith(".json") && !name.endsWith(".jsonl")) {
      return "application/octet-stream";
    }
    try {
      return ofJson(JSON.readTree(content));
    } catch (IOException e) {
      // The name promised JSON; whoever reads the document may still make something of it.
      return "application/octet-stream";
    }
  }

  private static String ofJson(JsonNode document) {
    String own = document.path("mediaType").asText();
    if (own.startsWith(BUNDLE)) {
      // Bundles up to v0.2 say application/vnd.dev.sigstore.bundle+json;version=0.2.
      return own.replaceFirst(";.*", "");
    }
    if (document.path("bomFormat").asText().equals("CycloneDX")) {
      return "application/vnd.cyclonedx+json";
    }
    if (document.has("spdxVersion")) {
      return "application/spdx+json";
    }
    if (document.path("_type").asText().startsWith("https://in-toto.io/Statement/")) {
      return "application/vnd.in-toto+json";
    }
    return "application/json";
  }
}
