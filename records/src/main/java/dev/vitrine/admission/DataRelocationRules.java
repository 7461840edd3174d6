package dev.vitrine.admission;

import com.google.protobuf.ByteString;
import dev.vitrine.record.Digests;
import dev.vitrine.record.Statement;
import dev.vitrine.v1.DataException;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.Key;
import dev.vitrine.v1.LegalBasis;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.ManifestDigest;
import dev.vitrine.v1.RelocationState;
import dev.vitrine.v1.SourceDisposition;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Relocations: planned, started, completed, source disposed, in that order and with a supervisor.
 */
final class DataRelocationRules implements KindRules<DataRelocation> {
  private static final String AT = "predicate.";
  private static final int MAX_ID_LENGTH = 200;

  @Override
  public Documents documents(DataRelocation relocation) {
    return new Documents();
  }

  @Override
  public void check(Statement statement, DataRelocation relocation, BlobView blobs)
      throws RejectionException {
    Check.required(relocation.getRelocationId(), AT + "relocationId");
    Check.range(relocation.getRelocationId().length(), 1, MAX_ID_LENGTH, AT + "relocationId");
    Check.required(
        relocation.getState() != State.STATE_UNSPECIFIED, AT + "state", "a state of a relocation");
    Check.name(relocation.getDataset().getId(), AT + "dataset.id");
    Check.required(
        relocation.getDataset().getPersonalData() != Dataset.PersonalData.PERSONAL_DATA_UNSPECIFIED,
        AT + "dataset.personalData",
        "NONE, POSSIBLE or PRESENT");
    checkRegions(relocation.getSubjectRegionsList());
    Check.required(relocation.getController(), AT + "controller");
    checkPlaces(relocation);
    checkLegalBasis(relocation.getLegalBasisList());
    Check.required(
        relocation.getMethod() != DataRelocation.Method.METHOD_UNSPECIFIED,
        AT + "method",
        "a method of moving");
    Check.order(
        relocation.hasStarted(),
        relocation.getStarted(),
        relocation.hasFinished(),
        relocation.getFinished(),
        AT + "finished");
    checkExceptions(relocation.getExceptionsList());
    checkRemoteAccess(relocation);
    checkState(relocation);
  }

  private static void checkRegions(List<String> regions) throws RejectionException {
    Check.required(!regions.isEmpty(), AT + "subjectRegions", "whose data it is");
    for (int i = 0; i < regions.size(); i++) {
      Check.region(regions.get(i), AT + "subjectRegions[" + i + "]");
    }
  }

  private static void checkPlaces(DataRelocation relocation) throws RejectionException {
    Set<String> from = places(relocation.getFromList(), AT + "from");
    Set<String> to = places(relocation.getToList(), AT + "to");
    if (from.equals(to)) {
      throw Reason.PLACES_EQUAL.refuse(AT + "to", String.join(", ", to), "other places than from");
    }
  }

  private static Set<String> places(List<Location> locations, String field)
      throws RejectionException {
    Check.required(!locations.isEmpty(), field, "at least one place");
    Set<String> places = new HashSet<>();
    for (int i = 0; i < locations.size(); i++) {
      String at = field + "[" + i + "].";
      Location location = locations.get(i);
      Check.country(location.getCountry(), at + "country");
      Check.country(location.getLaw(), at + "law");
      Check.required(location.getOperator(), at + "operator");
      places.add(location.getCountry() + " " + location.getSite());
    }
    return places;
  }

  private static void checkLegalBasis(List<LegalBasis> bases) throws RejectionException {
    for (int i = 0; i < bases.size(); i++) {
      Check.required(bases.get(i).getArticle(), AT + "legalBasis[" + i + "].article");
      Check.optionalSha256(
          bases.get(i).getAssessmentSha256(), AT + "legalBasis[" + i + "].assessmentSha256");
    }
  }

  private static void checkExceptions(List<DataException> exceptions) throws RejectionException {
    for (int i = 0; i < exceptions.size(); i++) {
      String at = AT + "exceptions[" + i + "].";
      Check.count(exceptions.get(i).getCount(), at + "count");
      Check.required(exceptions.get(i).getReason(), at + "reason");
      Check.optionalSha256(exceptions.get(i).getEvidenceSha256(), at + "evidenceSha256");
    }
  }

  private static void checkRemoteAccess(DataRelocation relocation) throws RejectionException {
    for (int i = 0; i < relocation.getRemoteAccessCount(); i++) {
      String at = AT + "remoteAccess[" + i + "].";
      var access = relocation.getRemoteAccess(i);
      Check.country(access.getCountry(), at + "country");
      Check.order(
          access.hasSince(), access.getSince(), access.hasUntil(), access.getUntil(), at + "until");
    }
  }

  private static void checkState(DataRelocation relocation) throws RejectionException {
    switch (relocation.getState()) {
      case COMPLETED -> {
        checkManifest(relocation.hasBefore(), relocation.getBefore(), AT + "before");
        checkManifest(relocation.hasAfter(), relocation.getAfter(), AT + "after");
        boolean some = relocation.getExceptionsCount() > 0;
        Check.required(
            some != relocation.getNoExceptions(),
            AT + "exceptions",
            "exceptions, or noExceptions, not both");
        Check.required(relocation.getSupervision(), AT + "supervision");
      }
      case SOURCE_DISPOSED -> {
        checkDisposition(relocation);
        Check.required(relocation.getSupervision(), AT + "supervision");
      }
      case CORRECTION ->
          Check.required(
              relocation.getCommon().hasCorrects(),
              AT + "common.corrects",
              "the record that was wrong");
      default -> {}
    }
  }

  private static void checkManifest(boolean present, ManifestDigest manifest, String field)
      throws RejectionException {
    Check.required(present, field, "the manifest's digest, which COMPLETED needs");
    Check.sha256(manifest.getRoot(), field + ".root");
    Check.count(manifest.getSize(), field + ".size");
  }

  private static void checkDisposition(DataRelocation relocation) throws RejectionException {
    SourceDisposition disposition = relocation.getSourceDisposition();
    String at = AT + "sourceDisposition.";
    switch (disposition.getAction()) {
      case DELETED, KEY_DESTROYED ->
          Check.sha256(disposition.getCertificateSha256(), at + "certificateSha256");
      case RETAINED_UNTIL ->
          Check.required(disposition.hasRetainedUntil(), at + "retainedUntil", "until when");
      default -> Check.required(false, at + "action", "DELETED, RETAINED_UNTIL or KEY_DESTROYED");
    }
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
