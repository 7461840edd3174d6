package dev.vitrine.admission;

import dev.vitrine.v1.DataException;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.Dataset;
import dev.vitrine.v1.LegalBasis;
import dev.vitrine.v1.Location;
import dev.vitrine.v1.ManifestDigest;
import dev.vitrine.v1.SourceDisposition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a relocation must say to be one, whatever the log holds. */
final class DataRelocationForm {
  private static final String AT = "predicate.";
  private static final int MAX_ID_LENGTH = 200;

  private DataRelocationForm() {}

  static void check(DataRelocation relocation) throws RejectionException {
    Check.required(relocation.getRelocationId(), AT + "relocationId");
    Check.range(relocation.getRelocationId().length(), 1, MAX_ID_LENGTH, AT + "relocationId");
    Check.required(
        relocation.getState() != State.STATE_UNSPECIFIED,
        AT + "state",
        "PLANNED, STARTED, COMPLETED, SOURCE_DISPOSED, CORRECTION or INCIDENT");
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
        "COPY_VERIFY_DELETE, REROUTE_NEW_INTAKE or RE_ENCRYPTION");
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
}
