package dev.vitrine.client.cli;

import dev.vitrine.record.Times;
import dev.vitrine.v1.DataException;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.RemoteAccess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Where datasets are, by the relocations told so far: each chain folded to its newest step. */
final class DataPlaces {
  private final Map<String, Chain> chains = new LinkedHashMap<>();

  /** One relocation and the records that tell of it. */
  private static final class Chain {
    private final List<Long> entries = new ArrayList<>();
    private State state = State.STATE_UNSPECIFIED;
    private DataRelocation newest = DataRelocation.getDefaultInstance();
    private DataRelocation settled = DataRelocation.getDefaultInstance();
    private String since = "";
    private int incidents;
  }

  /** Adds a step; steps come in log order. */
  void add(long index, DataRelocation step) {
    Chain chain = chains.computeIfAbsent(step.getRelocationId(), id -> new Chain());
    chain.entries.add(index);
    chain.newest = step;
    switch (step.getState()) {
      case INCIDENT -> chain.incidents++;
      case CORRECTION -> chain.settled = step;
      default -> {
        chain.state = step.getState();
        chain.settled = step;
        Instant time =
            Times.instant(step.hasFinished() ? step.getFinished() : step.getCommon().getIssuedAt());
        chain.since = time.toString();
      }
    }
  }

  boolean isEmpty() {
    return chains.isEmpty();
  }

  /** One line a relocation, with everything a reader must know of it. */
  List<Object> lines(Instant now) {
    List<Object> lines = new ArrayList<>();
    chains.forEach((id, chain) -> lines.add(line(id, chain, now)));
    return lines;
  }

  /** Ids of relocations that should have been completed by now. */
  List<Object> overdue(Instant now) {
    List<Object> overdue = new ArrayList<>();
    chains.forEach(
        (id, chain) -> {
          if (isOverdue(chain, now)) {
            overdue.add(id + ", due " + Times.instant(chain.settled.getDue()));
          }
        });
    return overdue;
  }

  private static boolean isOverdue(Chain chain, Instant now) {
    boolean open = chain.state == State.PLANNED || chain.state == State.STARTED;
    return open && chain.settled.hasDue() && Times.instant(chain.settled.getDue()).isBefore(now);
  }

  private static Map<String, Object> line(String id, Chain chain, Instant now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("dataset", chain.settled.getDataset().getId());
    line.put("in", where(chain));
    line.put("since", chain.since);
    line.put("state", chain.state.name());
    line.put("relocation", id);
    line.put("entries", chain.entries.toString());
    if (chain.settled.getExceptionsCount() > 0) {
      line.put("exceptions", exceptions(chain.settled));
    }
    if (chain.settled.getRemoteAccessCount() > 0) {
      line.put("remoteAccess", remoteAccess(chain.settled));
    }
    if (chain.incidents > 0) {
      line.put("incidents", chain.incidents);
    }
    if (isOverdue(chain, now)) {
      line.put("overdue", Times.instant(chain.settled.getDue()).toString());
    }
    if (!chain.newest.getProvenance().isEmpty()) {
      line.put("source", chain.newest.getProvenance());
    }
    return line;
  }

  /**
   * Until a move is completed the data is where it was; until the source is disposed of, in both.
   */
  private static String where(Chain chain) {
    String from = places(chain.settled.getFromList());
    String to = places(chain.settled.getToList());
    return switch (chain.state) {
      case PLANNED -> from;
      case STARTED -> from + " (moving to " + to + ")";
      case COMPLETED ->
          chain.settled.getMethod() == DataRelocation.Method.REROUTE_NEW_INTAKE
              ? to + " (what arrives from then on; older data in " + from + ")"
              : to + " (old copy in " + from + " not disposed of)";
      default -> to;
    };
  }

  private static String places(List<Location> locations) {
    TreeSet<String> names = new TreeSet<>();
    for (Location l : locations) {
      names.add(l.getCountry() + (l.getSite().isEmpty() ? "" : "/" + l.getSite()));
    }
    return String.join(" + ", names);
  }

  private static String exceptions(DataRelocation relocation) {
    List<String> all = new ArrayList<>();
    for (DataException e : relocation.getExceptionsList()) {
      all.add(e.getCount() + " " + e.getReason());
    }
    return String.join("; ", all);
  }

  private static String remoteAccess(DataRelocation relocation) {
    List<String> all = new ArrayList<>();
    for (RemoteAccess access : relocation.getRemoteAccessList()) {
      all.add(access.getCountry() + " " + access.getRolesList());
    }
    return String.join("; ", all);
  }
}
