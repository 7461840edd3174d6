package dev.vitrine.client.cli;

import dev.vitrine.record.Times;
import dev.vitrine.v1.DataException;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.RemoteAccess;
import dev.vitrine.v1.SourceDisposition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One relocation, folded from the records that tell of it. What a step does not speak of again
 * stays as it was told: exceptions, remote access and the due time are those of the newest record
 * that names any, so that a later step cannot make them disappear by silence. Regions add up for
 * the same reason; only a correction takes one back.
 */
final class RelocationChain {
  private final List<Long> entries = new ArrayList<>();
  private final Set<String> regions = new TreeSet<>();
  private State state = State.STATE_UNSPECIFIED;
  private DataRelocation settled = DataRelocation.getDefaultInstance();
  private List<DataException> exceptions = List.of();
  private List<RemoteAccess> remoteAccess = List.of();
  private Optional<Instant> due = Optional.empty();
  private String since = "";
  private String source = "";
  private long arrived = Long.MAX_VALUE;
  private SourceDisposition disposition = SourceDisposition.getDefaultInstance();
  private final List<Long> incidents = new ArrayList<>();

  void add(long index, DataRelocation step) {
    entries.add(index);
    if (step.getState() == State.CORRECTION) {
      regions.clear();
    }
    regions.addAll(step.getSubjectRegionsList());
    if (step.getExceptionsCount() > 0 || step.getNoExceptions()) {
      exceptions = step.getExceptionsList();
    }
    if (step.getRemoteAccessCount() > 0) {
      remoteAccess = step.getRemoteAccessList();
    }
    if (step.hasDue()) {
      due = Optional.of(Times.instant(step.getDue()));
    }
    if (step.hasSourceDisposition()) {
      disposition = step.getSourceDisposition();
    }
    if (!step.getProvenance().isEmpty()) {
      source = step.getProvenance();
    }
    settle(index, step);
  }

  private void settle(long index, DataRelocation step) {
    if (step.getState() == State.INCIDENT) {
      incidents.add(index);
      return;
    }
    settled = step;
    if (step.getState() == State.CORRECTION) {
      return;
    }
    state = step.getState();
    since = since(step);
    if (state == State.COMPLETED) {
      arrived = index;
    }
  }

  /**
   * Until it is completed, the data was in its place before anybody told of the move. Neither its
   * start nor the end of the old copy moves it.
   */
  private String since(DataRelocation step) {
    return switch (step.getState()) {
      case PLANNED -> "before " + Times.instant(step.getCommon().getIssuedAt());
      case STARTED -> step.hasStarted() ? Times.instant(step.getStarted()).toString() : since;
      case SOURCE_DISPOSED -> since;
      default ->
          Times.instant(step.hasFinished() ? step.getFinished() : step.getCommon().getIssuedAt())
              .toString();
    };
  }

  /** Whose data it moved. */
  Set<String> regions() {
    return regions;
  }

  /** When it should have been completed, if that is over and it is not. */
  Optional<Instant> overdue(Instant now) {
    return due.filter(time -> isOpen() && time.isBefore(now));
  }

  private boolean isOpen() {
    return state == State.PLANNED || state == State.STARTED;
  }

  /** Whether it took data away from a place where {@code earlier} had brought the same dataset. */
  private boolean tookFrom(RelocationChain earlier, Location place) {
    return arrived != Long.MAX_VALUE
        && arrived > earlier.arrived
        && settled.getDataset().getId().equals(earlier.settled.getDataset().getId())
        && settled.getFromList().stream().anyMatch(from -> name(from).equals(name(place)));
  }

  /** Everything a reader must know of it, beside the other relocations, which may have gone on. */
  Map<String, Object> line(String id, Map<String, RelocationChain> all, Instant now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("dataset", settled.getDataset().getId());
    line.put("of", String.join(" ", regions));
    line.put("in", where(all, now));
    if (state == State.PLANNED) {
      line.put("plannedTo", places(settled.getToList()));
    }
    line.put("since", since);
    line.put("state", state.name());
    line.put("relocation", id);
    line.put("entries", entries.toString());
    if (!exceptions.isEmpty()) {
      line.put("exceptions", told(exceptions));
    }
    String access = remoteAccess(now);
    if (!access.isEmpty()) {
      line.put("remoteAccess", access);
    }
    if (!incidents.isEmpty()) {
      line.put("incidents", "told by entries " + incidents);
    }
    due.filter(time -> isOpen())
        .ifPresent(time -> line.put(time.isBefore(now) ? "overdue" : "due", time.toString()));
    if (!source.isEmpty()) {
      line.put("source", source);
    }
    return line;
  }

  /**
   * Until a move is completed the data is where it was; until the source is disposed of, in both;
   * and no longer where another move has taken it away.
   */
  private String where(Map<String, RelocationChain> all, Instant now) {
    String from = places(settled.getFromList());
    String to = places(settled.getToList());
    return switch (state) {
      case PLANNED -> from;
      case STARTED -> from + " (moving to " + to + ")";
      case COMPLETED ->
          settled.getMethod() == DataRelocation.Method.REROUTE_NEW_INTAKE
              ? arrivedIn(all, now) + " (what arrives from then on; older data in " + from + ")"
              : arrivedIn(all, now) + " (old copy in " + from + " not disposed of)";
      default -> arrivedIn(all, now) + retained(from);
    };
  }

  /** A source that is kept for a time is a place where the data still is. */
  private String retained(String from) {
    return disposition.getAction() == SourceDisposition.Action.RETAINED_UNTIL
        ? " (old copy in "
            + from
            + " kept until "
            + Times.instant(disposition.getRetainedUntil())
            + ")"
        : "";
  }

  private String arrivedIn(Map<String, RelocationChain> all, Instant now) {
    List<Location> left = new ArrayList<>(settled.getToList());
    Set<String> movers = new TreeSet<>();
    Set<String> partly = new TreeSet<>();
    all.forEach(
        (id, other) -> {
          if (left.stream().noneMatch(place -> other.tookFrom(this, place))) {
            return;
          }
          if (EuropeanUnion.covers(other.regions, regions, now)) {
            left.removeIf(place -> other.tookFrom(this, place));
            movers.add(id);
          } else if (EuropeanUnion.overlap(other.regions, regions, now)) {
            partly.add(id + " (data of " + String.join(" ", other.regions) + ")");
          }
        });
    String moved = "moved on by relocation " + String.join(", ", movers);
    if (left.isEmpty()) {
      return moved;
    }
    String rest = movers.isEmpty() ? "" : " (the rest " + moved + ")";
    String part =
        partly.isEmpty()
            ? ""
            : " (in part moved on by relocation " + String.join(", ", partly) + ")";
    return places(left) + rest + part;
  }

  private static String name(Location place) {
    return place.getCountry() + (place.getSite().isEmpty() ? "" : "/" + place.getSite());
  }

  private static String places(List<Location> locations) {
    return String.join(
        " + ", new TreeSet<>(locations.stream().map(RelocationChain::name).toList()));
  }

  private static String told(List<DataException> exceptions) {
    return String.join(
        "; ", exceptions.stream().map(e -> e.getCount() + " " + e.getReason()).toList());
  }

  /** Who reaches the data from elsewhere at a time, how controlled, since when and until when. */
  private String remoteAccess(Instant now) {
    List<String> told = new ArrayList<>();
    for (RemoteAccess access : remoteAccess) {
      if (!access.hasUntil() || !Times.instant(access.getUntil()).isBefore(now)) {
        told.add(
            access.getCountry()
                + " "
                + access.getRolesList()
                + (access.getControl().isEmpty() ? "" : ", " + access.getControl())
                + (access.hasSince() ? ", since " + Times.instant(access.getSince()) : "")
                + (access.hasUntil() ? ", until " + Times.instant(access.getUntil()) : ""));
      }
    }
    return String.join("; ", told);
  }
}
