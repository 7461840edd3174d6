package dev.vitrine.client.monitor;

import java.util.Map;
import java.util.Optional;

/**
 * What a rule keeps between entries, under names of its own. Changes last once the step is
 * committed.
 */
interface Memory {
  Optional<String> get(String name);

  void put(String name, String value);

  void remove(String name);

  /** Everything whose name begins with a prefix. */
  Map<String, String> withPrefix(String prefix);
}
