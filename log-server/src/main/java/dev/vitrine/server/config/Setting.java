package dev.vitrine.server.config;

import java.util.Objects;
import java.util.function.Function;

/**
 * One key of the configuration file.
 *
 * @param key path from the top of the file, kebab-case words joined by dots
 * @param form what a value looks like, for people
 * @param defaultValue as it would be written in the file; empty where the key is optional
 * @param parser turns the text into the value and throws IllegalArgumentException with the value
 *     and what was expected
 */
record Setting<T>(String key, String form, String defaultValue, Function<String, T> parser) {
  Setting {
    Objects.requireNonNull(defaultValue, "defaultValue");
    Objects.requireNonNull(parser, "parser");
    if (!key.matches("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)*")) {
      throw new IllegalArgumentException("key: " + key + " (expected: kebab-case)");
    }
  }

  T parse(String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
  }
}
