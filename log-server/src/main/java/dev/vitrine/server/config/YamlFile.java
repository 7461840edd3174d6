package dev.vitrine.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads a YAML file of nested mappings into dotted keys; every scalar stays the text it is. */
final class YamlFile {
  private static final int MAX_BYTES = 1 << 20;

  private YamlFile() {}

  static Map<String, String> read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new ConfigException(file + ": " + bytes + " bytes (expected: <= " + MAX_BYTES + ")");
    }
    return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString());
  }

  static Map<String, String> parse(String yaml, String label) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(label)
            .setAllowDuplicateKeys(false)
            .setSchema(new FailsafeSchema())
            .build();
    Map<String, String> flat = new TreeMap<>();
    try {
      // An empty file is no document, which the reader of a single one cannot take.
      for (Object document : new Load(settings).loadAllFromString(yaml)) {
        if (document != null) {
          flatten("", document, flat);
        }
      }
    } catch (YamlEngineException e) {
      throw new ConfigException(label + ": " + e.getMessage(), e);
    }
    return flat;
  }

  private static void flatten(String key, Object node, Map<String, String> into) {
    if (node instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        String name = String.valueOf(entry.getKey());
        if (name.indexOf('.') >= 0) {
          throw new ConfigException("unknown key: " + name + " (expected: nested mappings)");
        }
        flatten(key.isEmpty() ? name : key + "." + name, entry.getValue(), into);
      }
    } else if (node instanceof String text) {
      if (key.isEmpty()) {
        throw new ConfigException("document: " + text + " (expected: a mapping)");
      }
      into.put(key, text);
    } else {
      throw new ConfigException(key + ": " + node + " (expected: a single value)");
    }
  }
}
