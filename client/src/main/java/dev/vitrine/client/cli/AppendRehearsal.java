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
    if (!verdict.path("admissible").asBoolean()) {
      refused++;
      line.put("logWouldSay", verdict.path("reason").asText());
      line.put("field", verdict.path("field").asText());
      line.put("because", verdict.path("message").asText());
    } else if (verdict.path("duplicate").asBoolean()) {
      line.put("logWouldSay", "DUPLICATE");
      line.put("firstIndex", verdict.path("duplicateOf").asLong());
    } else {
      line.put("logWouldSay", "ADMITTED");
    }
    verdicts.add(line);
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
