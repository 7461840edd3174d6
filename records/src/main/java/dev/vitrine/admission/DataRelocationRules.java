package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.RelocationState;
import java.util.Optional;

/**
 * Relocations: planned, started, completed, source disposed, in that order and with a supervisor.
 */
final class DataRelocationRules implements KindRules<DataRelocation> {
  private static final String AT = "predicate.";

  @Override
  public Documents documents(DataRelocation relocation) {
    return new Documents();
  }

  @Override
  public void check(Statement statement, DataRelocation relocation, BlobView blobs)
      throws RejectionException {
    DataRelocationForm.check(relocation);
  }

  @Override
  public void admit(Admitting admitting, DataRelocation relocation) throws RejectionException {
    Optional<RelocationState> before = admitting.state().relocation(relocation.getRelocationId());
    State state = next(before, relocation.getState());
    if (before.isPresent()) {
      checkUnchanged(before.get(), relocation);
    }
    boolean supervised = state == State.COMPLETED || state == State.SOURCE_DISPOSED;
    if (supervised
        && relocation.getState() == state
        && !admitting.signers().has(Key.Role.SUPERVISOR)) {
      throw Reason.SUPERVISOR_MISSING.refuse(
          "signatures", admitting.signers().roles(), "a supervisor for " + state);
    }
    put(admitting, relocation, before, state);
    addRows(admitting.rows(), relocation);
  }

  private static State next(Optional<RelocationState> before, State step)
      throws RejectionException {
    State at = before.map(RelocationState::getState).orElse(State.STATE_UNSPECIFIED);
    State needed =
        switch (step) {
          case PLANNED -> State.STATE_UNSPECIFIED;
          case STARTED -> State.PLANNED;
          case COMPLETED -> State.STARTED;
          case SOURCE_DISPOSED -> State.COMPLETED;
          default -> at;
        };
    boolean aside = step == State.CORRECTION || step == State.INCIDENT;
    if (at != needed || (aside && before.isEmpty())) {
      throw Reason.RELOCATION_TRANSITION.refuse(
          AT + "state",
          step.name(),
          before.isEmpty() ? "PLANNED first" : "a step that follows " + at);
    }
    return aside ? at : step;
  }

  private static void checkUnchanged(RelocationState before, DataRelocation relocation)
      throws RejectionException {
    same(before.getStream(), relocation.getCommon().getStream(), AT + "common.stream");
    same(before.getDataset(), relocation.getDataset().getId(), AT + "dataset.id");
    if (relocation.getState() != State.CORRECTION
        && !before.getPlaces().equals(placesDigest(relocation))) {
      throw Reason.RELOCATION_CHANGED.refuse(
          AT + "from", "other places", "from and to of the earlier steps, or a CORRECTION");
    }
  }

  private static void same(String before, String now, String field) throws RejectionException {
    if (!before.equals(now)) {
      throw Reason.RELOCATION_CHANGED.refuse(field, now, before + ", as in the earlier steps");
    }
  }

  private static void put(
      Admitting admitting,
      DataRelocation relocation,
      Optional<RelocationState> before,
      State state) {
    admitting
        .state()
        .put(
            StateKeys.relocation(relocation.getRelocationId()),
            RelocationState.newBuilder()
                .setState(state)
                .setStream(relocation.getCommon().getStream())
                .setDataset(relocation.getDataset().getId())
                .setPlaces(placesDigest(relocation))
                .setFirstIndex(before.map(RelocationState::getFirstIndex).orElse(admitting.index()))
                .setLastIndex(admitting.index())
                .build());
  }

  private static ByteString placesDigest(DataRelocation relocation) {
    Framed framed = new Framed();
    relocation.getFromList().forEach(l -> framed.add(l.toByteArray()));
    framed.add("->");
    relocation.getToList().forEach(l -> framed.add(l.toByteArray()));
    return ByteString.copyFrom(Digests.sha256(framed.toByteArray()));
  }

  private static void addRows(LookupKeys.Rows rows, DataRelocation relocation) {
    rows.add(LookupKeys.relocation(relocation.getRelocationId()));
    rows.add(LookupKeys.dataset(relocation.getDataset().getId()));
    relocation.getSubjectRegionsList().forEach(r -> rows.add(LookupKeys.region(r)));
  }
}
