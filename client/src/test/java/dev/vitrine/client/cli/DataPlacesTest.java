package dev.vitrine.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.record.Times;
import dev.vitrine.v1.Common;
import dev.vitrine.v1.DataException;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.RemoteAccess;
import dev.vitrine.v1.SourceDisposition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code vitrine where} tells of chains of relocations. */
class DataPlacesTest {
  private static final Instant NOW = Instant.parse("2020-06-01T00:00:00Z");

  private final DataPlaces places = new DataPlaces();
  private long index;

  private static DataRelocation.Builder step(String id, State state, String from, String to) {
    return DataRelocation.newBuilder()
        .setCommon(Common.newBuilder().setIssuedAt(Times.of(NOW.minusSeconds(9))))
        .setRelocationId(id)
        .setState(state)
        .setDataset(Dataset.newBuilder().setId("files"))
        .addFrom(Location.newBuilder().setCountry(from))
        .addTo(Location.newBuilder().setCountry(to))
        .addSubjectRegions("EU")
        .setMethod(DataRelocation.Method.COPY_VERIFY_DELETE);
  }

  private static DataRelocation.Builder step(
      String id, State state, String from, String to, List<String> regions) {
    return step(id, state, from, to).clearSubjectRegions().addAllSubjectRegions(regions);
  }

  private void add(DataRelocation.Builder step) {
    places.add(index++, step.build());
  }

  /** Adds a whole move. */
  private void move(String id, String from, String to, String... regions) {
    for (State state : List.of(State.PLANNED, State.STARTED, State.COMPLETED)) {
      add(step(id, state, from, to, List.of(regions)));
    }
    add(step(id, State.SOURCE_DISPOSED, from, to, List.of(regions)));
  }

  private Map<?, ?> line(int i) {
    return (Map<?, ?>) lines(NOW).get(i);
  }

  private List<Object> lines(Instant at) {
    return places.lines(told -> true, at);
  }

  private List<Object> overdue(Instant at) {
    return places.overdue(told -> true, at);
  }

  @Test
  void planned_tellsWhereToAndByWhen_untilItIsDone() {
    Instant due = NOW.plusSeconds(1);
    add(step("m", State.PLANNED, "RU", "CH").setDue(Times.of(due)));
    assertThat(line(0).get("plannedTo")).isEqualTo("CH");
    assertThat(line(0).get("due")).isEqualTo(due.toString());
    assertThat(line(0).get("overdue")).isNull();
    add(step("m", State.STARTED, "RU", "CH"));
    assertThat(line(0).get("plannedTo")).isNull();
    assertThat(line(0).get("due")).isEqualTo(due.toString());
    add(step("m", State.COMPLETED, "RU", "CH"));
    assertThat(line(0).get("due")).isNull();
  }

  @Test
  void overdue_dueToldOnlyWhenPlanned_staysDueWhenStarted() {
    Instant due = NOW.minusSeconds(1);
    add(step("m", State.PLANNED, "RU", "CH").setDue(Times.of(due)));
    add(step("m", State.STARTED, "RU", "CH"));
    assertThat(overdue(NOW)).containsExactly("m, due " + due);
    assertThat(line(0).get("overdue")).isEqualTo(due.toString());
    assertThat(line(0).get("in")).isEqualTo("RU (moving to CH)");
    assertThat(overdue(due)).isEmpty();
    add(step("m", State.COMPLETED, "RU", "CH"));
    assertThat(overdue(NOW)).isEmpty();
  }

  @Test
  void line_laterStepIsSilent_exceptionsAndRemoteAccessStay() {
    add(
        step("m", State.PLANNED, "RU", "CH")
            .addRemoteAccess(
                RemoteAccess.newBuilder()
                    .setCountry("RU")
                    .addRoles("analyst")
                    .setControl("four eyes")
                    .setSince(Times.of(NOW.minusSeconds(60)))));
    add(step("m", State.STARTED, "RU", "CH"));
    add(
        step("m", State.COMPLETED, "RU", "CH")
            .addExceptions(DataException.newBuilder().setCount(7).setReason("legal hold")));
    add(step("m", State.SOURCE_DISPOSED, "RU", "CH"));
    assertThat(line(0).get("exceptions")).isEqualTo("7 legal hold");
    assertThat(line(0).get("remoteAccess"))
        .isEqualTo("RU [analyst], four eyes, since 2020-05-31T23:59:00Z");
    add(step("m", State.CORRECTION, "RU", "CH").setNoExceptions(true));
    assertThat(line(0).get("exceptions")).isNull();
  }

  @Test
  void line_remoteAccessThatEnded_isToldUntilThen() {
    RemoteAccess access =
        RemoteAccess.newBuilder()
            .setCountry("RU")
            .addRoles("support")
            .setUntil(Times.of(NOW))
            .build();
    add(step("m", State.PLANNED, "RU", "CH").addRemoteAccess(access));
    assertThat(line(0).get("remoteAccess")).isEqualTo("RU [support], until 2020-06-01T00:00:00Z");
    Map<?, ?> after = (Map<?, ?>) lines(NOW.plusSeconds(1)).get(0);
    assertThat(after.get("remoteAccess")).isNull();
  }

  @Test
  void line_datasetMovedOn_isNotToldInBothPlaces() {
    for (State state : new State[] {State.PLANNED, State.STARTED, State.COMPLETED}) {
      add(step("m1", state, "RU", "CH"));
    }
    add(step("m1", State.SOURCE_DISPOSED, "RU", "CH"));
    add(step("m2", State.PLANNED, "CH", "DE"));
    add(step("m2", State.STARTED, "CH", "DE"));
    assertThat(line(0).get("in")).isEqualTo("CH");
    assertThat(line(1).get("in")).isEqualTo("CH (moving to DE)");
    add(step("m2", State.COMPLETED, "CH", "DE"));
    assertThat(line(0).get("in")).isEqualTo("moved on by relocation m2");
    assertThat(line(1).get("in")).isEqualTo("DE (old copy in CH not disposed of)");
  }

  @Test
  void line_chainOfSteps_foldsToTheNewest() {
    add(step("m", State.PLANNED, "RU", "CH"));
    assertThat(line(0).get("in")).isEqualTo("RU");
    add(step("m", State.STARTED, "RU", "CH").setStarted(Times.of(NOW.minusSeconds(99))));
    assertThat(line(0).get("in")).isEqualTo("RU (moving to CH)");
    assertThat(line(0).get("since")).isEqualTo(NOW.minusSeconds(99).toString());
    add(step("m", State.COMPLETED, "RU", "CH").setFinished(Times.of(NOW.minusSeconds(9))));
    assertThat(line(0).get("in")).isEqualTo("CH (old copy in RU not disposed of)");
    assertThat(line(0).get("since")).isEqualTo(NOW.minusSeconds(9).toString());
    assertThat(line(0).get("entries")).isEqualTo("[0, 1, 2]");
    add(step("m", State.SOURCE_DISPOSED, "RU", "CH"));
    assertThat(line(0).get("in")).isEqualTo("CH");
  }

  @Test
  void line_dataOfOneMemberMovedOn_theRestIsStillTold() {
    move("m1", "RU", "CH", "EU");
    move("m2", "CH", "FR", "FR");
    move("m3", "CH", "US", "US");
    assertThat(line(0).get("in")).isEqualTo("CH (in part moved on by relocation m2 (data of FR))");
    move("m4", "CH", "IE", "EU", "CH");
    assertThat(line(0).get("in")).isEqualTo("moved on by relocation m4");
  }

  @Test
  void line_dataOfTheUnionMovedOn_noMembersDataIsLeft() {
    move("m1", "RU", "CH", "DE", "FR");
    move("m2", "CH", "IE", "EU");
    assertThat(line(0).get("in")).isEqualTo("moved on by relocation m2");
  }

  @Test
  void line_laterStepNamesFewerRegions_onlyACorrectionTakesOneBack() {
    add(step("m", State.PLANNED, "RU", "CH", List.of("DE", "FR")));
    add(step("m", State.STARTED, "RU", "CH", List.of("DE")));
    assertThat(line(0).get("of")).isEqualTo("DE FR");
    add(step("m", State.CORRECTION, "RU", "CH", List.of("DE")));
    assertThat(line(0).get("of")).isEqualTo("DE");
    assertThat(places.lines(told -> told.contains("FR"), NOW)).isEmpty();
  }

  @Test
  void line_sourceKeptForATime_isStillToldAsAPlace() {
    for (State state : new State[] {State.PLANNED, State.STARTED, State.COMPLETED}) {
      add(step("m", state, "RU", "CH"));
    }
    add(
        step("m", State.SOURCE_DISPOSED, "RU", "CH")
            .setSourceDisposition(
                SourceDisposition.newBuilder()
                    .setAction(SourceDisposition.Action.RETAINED_UNTIL)
                    .setRetainedUntil(Times.of(Instant.parse("2021-01-01T00:00:00Z")))));
    String places = "CH (old copy in RU kept until 2021-01-01T00:00:00Z)";
    assertThat(line(0).get("in")).isEqualTo(places);
    // A correction of something else does not make the copy disappear.
    add(step("m", State.CORRECTION, "RU", "CH"));
    assertThat(line(0).get("in")).isEqualTo(places);
  }

  @Test
  void line_beforeArrival_dataWasThereBeforeThePlanWasTold() {
    Instant told = NOW.minusSeconds(9);
    add(step("m", State.PLANNED, "RU", "CH"));
    assertThat(line(0).get("since")).isEqualTo("before " + told);
    add(step("m", State.STARTED, "RU", "CH"));
    assertThat(line(0).get("since")).isEqualTo("before " + told);
    add(step("m", State.COMPLETED, "RU", "CH").setFinished(Times.of(NOW.minusSeconds(20))));
    assertThat(line(0).get("since")).isEqualTo(NOW.minusSeconds(20).toString());
    add(step("m", State.SOURCE_DISPOSED, "RU", "CH"));
    assertThat(line(0).get("since")).isEqualTo(NOW.minusSeconds(20).toString());
    add(step("m", State.INCIDENT, "RU", "CH"));
    assertThat(line(0).get("incidents")).isEqualTo("told by entries [4]");
  }
}
