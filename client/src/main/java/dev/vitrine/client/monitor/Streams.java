package dev.vitrine.client.monitor;

import java.util.Optional;
import java.util.function.Consumer;

/** Every stream counts 1, 2, 3, … and each record names the one before it. */
final class Streams implements Rule {
  @Override
  public String name() {
    return "streams";
  }

  @Override
  public void record(LoggedRecord record, Memory memory, Consumer<Finding> report) {
    String stream = record.common().getStream();
    if (stream.isEmpty()) {
      return;
    }
    Optional<String[]> last = memory.get(stream).map(value -> value.split(" ", 2));
    long expected = last.map(value -> Long.parseLong(value[0]) + 1).orElse(1L);
    long sequence = record.common().getSequence();
    if (sequence != expected) {
      report.accept(
          finding("STREAM_GAP", record, "sequence " + sequence + " (expected: " + expected + ")"));
    } else if (!record.common().getPrevious().equals(last.map(value -> value[1]).orElse(""))) {
      report.accept(
          finding(
              "STREAM_BRANCH",
              record,
              "previous "
                  + record.common().getPrevious()
                  + " (expected: "
                  + last.map(value -> value[1]).orElse("none")
                  + ")"));
    }
    memory.put(stream, sequence + " " + record.leafHash());
  }

  private static Finding finding(String rule, LoggedRecord record, String what) {
    String stream = record.common().getStream();
    return Finding.about(
        rule, Severity.CRITICAL, stream, "stream " + stream + ": " + what, record.index());
  }
}
