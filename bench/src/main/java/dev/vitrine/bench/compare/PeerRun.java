package dev.vitrine.bench.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.bench.load.Measurement;

/**
 * One server in one round.
 *
 * @param diskPerPayload bytes on disk after an orderly stop, to the bytes of all entries in the log
 */
record PeerRun(Measurement measurement, double diskPerPayload) {

  double rate() {
    return measurement.result().acknowledged();
  }

  double cpu() {
    return measurement.cpuMicrosPerEntry();
  }

  ObjectNode json() {
    ObjectNode json = measurement.json();
    json.put("diskPerPayload", diskPerPayload);
    return json;
  }
}
