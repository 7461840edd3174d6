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
import java.time.Instant;
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
        .setMethod(DataRelocation.Method.COPY_VERIFY_DELETE);
  }

  private void add(DataRelocation.Builder step) {
    places.add(index++, step.build());
  }

  private Map<?, ?> line(int i) {
    return (Map<?, ?>) places.lines(NOW).get(i);
  }

  @Test
  void overdue_dueToldOnlyWhenPlanned_staysDueWhenStarted() {
    Instant due = NOW.minusSeconds(1);
    add(step("m", State.PLANNED, "RU", "CH").setDue(Times.of(due)));
    add(step("m", State.STARTED, "RU", "CH"));
    assertThat(places.overdue(NOW)).containsExactly("m, due " + due);
    assertThat(line(0).get("overdue")).isEqualTo(due.toString());
    assertThat(line(0).get("in")).isEqualTo("RU (moving to CH)");
    assertThat(places.overdue(due)).isEmpty();
    add(step("m", State.COMPLETED, "RU", "CH"));
    assertThat(places.overdue(NOW)).isEmpty();
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
    Map<?, ?> after = (Map<?, ?>) places.lines(NOW.plusSeconds(1)).get(0);
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
}
