package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.relocation;
import static dev.vitrine.admission.TestRecords.place;

import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Relocations of data: what keeps and what breaks each rule. Their form has a table of its own. */
class DataRelocationRulesTest implements RuleTable {
  private static final List<State> ORDER =
      List.of(State.PLANNED, State.STARTED, State.COMPLETED, State.SOURCE_DISPOSED);

  @Override
  public void fill(Rules table) {
    transitions(table);
    supervision(table);
    aside(table);
    changes(table);
  }

  private static void transitions(Rules table) {
    for (int done = 0; done <= ORDER.size(); done++) {
      for (State step : ORDER) {
        List<State> before = ORDER.subList(0, done);
        boolean legal = done < ORDER.size() && ORDER.get(done) == step;
        String name = step + " after " + before;
        Rules.Last last =
            (l, r) -> {
              for (State s : before) {
                l.mustAppend(r.signed(r.relocation("m", s)));
              }
              return r.signed(r.relocation("m", step));
            };
        if (legal) {
          table.accept(
              List.of(Reason.RELOCATION_TRANSITION, Reason.SUPERVISOR_MISSING), name, last);
        } else {
          table.refuse(Reason.RELOCATION_TRANSITION, name, last);
        }
      }
    }
  }

  private static void supervision(Rules table) {
    for (State step : List.of(State.COMPLETED, State.SOURCE_DISPOSED)) {
      table.refuse(
          Reason.SUPERVISOR_MISSING,
          step + " without supervisor",
          (l, r) -> {
            for (State before : ORDER.subList(0, ORDER.indexOf(step))) {
              l.mustAppend(r.signed(r.relocation("m", before)));
            }
            return r.signed(r.relocation("m", step), l.key(Role.RESIDENCY_OFFICER));
          });
    }
    table.accept(
        Reason.SUPERVISOR_MISSING,
        "planned by the officer alone",
        (l, r) -> r.signed(r.relocation("m", State.PLANNED), l.key(Role.RESIDENCY_OFFICER)));
    table.accept(
        Reason.SUPERVISOR_MISSING,
        "incident after completion, by the officer alone",
        (l, r) -> {
          for (State before : ORDER.subList(0, 3)) {
            l.mustAppend(r.signed(r.relocation("m", before)));
          }
          return r.signed(r.relocation("m", State.INCIDENT), l.key(Role.RESIDENCY_OFFICER));
        });
  }

  private static void aside(Rules table) {
    table.refuse(
        Reason.RELOCATION_TRANSITION,
        "incident before anything is planned",
        (l, r) -> r.signed(r.relocation("m", State.INCIDENT)));
    table.accept(
        Reason.RELOCATION_TRANSITION,
        "incident, then the next step",
        (l, r) -> {
          l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          l.mustAppend(r.signed(r.relocation("m", State.INCIDENT)));
          return r.signed(r.relocation("m", State.STARTED));
        });
    table.refuse(
        Reason.FIELD_REQUIRED,
        "correction that names nothing",
        relocation(State.CORRECTION, (l, m) -> {}));
  }

  private static void changes(Rules table) {
    table.accept(
        Reason.RELOCATION_CHANGED,
        "correction of the places",
        relocation(
            State.CORRECTION, (l, m) -> corrected(l, m).clearTo().addTo(place("zrh-2", "CH"))));
    table.refuse(
        Reason.RELOCATION_CHANGED,
        "correction of the dataset",
        relocation(State.CORRECTION, (l, m) -> corrected(l, m).getDatasetBuilder().setId("other")));
    table.refuse(
        Reason.RELOCATION_CHANGED,
        "other places in a later step",
        relocation(State.STARTED, (l, m) -> m.clearTo().addTo(place("b", "BR"))));
    table.refuse(
        Reason.RELOCATION_CHANGED,
        "other dataset in a later step",
        relocation(State.STARTED, (l, m) -> m.getDatasetBuilder().setId("other")));
    table.refuse(
        Reason.RELOCATION_CHANGED,
        "later step in another stream",
        relocation(
            State.STARTED,
            (l, m) ->
                m.getCommonBuilder().setStream("relocations/n").setSequence(1).clearPrevious()));
  }

  private static DataRelocation.Builder corrected(TestLog log, DataRelocation.Builder correction) {
    correction.getCommonBuilder().setCorrects(log.ref(log.entries.size() - 1));
    return correction;
  }
}
