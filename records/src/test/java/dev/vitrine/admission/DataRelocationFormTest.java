package dev.vitrine.admission;

import static dev.vitrine.admission.Bent.relocation;
import static dev.vitrine.admission.TestRecords.place;

import dev.vitrine.record.Times;
import dev.vitrine.v1.DataException;
import dev.vitrine.v1.DataRelocation;
import dev.vitrine.v1.DataRelocation.State;
import dev.vitrine.v1.LegalBasis;
import dev.vitrine.v1.RemoteAccess;
import dev.vitrine.v1.SourceDisposition;
import java.util.List;

/** What a relocation must say, whatever the log holds: what keeps and what breaks each rule. */
class DataRelocationFormTest implements RuleTable {
  @Override
  public void fill(Rules table) {
    required(table);
    places(table);
    regions(table);
    parts(table);
    completion(table);
    disposal(table);
  }

  private static Rules.Last planned(Bent.Bend<DataRelocation.Builder> bend) {
    return relocation(State.PLANNED, bend);
  }

  private static void required(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED, "relocation without id", planned((l, m) -> m.clearRelocationId()));
    table.refuse(
        Reason.FIELD_RANGE,
        "relocation with an id of 201 characters",
        planned((l, m) -> m.setRelocationId("m".repeat(201))));
    table.refuse(
        Reason.FIELD_REQUIRED, "relocation without state", planned((l, m) -> m.clearState()));
    table.refuse(
        Reason.FIELD_FORMAT,
        "relocation of a nameless dataset",
        planned((l, m) -> m.getDatasetBuilder().clearId()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "relocation of personal data, or not",
        planned((l, m) -> m.getDatasetBuilder().clearPersonalData()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "relocation without controller",
        planned((l, m) -> m.clearController()));
    table.refuse(
        Reason.FIELD_REQUIRED, "relocation without method", planned((l, m) -> m.clearMethod()));
  }

  private static void places(Rules table) {
    table.refuse(
        Reason.PLACES_EQUAL,
        "from equals to",
        planned((l, m) -> m.clearTo().addTo(place("old-1", "RU"))));
    table.accept(
        Reason.PLACES_EQUAL,
        "another site in the same country",
        planned((l, m) -> m.clearTo().addTo(place("old-2", "RU"))));
    table.refuse(
        Reason.FIELD_REQUIRED, "relocation from nowhere", planned((l, m) -> m.clearFrom()));
    table.refuse(Reason.FIELD_REQUIRED, "relocation to nowhere", planned((l, m) -> m.clearTo()));
    table.refuse(
        Reason.REGION,
        "relocation to a country that is none",
        planned((l, m) -> m.getToBuilder(0).setCountry("XX")));
    table.refuse(
        Reason.REGION,
        "place under the law of the EU",
        planned((l, m) -> m.getToBuilder(0).setLaw("EU")));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "place without operator",
        planned((l, m) -> m.getToBuilder(0).clearOperator()));
  }

  private static void regions(Rules table) {
    table.accept(
        List.of(Reason.RELOCATION_TRANSITION, Reason.REGION), "planned", planned((l, m) -> {}));
    table.refuse(
        Reason.REGION,
        "Europe is not a region",
        planned((l, m) -> m.clearSubjectRegions().addSubjectRegions("Europe")));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "relocation of nobody's data",
        planned((l, m) -> m.clearSubjectRegions()));
  }

  private static void parts(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED,
        "legal basis without article",
        planned((l, m) -> m.addLegalBasis(LegalBasis.newBuilder().setInstrument("SCC"))));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "assessment with half a digest",
        planned(
            (l, m) ->
                m.addLegalBasis(
                    LegalBasis.newBuilder().setArticle("GDPR Art. 46").setAssessmentSha256("aa"))));
    table.refuse(
        Reason.TIME_ORDER,
        "relocation that ends before it starts",
        planned(
            (l, m) -> m.setStarted(Times.of(l.now)).setFinished(Times.of(l.now.minusSeconds(1)))));
    table.refuse(
        Reason.FIELD_RANGE,
        "fewer exceptions than none",
        planned((l, m) -> m.addExceptions(exception().setCount(-1))));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "exception without reason",
        planned((l, m) -> m.addExceptions(exception().clearReason())));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "exception with half a digest",
        planned((l, m) -> m.addExceptions(exception().setEvidenceSha256("aa"))));
    table.refuse(
        Reason.REGION,
        "remote access from no country",
        planned((l, m) -> m.addRemoteAccess(RemoteAccess.newBuilder().setCountry("EU"))));
    table.refuse(
        Reason.TIME_ORDER,
        "remote access that ends before it begins",
        planned(
            (l, m) ->
                m.addRemoteAccess(
                    RemoteAccess.newBuilder()
                        .setCountry("RU")
                        .setSince(Times.of(l.now))
                        .setUntil(Times.of(l.now.minusSeconds(1))))));
  }

  private static DataException.Builder exception() {
    return DataException.newBuilder().setCount(1).setReason("legal hold");
  }

  private static void completion(Rules table) {
    table.refuse(
        Reason.FIELD_REQUIRED, "completed without manifests", completed((l, m) -> m.clearAfter()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "completed without a manifest of before",
        completed((l, m) -> m.clearBefore()));
    table.refuse(
        Reason.DIGEST_FORMAT,
        "completed with half a root",
        completed((l, m) -> m.getAfterBuilder().setRoot("aa")));
    table.refuse(
        Reason.FIELD_RANGE,
        "completed with fewer objects than none",
        completed((l, m) -> m.getBeforeBuilder().setSize(-1)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "completed that says nothing of exceptions",
        completed((l, m) -> m.setNoExceptions(false)));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "completed without exceptions but for one",
        completed((l, m) -> m.addExceptions(exception())));
    table.accept(
        Reason.FIELD_REQUIRED,
        "completed with an exception",
        completed((l, m) -> m.setNoExceptions(false).addExceptions(exception())));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "completed without a word on supervision",
        completed((l, m) -> m.clearSupervision()));
  }

  private static Rules.Last completed(Bent.Bend<DataRelocation.Builder> bend) {
    return relocation(State.COMPLETED, bend);
  }

  private static void disposal(Rules table) {
    table.refuse(
        Reason.DIGEST_FORMAT,
        "disposed without certificate",
        disposed((l, s) -> s.clearCertificateSha256()));
    table.accept(Reason.DIGEST_FORMAT, "disposed with a certificate", disposed((l, s) -> {}));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "retained without an end",
        disposed((l, s) -> s.setAction(SourceDisposition.Action.RETAINED_UNTIL)));
    table.refuse(
        Reason.FIELD_REQUIRED, "disposed of in no way", disposed((l, s) -> s.clearAction()));
    table.refuse(
        Reason.FIELD_REQUIRED,
        "disposed without a word on supervision",
        relocation(State.SOURCE_DISPOSED, (l, m) -> m.clearSupervision()));
  }

  private static Rules.Last disposed(Bent.Bend<SourceDisposition.Builder> bend) {
    return relocation(
        State.SOURCE_DISPOSED, (l, m) -> bend.bend(l, m.getSourceDispositionBuilder()));
  }
}
