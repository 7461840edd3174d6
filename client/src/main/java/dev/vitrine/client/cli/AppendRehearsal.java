package dev.vitrine.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run of {@code vitrine append --dry-run}: what the log would say, entry by entry. */
final class AppendRehearsal {
  private final RecordServer server;
  private final List<Object> verdicts = new ArrayList<>();
  private long refused;

  AppendRehearsal(RecordServer server) {
    this.server = server;
  }

  void ask(String source, byte[] entry) throws IOException, InterruptedException {
    JsonNode verdict = server.validate(entry);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("source", source);
    line.putAll(words(verdict));
    if (!isAdmissible(verdict)) {
      refused++;
    }
    verdicts.add(line);
  }

  static boolean isAdmissible(JsonNode verdict) {
    return verdict.path("admissible").asBoolean();
  }

  /** What the log would say, for people and programs. */
  static Map<String, Object> words(JsonNode verdict) {
    Map<String, Object> words = new LinkedHashMap<>();
    if (!isAdmissible(verdict)) {
      words.put("logWouldSay", verdict.path("reason").asText());
      words.put("field", verdict.path("field").asText());
      words.put("value", verdict.path("value").asText());
      words.put("because", verdict.path("message").asText());
    } else if (verdict.path("duplicate").asBoolean()) {
      words.put("logWouldSay", "DUPLICATE");
      words.put("firstIndex", verdict.path("duplicateOf").asLong());
    } else {
      words.put("logWouldSay", "ADMITTED");
    }
    return words;
  }

  boolean isEmpty() {
    return verdicts.isEmpty();
  }

  /** Each entry is judged against the log as it is, not as those before it would leave it. */
  int report(OutputOptions output) {
    int asked = verdicts.size();
    output.print(
        Answer.of(
                refused == 0 ? "ADMISSIBLE" : "REFUSED",
                "%,d of %,d entries would be taken; nothing was appended"
                    .formatted(asked - refused, asked))
            .fact("entries", verdicts)
            .notProven("that the log will say the same of the append: it may have grown by then"));
    return refused == 0 ? 0 : 1;
  }
}
