package dev.vitrine.client.cli;

import dev.vitrine.admission.Decision;
import dev.vitrine.admission.RecordAdmission;
import dev.vitrine.admission.Replay;
import dev.vitrine.admission.StateHead;
import dev.vitrine.admission.StateStore;
import dev.vitrine.client.LogClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Admission over the entries of a log, one after the other, and what it said. */
final class AdmissionReplay {
  /** Refusals told one by one; the counts have them all. */
  private static final int MAX_TOLD = 20;

  private final StateStore state;
  private final RecordAdmission admission;
  private final Map<String, Long> counts = new TreeMap<>();
  private final List<Object> refused = new ArrayList<>();
  private long admitted;

  AdmissionReplay(LogClient client, StateStore state) {
    this.state = state;
    this.admission = new RecordAdmission(state, new LogDocuments(client), Optional.empty());
  }

  void next(long index, byte[] entry) {
    Decision decision = new Replay(admission, state).next(entry).decision();
    if (decision instanceof Decision.Admitted) {
      admitted++;
      count("ADMITTED");
      return;
    }
    state.apply(List.of(StateHead.of(state).skip()));
    if (decision instanceof Decision.Rejected rejected) {
      refuse(index, rejected.rejection().code(), rejected.rejection().message());
    } else {
      refuse(index, "DUPLICATE", "a repetition of an earlier event");
    }
  }

  private void refuse(long index, String code, String why) {
    count(code);
    if (refused.size() < MAX_TOLD) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("index", index);
      line.put("reason", code);
      line.put("because", why);
      refused.add(line);
    }
  }

  private void count(String verdict) {
    counts.merge(verdict, 1L, Long::sum);
  }

  long admitted() {
    return admitted;
  }

  /** A line for each verdict that was given, such as {@code ADMITTED 27}. */
  List<Object> counts() {
    List<Object> lines = new ArrayList<>();
    counts.forEach((verdict, count) -> lines.add(verdict + " " + count));
    return lines;
  }

  List<Object> refused() {
    return refused;
  }

  StateHead head() {
    return StateHead.of(state);
  }
}
