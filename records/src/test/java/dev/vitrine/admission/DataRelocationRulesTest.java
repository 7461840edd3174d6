package dev.vitrine.admission;

import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Key.Role;
import java.util.List;

/** Relocations of data: what keeps and what breaks each rule. */
class DataRelocationRulesTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    table.accept(
        List.of(Reason.RELOCATION_TRANSITION, Reason.REGION),
        "planned",
        (l, r) -> r.signed(r.relocation("m", State.PLANNED)));
    State[] order = {State.PLANNED, State.STARTED, State.COMPLETED, State.SOURCE_DISPOSED};
    for (int done = 0; done <= order.length; done++) {
      for (State step : order) {
        List<State> before = List.of(order).subList(0, done);
        boolean legal = done < order.length && order[done] == step;
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
    for (State step : new State[] {State.COMPLETED, State.SOURCE_DISPOSED}) {
      table.refuse(
          Reason.SUPERVISOR_MISSING,
          step + " without supervisor",
          (l, r) -> {
            for (int i = 0; order[i] != step; i++) {
              l.mustAppend(r.signed(r.relocation("m", order[i])));
            }
            return r.signed(r.relocation("m", step), l.key(Role.RESIDENCY_OFFICER));
          });
    }
    table.accept(
        Reason.SUPERVISOR_MISSING,
        "planned by the officer alone",
        (l, r) -> r.signed(r.relocation("m", State.PLANNED), l.key(Role.RESIDENCY_OFFICER)));
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
        (l, r) -> {
          l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          return r.signed(r.relocation("m", State.CORRECTION));
        });
    table.accept(
        Reason.RELOCATION_CHANGED,
        "correction of the places",
        (l, r) -> {
          long planned = l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          DataRelocation.Builder correction = r.relocation("m", State.CORRECTION);
          correction.clearTo().addTo(TestRecords.place("zrh-2", "CH"));
          correction.getCommonBuilder().setCorrects(l.ref(planned));
          return r.signed(correction);
        });
    table.refuse(
        Reason.RELOCATION_CHANGED,
        "other places in a later step",
        (l, r) -> {
          l.mustAppend(r.signed(r.relocation("m", State.PLANNED)));
          return r.signed(
              r.relocation("m", State.STARTED).clearTo().addTo(TestRecords.place("b", "BR")));
        });
    table.refuse(
        Reason.PLACES_EQUAL,
        "from equals to",
        (l, r) ->
            r.signed(
                r.relocation("m", State.PLANNED)
                    .clearTo()
                    .addTo(TestRecords.place("old-1", "RU"))));
    table.refuse(
        Reason.REGION,
        "Europe is not a region",
        (l, r) ->
            r.signed(
                r.relocation("m", State.PLANNED)
                    .clearSubjectRegions()
                    .addSubjectRegions("Europe")));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "completed without manifests",
        (l, r) -> r.signed(r.relocation("m", State.COMPLETED).clearAfter()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "completed that says nothing of exceptions",
        (l, r) -> r.signed(r.relocation("m", State.COMPLETED).setNoExceptions(false)));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "disposed without certificate",
        (l, r) -> {
          DataRelocation.Builder disposed = r.relocation("m", State.SOURCE_DISPOSED);
          disposed.getSourceDispositionBuilder().clearCertificateSha256();
          return r.signed(disposed);
        });

    table.accept(
        Reason.DIGEST_FORMAT,
        "disposed with a certificate",
        (l, r) -> {
          for (State s : List.of(State.PLANNED, State.STARTED, State.COMPLETED)) {
            l.mustAppend(r.signed(r.relocation("m", s)));
          }
          return r.signed(r.relocation("m", State.SOURCE_DISPOSED));
        });
    table.accept(
        Reason.PLACES_EQUAL,
        "another site in the same country",
        (l, r) ->
            r.signed(
                r.relocation("m", State.PLANNED)
                    .clearTo()
                    .addTo(TestRecords.place("old-2", "RU"))));
  }
}
