package dev.vitrine.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One run against one server, with what it cost the server.
 *
 * @param cpuMicros the server's CPU time during the run; 0 where unknown
 * @param clientCpuMicros the load generator's CPU time during the run
 * @param stages the server's CPU time by stage during the run; empty where unknown
 * @param residentBytes the server's memory at its end; 0 where unknown
 * @param audit what became of the acknowledged entries
 */
public record Measurement(
    String name,
    LoadResult result,
    long cpuMicros,
    long clientCpuMicros,
    StageCpu stages,
    long residentBytes,
    AckAudit audit) {

  /** The server's CPU time for each acknowledged entry, microseconds. */
  public double cpuMicrosPerEntry() {
    long acknowledged = acknowledged();
    return acknowledged == 0 ? Double.NaN : (double) cpuMicros / acknowledged;
  }

  long acknowledged() {
    long count = 0;
    for (long request = 0; request < result.acks().requests(); request++) {
      count += result.acks().index(request) >= 0 ? 1 : 0;
    }
    return count;
  }

  /** Whether nothing failed and each acknowledged entry is where the log said. */
  public boolean sound() {
    return result.failures().isEmpty() && audit.wrong() == 0;
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
    json.setAll(result.json());
    json.put("serverCpuMicrosPerEntry", cpuMicrosPerEntry());
    json.put("clientCpuMicrosPerEntry", (double) clientCpuMicros / acknowledged());
    for (String stage : StageTable.STAGES) {
      if (stages.seconds().containsKey(stage)) {
        json.withObject("/serverStageCpuMicrosPerEntry")
            .put(stage, stages.micros(stage) / acknowledged());
      }
    }
    json.put("serverResidentBytes", residentBytes);
    json.set("audit", audit.json());
    return json;
  }
}
